import LockstepSchema

/// Hashes over what a client and a server must agree on, for them to replay each other's mutations.
///
/// Comments, documentation, white space between words, names in Swift and queries do not count. What a statement does
/// depends on the tables (defaults, CHECK, triggers, foreign key actions), so the migrations are part of every
/// mutation's fingerprint.
struct Fingerprint {
    private let schema: Schema

    /// The hash that all fingerprints begin with.
    private let tables: StableHash

    init(_ schema: Schema) {
        self.schema = schema
        var hash = StableHash()
        hash.feed(schema.migrations.map { CanonicalSQL.text($0.sql) })
        tables = hash
    }

    /// The fingerprint of the schema: its name, the migrations and all mutations.
    var ofSchema: String {
        var hash = tables
        hash.feed(schema.name.name)
        hash.feed(schema.mutations.count)
        for mutation in schema.mutations { feed(mutation, to: &hash) }
        return hash.digits
    }

    /// The fingerprint of a mutation: the migrations, its name, arguments, statements and what they bind.
    func of(_ mutation: Mutation) -> String {
        var hash = tables
        feed(mutation, to: &hash)
        return hash.digits
    }

    private func feed(_ mutation: Mutation, to hash: inout StableHash) {
        hash.feed(mutation.name.name)
        hash.feed(mutation.arguments.count)
        for argument in mutation.arguments {
            hash.feed([argument.name.name, describe(argument.type), argument.isChange ? "change" : "value"])
        }
        hash.feed(mutation.statements.count)
        for statement in mutation.statements {
            hash.feed(CanonicalSQL.text(statement.sql))
            hash.feed(statement.bindings.map(describe))
        }
    }

    private func describe(_ binding: Binding) -> String {
        switch binding {
        case .argument(let name, let type): "argument \(name.name) \(describe(type))"
        case .isSet(let name): "isSet \(name.name)"
        case .actor(let type): "actor \(describe(type))"
        case .now(let type): "now \(describe(type))"
        case .committedAt(let type): "committedAt \(describe(type))"
        }
    }

    /// The type as far as it decides about JSON and stored bytes: of an enum, how its raw values look.
    private func describe(_ type: ValueType) -> String {
        let swift: String
        if case .enumeration = type.swift { swift = "enum" } else { swift = type.swift.spelling }
        return "\(swift) \(type.storage.rawValue)\(type.isOptional ? "?" : "")\(type.isList ? "[]" : "")"
    }
}
