import LockstepSchema

/// The types and queries of a schema that belong to one half of the generated code.
///
/// What is about tables of the server's only, and an enum or a struct that nothing else uses, is the server's: neither
/// its names nor its SQL are in an app.
struct SchemaPart {
    let enums: [EnumType]
    let bulkRows: [BulkRow]
    let tables: [Table]
    let rowStructs: [RowStruct]
    let queries: [Query]

    var hasRows: Bool { !(enums.isEmpty && bulkRows.isEmpty && tables.isEmpty && rowStructs.isEmpty) }
}

extension SchemaPart {
    /// What clients and servers share.
    static func shared(of schema: Schema) -> SchemaPart {
        let names = sharedNames(in: schema)
        return SchemaPart(
            enums: schema.enums.filter { names.enums.contains($0.name.name) },
            bulkRows: schema.bulkRows.filter { names.records.contains($0.name.name) },
            tables: schema.tables.filter(\.side.isOnClient),
            rowStructs: schema.rowStructs.filter(names.isShared),
            queries: schema.queries.filter { $0.side != .server })
    }

    /// What only servers have.
    static func server(of schema: Schema) -> SchemaPart {
        let names = sharedNames(in: schema)
        return SchemaPart(
            enums: schema.enums.filter { !names.enums.contains($0.name.name) },
            bulkRows: schema.bulkRows.filter { !names.records.contains($0.name.name) },
            tables: schema.tables.filter { !$0.side.isOnClient },
            rowStructs: schema.rowStructs.filter { !names.isShared($0) },
            queries: schema.queries.filter { $0.side == .server })
    }

    private struct Names {
        var enums: Set<String> = []
        var records: Set<String> = []

        /// Queries that clients have.
        let queries: Set<String>

        func isShared(_ row: RowStruct) -> Bool { row.queries.contains(where: queries.contains) }

        mutating func insert(_ types: some Sequence<ValueType>) {
            for type in types {
                switch type.swift {
                case .enumeration(let name): enums.insert(name)
                case .record(let name): records.insert(name)
                default: break
                }
            }
        }
    }

    private static func sharedNames(in schema: Schema) -> Names {
        var names = Names(queries: Set(schema.queries.filter { $0.side != .server }.map(\.name.name)))
        names.insert(schema.tables.filter(\.side.isOnClient).flatMap(\.columns).map(\.type))
        names.insert(schema.mutations.flatMap(\.arguments).map(\.type))
        for query in schema.queries where query.side != .server {
            names.insert(query.arguments.map(\.type))
            if case .scalar(let type) = query.result { names.insert([type]) }
        }
        for row in schema.rowStructs where names.isShared(row) {
            names.insert(row.fields.compactMap(\.valueType))
        }
        for row in schema.bulkRows where names.records.contains(row.name.name) {
            names.insert(row.fields.map(\.type))
        }
        return names
    }
}

extension RowStruct.Field {
    /// The type of a field that is one value.
    var valueType: ValueType? {
        if case .value(let type) = content { type } else { nil }
    }
}
