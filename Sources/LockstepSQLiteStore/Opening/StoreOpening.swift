import Lockstep

/// Makes the tables of a new file, and checks that an older one is the schema's. Runs in the transaction of its caller.
struct StoreOpening<Schema: ServerSchema> {
    let connection: SQLiteConnection
    let now: Int64
    let random: () -> UInt64

    func run() throws {
        let tables = try connection.statement(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
            """ as StaticString
        ).all { try $0.value(String.self, at: 0) }
        if tables.contains("lockstep_server") {
            try check()
        } else if tables.contains("lockstep_replica") {
            throw SQLiteStoreError.replica
        } else if let table = tables.first {
            throw SQLiteStoreError.foreignTables(table)
        } else {
            try make()
        }
    }

    private func check() throws {
        let file = try connection.statement(
            "SELECT schema_name, schema_version, migrations FROM lockstep_server" as StaticString
        ).first { row in
            (
                name: try row.value(String.self, at: 0), version: try row.value(Int64.self, at: 1),
                migrations: try row.value(Int64.self, at: 2)
            )
        }
        guard let file else { throw SQLiteStoreError.foreignTables("lockstep_server") }
        guard file.name == Schema.name else {
            throw SQLiteStoreError.otherSchema(found: file.name, expected: Schema.name)
        }
        guard file.version == Int64(Schema.version) else {
            throw SQLiteStoreError.otherVersion(found: file.version, expected: Int64(Schema.version))
        }
        guard file.migrations == migrationsHash else { throw SQLiteStoreError.changedMigrations }
        // Queries and mutations may have changed since; the tables have not.
        let statement = try connection.statement(
            "UPDATE lockstep_server SET schema_fingerprint = ?1 WHERE schema_fingerprint <> ?1" as StaticString)
        try statement.bind(Schema.fingerprint, at: 1)
        try statement.run()
    }

    private func make() throws {
        try connection.migrate(Schema.serverMigrations)
        try connection.rewriteRows(of: Schema.tables)
        try connection.execute(ServerTables.sql)
        try insertServer()
        try connection.execute(Schema.rowVersionSQL)
        let entry = try connection.statement(
            "INSERT INTO lockstep_log (version, tag, kind, committed_at) VALUES (1, ?1, 'migration', ?2)"
                as StaticString)
        try entry.bind(Int64(bitPattern: random()), at: 1)
        try entry.bind(now, at: 2)
        try entry.run()
        let migration = try connection.statement(
            "INSERT INTO lockstep_migration (schema_version, version) VALUES (?1, 1)" as StaticString)
        try migration.bind(Schema.version, at: 1)
        try migration.run()
        for table in Schema.tables {
            try connection.execute(RowSelection(table).firstVersions)
            try connection.execute(GoneRows(table, hasExits: false).index)
        }
    }

    private func insertServer() throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_server
              (id, writing, schema_name, schema_version, schema_fingerprint, migrations, key, grants_salt)
            VALUES (1, 0, ?1, ?2, ?3, ?4, ?5, ?6)
            """ as StaticString)
        try statement.bind(Schema.name, at: 1)
        try statement.bind(Schema.version, at: 2)
        try statement.bind(Schema.fingerprint, at: 3)
        try statement.bind(migrationsHash, at: 4)
        for index: Int32 in 5...6 {
            try randomBytes().withUnsafeBytes { try statement.bind(blob: $0, at: index) }
        }
        try statement.run()
    }

    /// 32 bytes.
    private func randomBytes() -> [UInt8] {
        (0..<4).flatMap { _ in withUnsafeBytes(of: random()) { Array($0) } }
    }

    private var migrationsHash: Int64 {
        let hash = Schema.serverMigrations.reduce(0) { StableHash(Array($1.sql.utf8), seed: $0).value }
        return Int64(bitPattern: hash)
    }
}
