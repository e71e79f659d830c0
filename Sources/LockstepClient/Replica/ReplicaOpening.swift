import Foundation
import Lockstep

/// Checks whose replica a file is, or makes it one. Runs inside an immediate transaction.
struct ReplicaOpening<Schema: SyncSchema> {
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) {
        self.connection = connection
    }

    func open(actor: String, newClient: UUID) throws {
        guard Schema.derivedTables.isEmpty else { throw Self.derivedTables }
        if try holds("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'lockstep_replica')") {
            try check(actor: actor)
        } else if try holds("SELECT EXISTS (SELECT 1 FROM sqlite_schema)") {
            throw ClientError(
                .notAReplica, "The file is a database that Lockstep did not make. Open the replica at another path.")
        } else {
            try create(actor: actor, client: newClient)
        }
    }

    /// The undo of pending mutations and steps in the encoding *rows* run without triggers: what these keep in other
    /// tables would no longer be true.
    private static var derivedTables: ClientError {
        let tables = Schema.derivedTables.map { "`\($0)`" }.joined(separator: ", ")
        return ClientError(
            .unsupportedSchema,
            """
            \(Schema.name) has derived tables (\(tables)), which this version of Lockstep does not keep. Leave them out \
            of the schema.
            """)
    }

    private func holds(_ sql: StaticString) throws -> Bool {
        try connection.statement(sql).first { try $0.value(at: 0) } ?? false
    }

    private func create(actor: String, client: UUID) throws {
        try connection.migrate(Schema.migrations)
        try connection.rewriteRows(of: Schema.tables)
        try connection.execute(ReplicaTables.sql)
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_replica (id, format, schema_name, schema_version, schema_fingerprint, migrations, \
            actor, client) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """ as StaticString)
        try statement.bind(ReplicaTables.format, at: 1)
        try statement.bind(Schema.name, at: 2)
        try statement.bind(Schema.version, at: 3)
        try statement.bind(Schema.fingerprint, at: 4)
        try statement.bind(Self.migrations, at: 5)
        try statement.bind(actor, at: 6)
        try statement.bind(client, at: 7)
        try statement.run()
    }

    private struct Owner {
        let format: Int64
        let schema: String
        let version: Int
        let migrations: String
        let actor: String
    }

    private func check(actor: String) throws {
        let statement = try connection.statement(
            """
            SELECT format, schema_name, schema_version, migrations, actor FROM lockstep_replica WHERE id = 1
            """ as StaticString)
        let owner = try statement.first { row in
            Owner(
                format: try row.value(at: 0), schema: try row.value(at: 1), version: try row.value(at: 2),
                migrations: try row.value(at: 3), actor: try row.value(at: 4))
        }
        guard let owner else {
            throw ClientError(
                .damaged, "The replica has lost the row that says whose it is. Restore or delete the file.")
        }
        if let error = mismatch(owner, actor: actor) { throw error }
        // Another build with the same tables: its mutations and queries may differ.
        let update = try connection.statement(
            """
            UPDATE lockstep_replica SET schema_fingerprint = ?1 WHERE id = 1 AND schema_fingerprint <> ?1
            """ as StaticString)
        try update.bind(Schema.fingerprint, at: 1)
        try update.run()
        if connection.changes > 0 { try forgetKeys() }
    }

    /// What another build's mutations are about is not known: they may touch other rows than that build's.
    private func forgetKeys() throws {
        try connection.execute(
            """
            INSERT INTO lockstep_touch (row_table, row_key, number) \
            SELECT row_table, row_key, number FROM lockstep_pending WHERE row_table IS NOT NULL;
            UPDATE lockstep_pending SET row_table = NULL, row_key = NULL, effect = NULL;
            """)
    }

    private func mismatch(_ owner: Owner, actor: String) -> ClientError? {
        guard owner.format == ReplicaTables.format else {
            return ClientError(
                .otherVersion,
                """
                The replica was made by another version of Lockstep (format \(owner.format), this one has \
                \(ReplicaTables.format)). Open it with that version, or sync there and start with a new file.
                """)
        }
        guard owner.schema == Schema.name else {
            return ClientError(
                .otherSchema,
                "The file is a replica of \(owner.schema), not of \(Schema.name). Open the replica at another path.")
        }
        guard owner.version == Schema.version else {
            return ClientError(
                .otherVersion,
                """
                The replica has version \(owner.version) of \(Schema.name), and the app version \(Schema.version); \
                replicas are not migrated yet. Sync with the app's former version, then start with a new file.
                """)
        }
        guard owner.migrations == Self.migrations else {
            return ClientError(
                .otherTables,
                """
                The replica's tables were made by other migrations of version \(Schema.version): one was edited after \
                it had run. Undo the edit, or start with a new file.
                """)
        }
        guard owner.actor == actor else {
            return ClientError(
                .otherActor,
                "The file is the replica of \(owner.actor), not of \(actor). Open one file per actor.")
        }
        return nil
    }

    /// A hash over the text of the migrations.
    private static var migrations: String {
        let text = Schema.migrations.map { "\($0.name)\n\($0.sql)" }.joined(separator: "\n")
        return String(StableHash(Array(text.utf8)).value, radix: 16)
    }
}
