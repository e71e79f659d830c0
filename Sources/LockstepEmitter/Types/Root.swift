import LockstepSchema

/// The root type that everything else is nested in, and how names look from inside and outside of it.
struct Root {
    let schema: Schema

    /// The access level before a declaration, with the space that follows it; empty for `internal`.
    let access: SwiftCode

    let fingerprint: Fingerprint

    private let nestedNames: Set<String>

    init(_ schema: Schema) {
        self.schema = schema
        fingerprint = Fingerprint(schema)
        access = schema.access == .internal ? "" : SwiftCode(raw: schema.access.rawValue + " ")
        nestedNames = Set(
            schema.enums.map(\.name.name) + schema.tables.map(\.structName.name) + schema.rowStructs.map(\.name.name)
                + schema.bulkRows.map(\.name.name))
    }

    var name: SwiftIdentifier { schema.name }

    /// The root type's nested type of this name, as code outside of the root type has it.
    func nested(_ name: SwiftIdentifier) -> SwiftCode {
        "\(self.name).\(name)"
    }

    /// A type of Swift or of the runtime, as code inside the root type has it: with its module if a nested type has the
    /// same name and would hide it.
    func runtime(_ name: String) -> SwiftCode {
        guard nestedNames.contains(name) else { return SwiftCode(raw: name) }
        return SwiftCode(raw: (Self.standardNames.contains(name) ? "Swift." : "Lockstep.") + name)
    }

    /// The Swift type of a value.
    func spelling(_ type: ValueType, in scope: Scope) -> SwiftCode {
        let element = spelling(type.swift, in: scope)
        let list: SwiftCode = type.isList ? "[\(element)]" : element
        return type.isOptional ? "\(list)?" : list
    }

    /// The Swift type of a value without the optional and the list around it.
    func spelling(_ type: SwiftType, in scope: Scope) -> SwiftCode {
        switch (type, scope) {
        case (.enumeration(let name), .outside), (.record(let name), .outside): nested(SwiftIdentifier(name))
        case (.enumeration(let name), .inside), (.record(let name), .inside), (.custom(let name), _):
            SwiftCode(raw: name)
        case (_, .outside): SwiftCode(raw: type.spelling)
        case (_, .inside): runtime(type.spelling)
        }
    }

    /// Where a name is used: nested types are found by their own names inside the root type only.
    enum Scope {
        case inside, outside
    }

    private static let standardNames: Set<String> = [
        "Bool", "CaseIterable", "Double", "Hashable", "Identifiable", "Int", "Int32", "Int64", "Optional",
        "RandomNumberGenerator", "Sendable", "String",
    ]
}
