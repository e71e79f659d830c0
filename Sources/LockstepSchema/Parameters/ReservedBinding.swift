/// The type that a reserved parameter has where it stands.
enum ReservedBinding {
    case type(ValueType)
    case mistake(String, advice: String)

    static func type(of parameter: ReservedParameter, for hint: TypeHint) -> ReservedBinding {
        parameter == .actor ? actor(for: hint) : time(parameter, for: hint)
    }

    private static func actor(for hint: TypeHint) -> ReservedBinding {
        switch hint.swift {
        case .uuid: return .type(ValueType(.uuid, hint.storage ?? .text))
        case .none, .string, .enumeration, .custom:
            guard hint.storage == nil || hint.storage == .text || hint.storage == .any else { break }
            return .type(ValueType(.string, .text))
        default: break
        }
        return .mistake("`:actor` is text, and \(place(hint)) is not", advice: "store actors in a TEXT column")
    }

    private static func time(_ parameter: ReservedParameter, for hint: TypeHint) -> ReservedBinding {
        switch hint.swift {
        case .date: return .type(ValueType(.date, hint.storage ?? .integer))
        case .none, .int: return .type(ValueType(.int, .integer))
        case .double: return .type(ValueType(.date, .real))
        case .string where hint.isTimeValue: return .type(ValueType(.date, .text))
        default:
            return .mistake(
                "`:\(parameter.rawValue)` is a time, and \(place(hint)) is not",
                advice: "declare the column `-- type: Date`")
        }
    }

    private static func place(_ hint: TypeHint) -> String {
        hint.origin.map { "`\($0)`" } ?? "what stands here"
    }
}
