import Foundation
import LockstepSQL
import LockstepSchema

/// What the definition files say, for `lockstep check --json`.
///
/// Members are added, and never renamed or removed, so that tools can rely on them. A member that would be null is left
/// out.
struct SchemaReport: Encodable {
    let name: String
    let access: String
    let imports: [String]

    /// The oldest SQLite that clients and servers run.
    let sqlite: String

    /// The number of the newest migration.
    let version: Int

    /// The names of the migrations' files without extension, in order.
    let migrations: [String]

    let tables: [Table]
    let enums: [Enum]
    let mutations: [Mutation]
    let queries: [Query]

    /// The codes of `-- require code:`.
    let codes: [String]

    /// Structs for the elements of bulk parameters.
    let bulkRows: [Struct]

    /// Warnings: a schema with errors has no report but `FailureReport`.
    let diagnostics: [DiagnosticReport]

    init(_ schema: Schema, diagnostics: [Diagnostic] = []) {
        name = schema.name.name
        access = schema.access.rawValue
        imports = schema.imports
        sqlite = schema.oldestSQLite.description
        version = schema.version
        migrations = schema.migrations.map(\.name)
        tables = schema.tables.map(Table.init)
        enums = schema.enums.map(Enum.init)
        mutations = schema.mutations.map(Mutation.init)
        queries = schema.queries.map { Query($0, in: schema) }
        codes = schema.codes.map(\.name)
        bulkRows = schema.bulkRows.map { row in
            Struct(
                name: row.name.name, table: row.table,
                fields: row.fields.map { Value(name: $0.column, property: $0.name.name, $0.type) })
        }
        self.diagnostics = diagnostics.map(DiagnosticReport.init)
    }

    /// The report as a JSON text of several lines that ends with a line end; the same bytes for the same schema.
    var json: Data {
        get throws { try reportEncoder.encode(self) + Data("\n".utf8) }
    }
}

/// What is printed in place of a `SchemaReport` if there is an error.
struct FailureReport: Encodable {
    let diagnostics: [DiagnosticReport]

    init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics.map(DiagnosticReport.init)
    }

    var json: Data {
        get throws { try reportEncoder.encode(self) + Data("\n".utf8) }
    }
}

private var reportEncoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
}
