public import LockstepSchema

extension Oracle {
    /// How SQLite would run statements on a migrated database without rows; nil for one that it does not accept.
    ///
    /// - Parameters:
    ///   - sql: Statements as they run.
    ///   - statements: All statements of the files, as `SchemaAnalysis` has them.
    public static func plans(of sql: [String], on statements: [CheckedStatement]) -> [QueryPlan?] {
        guard let database = try? OracleDatabase(), (try? database.setForeignKeys(false)) != nil else {
            return sql.map { _ in nil }
        }
        for statement in statements where statement.subject == .migration {
            guard (try? database.run(statement.sql)) != nil else { return sql.map { _ in nil } }
        }
        guard (try? database.setForeignKeys(true)) != nil else { return sql.map { _ in nil } }
        return sql.map { try? database.plan(of: $0) }
    }
}
