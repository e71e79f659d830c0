import CSQLite
import Foundation
import Lockstep
import LockstepServer

/// Writes snapshots of a SQLite file, each on a connection of its own.
struct SQLiteSnapshotSource<Schema: ServerSchema>: SnapshotSource {
    let path: String
    let selections: [RowSelection]
    let grantReading: GrantReading
    let blocking: BlockingWork

    var folder: String { path + "-snapshots" }

    func writeSnapshot(to target: String, for actor: String) async throws -> SnapshotContent {
        let cancellation = CancellationFlag()
        return try await withTaskCancellationHandler {
            // It waits for the disk for as long as the database is large: no task's thread may.
            try await blocking.value { try write(to: target, for: actor, cancellation) }
        } onCancel: {
            cancellation.set()
        }
    }

    private func write(to target: String, for actor: String, _ cancellation: CancellationFlag) throws -> SnapshotContent
    {
        var handle: OpaquePointer?
        // Not read-only: a database that is attached to a read-only one is so too
        // (https://www.sqlite.org/lang_attach.html). Nothing is written to the server's.
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else { throw SQLiteError(connection: handle, phase: .open) }
        sqlite3_busy_timeout(handle, 5_000)
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        return try cancellation.watch(handle) {
            try attach(target, to: connection)
            try connection.execute("BEGIN")
            let content = try write(on: connection, for: actor)
            try connection.execute("COMMIT")
            return content
        }
    }

    /// Nothing needs to survive a crash: a file that is not whole is never named.
    private func attach(_ target: String, to connection: SQLiteConnection) throws {
        // An attached database is made only if the connection may make its own; an empty file is a database too.
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        close(descriptor)
        let statement = try connection.statement("ATTACH ?1 AS lockstep_target" as StaticString)
        try statement.bind(target, at: 1)
        try statement.run()
        try connection.execute(
            """
            PRAGMA lockstep_target.journal_mode = OFF;
            PRAGMA lockstep_target.synchronous = OFF;
            """)
    }

    private func write(on connection: SQLiteConnection, for actor: String) throws -> SnapshotContent {
        // The first read decides which state of the database this transaction sees. Names without a schema are those of
        // the server's database, which comes before attached ones.
        let head = try LogHead.read(connection.statement(LogHead.sql))
        let grants = try grantReading.read(actor) { try connection.statement($0) }
        let parameters = ActorParameters(actor)
        var rows: Int64 = 0
        for (table, selection) in zip(Schema.tables, selections) {
            let snapshot = SnapshotSelection(table, selection)
            try connection.execute(snapshot.create)
            let insert = try connection.statement(snapshot.insert)
            try parameters.bind(to: insert)
            try insert.run()
            rows += connection.changes
        }
        try connection.execute(
            """
            CREATE TABLE lockstep_target.lockstep_snapshot (format INTEGER, schema_version INTEGER, version INTEGER);
            INSERT INTO lockstep_target.lockstep_snapshot VALUES (1, \(Schema.version), \(head.version));
            """)
        return SnapshotContent(head: head, grants: grants.hash, rows: rows)
    }
}
