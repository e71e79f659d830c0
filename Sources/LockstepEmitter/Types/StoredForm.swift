import LockstepSchema

/// The runtime's wrapper of a Swift type in a column of another storage class than its usual one.
enum StoredForm: String {
    case uuidBlob = "UUIDBlob"
    case dateSeconds = "DateSeconds"
    case dateISO8601 = "DateISO8601"

    init?(of type: ValueType) {
        switch (type.swift, type.storage) {
        case (.uuid, .blob): self = .uuidBlob
        case (.date, .real): self = .dateSeconds
        case (.date, .text): self = .dateISO8601
        default: return nil
        }
    }

    var name: SwiftCode { SwiftCode(raw: rawValue) }
}

extension StoredForm {
    /// An expression in the form that its place stores, ready to be bound.
    /// - Parameters:
    ///   - value: An expression that is short enough to stand before a dot.
    ///   - type: The place's type.
    ///   - depth: How many optionals and lists the expression has around the value.
    static func bound(_ value: SwiftCode, _ type: ValueType, depth: Int) -> SwiftCode {
        guard let form = StoredForm(of: type) else { return value }
        guard depth > 0 else { return "\(form.name)(\(value))" }
        // Optional chaining flattens, so each level but the innermost is a question mark.
        return "\(value)\(raw: String(repeating: "?", count: depth - 1)).map(\(form.name).init)"
    }

    /// An expression that reads a column of the current row.
    /// - Parameters:
    ///   - statement: The expression for the statement.
    ///   - column: The expression for the column's index.
    static func read(
        _ type: ValueType, from statement: SwiftCode, at column: SwiftCode
    ) -> SwiftCode {
        guard let form = StoredForm(of: type) else { return "try \(statement).value(at: \(column))" }
        if type.isOptional { return "try \(statement).value(\(form.name)?.self, at: \(column))?.value" }
        return "try \(statement).value(\(form.name).self, at: \(column)).value"
    }
}
