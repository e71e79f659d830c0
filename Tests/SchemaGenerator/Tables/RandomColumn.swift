struct RandomColumn {
    struct Generated {
        let expression: String
        let isStored: Bool
    }

    let name: String
    let kind: ValueKind
    var isNullable = false

    /// What stands behind DEFAULT.
    var fallback: String?
    var collation: String?
    var generated: Generated?

    /// The column has the type of what it refers to.
    var isReference = false

    /// `hits`: statements and triggers count in it, and no argument is stored there.
    var isCounter = false

    /// The migration that adds it with ALTER TABLE, if that is not the one of its table.
    var isAdded = false

    /// An INSERT must name it.
    var isRequired: Bool { !isNullable && fallback == nil && generated == nil }

    /// A statement may set it to an argument.
    var isSettable: Bool { generated == nil && !isCounter }

    /// The definition without the comment behind it.
    func definition(isStrict: Bool, isInlineKey: Bool = false) -> String {
        var parts = [name, isStrict || isInlineKey ? kind.storage : kind.looseType]
        if !isNullable, generated == nil { parts.append("NOT NULL") }
        if isInlineKey { parts.append("PRIMARY KEY") }
        if let fallback { parts.append("DEFAULT \(fallback)") }
        if let collation { parts.append("COLLATE \(collation)") }
        if let generated {
            parts.append("GENERATED ALWAYS AS (\(generated.expression)) \(generated.isStored ? "STORED" : "VIRTUAL")")
        } else if !isReference, let check = kind.check(name) {
            parts.append("CHECK (\(check))")
        }
        return parts.joined(separator: " ")
    }

    var comment: String? {
        isReference || generated != nil ? nil : kind.directive.map { "-- \($0)" }
    }
}
