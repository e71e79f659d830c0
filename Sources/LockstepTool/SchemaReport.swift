import Foundation
import LockstepSchema

/// What the definition files say, for `lockstep check --json`.
///
/// Members are added, and never renamed or removed, so that tools can rely on them.
struct SchemaReport: Encodable {
    struct Value: Encodable {
        let name: String
        let type: String
        let storage: String
    }

    struct Access: Encodable {
        let table: String
        let columns: [String]
    }

    struct Table: Encodable {
        let name: String
        let structName: String
        let key: [String]
        let columns: [Value]
    }

    struct Mutation: Encodable {
        let name: String
        let arguments: [Value]
        let statements: [String]
        let reads: [Access]
        let writes: [Access]
        let addressedTable: String?
        let isReplayable: Bool

        /// Why the mutation is not replayable: sentences without a full stop.
        let obstacles: [String]
    }

    struct Query: Encodable {
        let name: String
        let kind: String
        let arguments: [Value]
        let statement: String
        let reads: [Access]
        let pinnedTable: String?
    }

    let name: String
    let version: Int
    let tables: [Table]
    let mutations: [Mutation]
    let queries: [Query]

    init(_ schema: Schema) {
        name = schema.name.name
        version = schema.version
        tables = schema.tables.map { table in
            Table(
                name: table.name, structName: table.structName.name, key: table.key,
                columns: table.columns.map { Value(name: $0.name, $0.type) })
        }
        mutations = schema.mutations.map { mutation in
            Mutation(
                name: mutation.name.name, arguments: mutation.arguments.map(Value.init),
                statements: mutation.statements.map(\.sql), reads: mutation.reads.map(Access.init),
                writes: mutation.writes.map(Access.init), addressedTable: mutation.addressedRow?.table,
                isReplayable: mutation.isReplayable, obstacles: mutation.replayObstacles.map(\.message))
        }
        queries = schema.queries.map { query in
            Query(
                name: query.name.name, kind: query.cardinality == .many ? "many" : "one",
                arguments: query.arguments.map(Value.init), statement: query.statement.sql,
                reads: query.reads.map(Access.init), pinnedTable: query.pinnedRow?.table)
        }
    }

    /// The report as a JSON text of several lines that ends with a line end; the same bytes for the same schema.
    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }
}

extension SchemaReport.Value {
    init(name: String, _ type: ValueType) {
        self.init(name: name, type: type.spelling, storage: type.storage.rawValue)
    }

    init(_ argument: Argument) {
        let type = argument.isChange ? "Change<\(argument.type.spelling)>" : argument.type.spelling
        self.init(name: argument.name.name, type: type, storage: argument.type.storage.rawValue)
    }
}

extension SchemaReport.Access {
    init(_ access: TableAccess) {
        self.init(table: access.table, columns: access.columns)
    }
}
