extension SwiftType {
    /// The types that Lockstep knows; nil for the name of another type.
    init?(name: String) {
        switch name {
        case "Int": self = .int
        case "Double": self = .double
        case "String": self = .string
        case "Bool": self = .bool
        case "Data": self = .data
        case "UUID": self = .uuid
        case "Date": self = .date
        case "URL": self = .url
        default: return nil
        }
    }

    /// The storage classes that values of the type may have, the usual one first.
    var storages: [Storage] {
        switch self {
        case .int, .bool: [.integer]
        case .double: [.real]
        case .string, .url, .record: [.text]
        case .data: [.blob]
        case .uuid: [.text, .blob]
        case .date: [.integer, .real, .text]
        case .enumeration, .custom: [.text, .integer, .real, .blob, .any]
        }
    }
}
