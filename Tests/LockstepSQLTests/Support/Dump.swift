import LockstepSQL

/// A tree as an S-expression: `(+ a (* b 2))`. Names stand as they are, literals as SQL, lists in brackets.
enum Dump {
    static func list(_ head: String, _ parts: [String?]) -> String {
        "(" + ([head] + parts.compactMap { $0 }).joined(separator: " ") + ")"
    }

    static func names(_ names: [Identifier]) -> String {
        "[" + names.map(name).joined(separator: " ") + "]"
    }

    static func expressions(_ expressions: [Expression]) -> String {
        "[" + expressions.map(expression).joined(separator: " ") + "]"
    }

    /// Whether names are dumped with their quotes.
    @TaskLocal static var showsQuotes = true

    static func name(_ identifier: Identifier) -> String {
        guard showsQuotes else { return identifier.name }
        return switch identifier.quoting {
        case .none: identifier.name
        case .double: "\"\(identifier.name)\""
        case .backtick: "`\(identifier.name)`"
        case .bracket: "[\(identifier.name)]"
        case .single: "'\(identifier.name)'"
        }
    }

    static func qualified(_ name: QualifiedName) -> String {
        [name.schema, name.name].compactMap { $0 }.map(Dump.name).joined(separator: ".")
    }

    static func literal(_ literal: Literal) -> String {
        switch literal {
        case .null: "NULL"
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)r"
        case .string(let text): "'\(text)'"
        case .blob(let bytes): "x'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
        case .boolean(let value): value ? "TRUE" : "FALSE"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        }
    }

    static func parameter(_ parameter: Parameter) -> String {
        switch parameter.form {
        case .anonymous: "?"
        case .numbered(let number): "?\(number.map(String.init) ?? "overflow")"
        case .named(let prefix): "\(Unicode.Scalar(prefix))\(parameter.name)"
        }
    }
}
