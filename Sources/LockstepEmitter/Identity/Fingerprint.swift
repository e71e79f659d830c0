import LockstepSchema

/// Hashes over what a client and a server must agree on, for them to replay each other's mutations.
///
/// Comments, documentation, white space between words, names in Swift and queries do not count. What a statement does
/// depends on the tables (defaults, CHECK, triggers, foreign key actions), so the migrations are part of every
/// mutation's fingerprint, and so are the sides of their tables and of the statements, handlers, and the columns of bulk
/// parameters. Conditions and read rules are not: only the server asks them, before anything is logged, and a server may
/// change them without a client noticing.
struct Fingerprint {
    private let schema: Schema

    /// The hash that all fingerprints begin with.
    private let tables: StableHash

    init(_ schema: Schema) {
        self.schema = schema
        var hash = StableHash()
        hash.feed(schema.migrations.map { CanonicalSQL.text($0.sql) })
        for migration in schema.migrations where migration.hasSides {
            hash.feed(migration.number)
            hash.feed(CanonicalSQL.text(migration.clientSQL))
            hash.feed(CanonicalSQL.text(migration.serverSQL))
        }
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
        if let handler = mutation.handler { hash.feed(["handler", handler.rawValue]) }
        hash.feed(mutation.statements.count)
        for statement in mutation.statements {
            hash.feed(CanonicalSQL.text(statement.sql))
            hash.feed(statement.bindings.map(describe))
            if statement.side != .both { hash.feed(["side", statement.side.rawValue]) }
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
        let swift =
            switch type.swift {
            case .enumeration: "enum"
            case .record(let name): describeRecord(name)
            default: type.swift.spelling
            }
        return "\(swift) \(type.storage.rawValue)\(type.isOptional ? "?" : "")\(type.isList ? "[]" : "")"
    }

    /// The members of a bulk parameter's elements.
    private func describeRecord(_ name: String) -> String {
        let row = schema.bulkRows.first { $0.name.name == name }
        let members = row?.fields.map { "\($0.column) \(describe($0.type))" } ?? []
        return "{\(members.joined(separator: ", "))}"
    }
}

extension Migration {
    /// True if one of the sides leaves out a part.
    fileprivate var hasSides: Bool { clientSQL != sql || serverSQL != sql }
}
