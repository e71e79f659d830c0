import Lockstep
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepEmitter

extension RuledSchema.Definition {
    /// What becomes of definition files, which must have no mistakes.
    init(migration: String, permissions: String) throws {
        let analysis = analyze(
            files: DefinitionFiles(
                migrations: [SourceText(path: "migrations/0001_ruled.sql", bytes: Array(migration.utf8))],
                permissions: [SourceText(path: "permissions.sql", bytes: Array(permissions.utf8))]),
            targetName: "Ruled")
        let problems = analysis.diagnostics.filter { $0.severity == .error }.map(\.rendered).joined(separator: "\n")
        let found = analysis.schema
        let schema = try #require(found, "\(problems)\n\(migration)\n\(permissions)")
        let scopes = RowScopes(schema)
        clientSQL = schema.migrations[0].clientSQL
        serverSQL = schema.migrations[0].serverSQL
        tables = schema.replicatedTables.map(TableDescription.init)
        rowVersionSQL = RowVersions(schema).sql
        readRules = schema.replicatedTables.flatMap { table in
            scopes.rules(of: table).map { Lockstep.ReadRule($0, of: table) }
        }
    }
}

extension TableDescription {
    fileprivate init(_ table: Table) {
        self.init(
            name: table.name,
            columns: table.columns.map { column in
                let affinity: ColumnAffinity =
                    switch column.affinity {
                    case .integer: .integer
                    case .real: .real
                    case .text: .text
                    case .blob: .blob
                    case .numeric: .numeric
                    }
                return ColumnDescription(column.name, affinity)
            },
            key: table.key, isWithoutRowID: table.isWithoutRowID)
    }
}

extension Lockstep.ReadRule {
    fileprivate init(_ rule: RowScopes.Rule, of table: Table) {
        let scope: Scope =
            switch rule.source {
            case .expression(let sql): .expression(sql)
            case .parent(let table, let columns, let index): .parent(columns: columns, table: table, rule: index)
            }
        let actors = rule.grant.bindings.map { binding -> ActorForm in
            guard case .actor(let type) = binding, type.swift == .uuid else { return .text }
            return type.storage == .blob ? .uuidBlob : .uuidText
        }
        self.init(
            table: table.name, name: rule.name, scope: scope, grant: Grant(sql: rule.grant.sql, actors: actors),
            reads: [])
    }
}
