import CSQLite

extension SQLiteConnection {
    /// Runs migrations in order, within the transaction that the caller holds.
    ///
    /// Foreign keys are off meanwhile, as the procedure for a table that is made anew needs it: with them DROP TABLE
    /// deletes the rows first, and their children with them (https://www.sqlite.org/lang_altertable.html#otheralter).
    /// Instead every key must have its row after each migration.
    ///
    /// - Throws: `SQLiteError`, with `SQLITE_CONSTRAINT_FOREIGNKEY` for a key that has no row. The caller rolls back.
    package func migrate(_ migrations: [Migration]) throws {
        // The PRAGMA has no effect in a transaction, this has.
        let foreignKeys = lockstep_db_config_value(handle, SQLITE_DBCONFIG_ENABLE_FKEY)
        defer { lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, foreignKeys) }
        lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0)
        for migration in migrations {
            try execute(migration.sql)
            try checkForeignKeys(after: migration)
        }
    }

    /// See https://www.sqlite.org/pragma.html#pragma_foreign_key_check.
    private func checkForeignKeys(after migration: Migration) throws {
        let violation = try statement("PRAGMA foreign_key_check" as StaticString).first { row in
            // A table WITHOUT ROWID has no number for its rows.
            let number = row.column(1).isNull ? "" : " with rowid \(try row.value(Int64.self, at: 1))"
            return try "row\(number) of `\(row.value(String.self, at: 0))` that refers to no row of `"
                + "\(row.value(String.self, at: 2))`"
        }
        guard let violation else { return }
        throw SQLiteError(
            // SQLITE_CONSTRAINT_FOREIGNKEY, a macro that Swift does not see.
            extendedCode: SQLITE_CONSTRAINT | 3 << 8,
            message: "the migration `\(migration.name)` leaves a \(violation)", phase: .step)
    }
}
