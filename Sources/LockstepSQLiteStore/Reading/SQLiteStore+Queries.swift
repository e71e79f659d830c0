import GRDB
public import Lockstep

extension SQLiteStore {
    /// Runs a query of the schema on the server's tables, for pages and jobs of the host's.
    ///
    /// - Throws: SQLite's errors; `CancellationError`.
    public func read<Value>(_ query: Query<Schema, Value>) async throws -> Value {
        try await reading { database in
            let statement = try database.cachedStatement(sql: query.sql.description)
            return try query.fetch(Lockstep.SQLiteStatement(statement.sqliteStatement))
        }
    }
}
