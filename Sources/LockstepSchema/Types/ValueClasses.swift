/// A set of SQLite's storage classes other than NULL.
struct ValueClasses: OptionSet, Hashable {
    let rawValue: UInt8

    static let integer = ValueClasses(rawValue: 1)
    static let real = ValueClasses(rawValue: 2)
    static let text = ValueClasses(rawValue: 4)
    static let blob = ValueClasses(rawValue: 8)

    static let number: ValueClasses = [.integer, .real]
    static let any: ValueClasses = [.integer, .real, .text, .blob]

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    init(_ storage: Storage) {
        switch storage {
        case .integer: self = .integer
        case .real: self = .real
        case .text: self = .text
        case .blob: self = .blob
        case .any: self = .any
        }
    }

    /// The one storage that a Swift type can read all of these values from; nil if there is none.
    var storage: Storage? {
        switch self {
        case .integer: .integer
        case .real, .number: .real
        case .text: .text
        case .blob: .blob
        default: nil
        }
    }

    /// `TEXT`, `INTEGER or REAL`.
    var description: String {
        var names: [String] = []
        if contains(.integer) { names.append("INTEGER") }
        if contains(.real) { names.append("REAL") }
        if contains(.text) { names.append("TEXT") }
        if contains(.blob) { names.append("BLOB") }
        return names.isEmpty ? "NULL" : names.joined(separator: " or ")
    }
}
