import LockstepSchema

/// An enum from `CHECK (column IN (…))`.
struct EnumCode {
    private let type: EnumType
    private let root: Root

    init(_ type: EnumType, in root: Root) {
        self.type = type
        self.root = root
    }

    var code: SwiftCode {
        let access = root.access
        let conformance = root.runtime(type.isText ? "TextEnum" : "IntegerEnum")
        return """
            /// \(raw: subject)
            \(access)enum \(type.name): \(conformance), \(root.runtime("CaseIterable")) {
                \(lines: type.cases.map(declaration))
                /// A value of a newer schema.
                case unrecognized(\(rawType))

                /// The values that this schema knows.
                \(.array(type.cases.map { ".\($0.name)" }, after: "\(access)static let allCases: [\(type.name)] = "))

                /// The case of a stored value, `unrecognized` for one that this schema does not know.
                \(access)init(rawValue: \(rawType)) {
                    switch rawValue {
                    \(lines: type.cases.map { "case \(literal($0)): self = .\($0.name)" })
                    default: self = .unrecognized(rawValue)
                    }
                }

                /// The value as it is stored.
                \(access)var rawValue: \(rawType) {
                    switch self {
                    \(lines: type.cases.map { "case .\($0.name): \(literal($0))" })
                    case .unrecognized(let rawValue): rawValue
                    }
                }
            }
            """
    }

    private var rawType: SwiftCode {
        root.runtime(type.isText ? "String" : "Int64")
    }

    private var subject: String {
        let columns = type.columns.map { "`\($0)`" }
        guard columns.count > 1, let last = columns.last else { return "The values of \(columns.joined())." }
        return "The values of \(columns.dropLast().joined(separator: ", ")) and \(last)."
    }

    private func declaration(of value: EnumType.Case) -> SwiftCode {
        let literal = literal(value)
        let isNamedDifferently = value.rawValue != .text(value.name.name)
        return """
            \(isNamedDifferently ? .documentation("Stored as `\(literal.text)`.") : "")
            case \(value.name)
            """
    }

    private func literal(_ value: EnumType.Case) -> SwiftCode {
        switch value.rawValue {
        case .text(let text): SwiftLiteral.singleLine(text)
        case .integer(let number): SwiftCode(raw: String(number))
        }
    }
}
