import CSQLite
import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport

/// Files as a server and a device leave them, with rows in every table of Lockstep's, on small pages: what is changed at
/// random hits something.
struct SampleFiles: Sendable {
    let server: [UInt8]
    let replica: [UInt8]
    let snapshot: [UInt8]

    static func make() async throws -> SampleFiles {
        let folder = try TemporaryFile()
        let store = try SQLiteStore(IssueList.self, path: folder.path)
        let server = try SyncServer(IssueList.self, store: store)
        let replica = folder.path(of: "replica")
        let transport = ServerTransport(server: server, actor: "ann")
        let device = try await SyncClient(IssueList.self, at: replica, actor: "ann", transport: transport)
        try await device.mutate(.createIssue(id: id(1), title: "One", description: ""))
        try await device.mutate(.createIssue(id: id(2), title: "Two", description: "é\u{0}"))
        try await device.sync()
        try await server.mutate(.createIssue(id: id(3), title: "The server's", description: ""), as: "eve")
        // Rejected, since there is one of this id.
        try await device.mutate(.createIssue(id: id(3), title: "The device's", description: ""))
        try await device.sync()
        try await device.mutate([
            .updateIssue(id: id(1), title: .set("Changed")), .createIssue(id: id(4), title: "Four", description: ""),
            .updateIssueStatus(id: id(4), status: .done), .deleteIssue(id: id(2)),
        ])
        try await device.close()
        try store.close()
        try add(to: replica)
        return SampleFiles(
            server: try file(at: folder.path), replica: try file(at: replica), snapshot: try makeSnapshot())
    }

    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }

    /// What a failed push, a snapshot that was refused and an import leave behind.
    private static func add(to path: String) throws {
        let answer = PullResponse(
            from: nil, cursor: "c", more: false, acknowledged: 0, acknowledgedToken: nil, rejected: [],
            changes: .snapshot(
                SnapshotReference(path: "/sync/snapshots/1", bytes: 10, sha256: String(repeating: "0", count: 64))))
        try withDatabase(path) { connection in
            try connection.execute(
                """
                INSERT INTO lockstep_push_failure VALUES (1, 4, 'unavailable', 'm', 1767225600000);
                INSERT INTO lockstep_import VALUES ('guest', 3, 1, 0);
                INSERT INTO lockstep_snapshot (id, sha256, answer, client, cursor, pushed_through, refusals, refused_at)
                SELECT 1, '\(String(repeating: "0", count: 64))', CAST('\(String(decoding: answer.json, as: UTF8.self))'
                AS BLOB), client, cursor, 0, 3, 1767225600000 FROM lockstep_replica
                """)
        }
    }

    private static func file(at path: String) throws -> [UInt8] {
        try withDatabase(path) { connection in
            try connection.execute("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM")
        }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// As `docs/protocol.md` says.
    private static func makeSnapshot() throws -> [UInt8] {
        let folder = try TemporaryFile()
        try withDatabase(folder.path) { connection in
            for table in IssueList.tables {
                let columns = table.storedColumns.map { table.columns[$0].name }.joined(separator: ", ")
                let key = table.key.joined(separator: ", ")
                try connection.execute(
                    """
                    CREATE TABLE \(table.name) (\(columns), PRIMARY KEY (\(key))) WITHOUT ROWID;
                    INSERT INTO \(table.name) (\(key)) VALUES ('a'), ('b')
                    """)
            }
            try connection.execute(
                """
                CREATE TABLE lockstep_snapshot (format INTEGER, schema_version INTEGER, version INTEGER);
                INSERT INTO lockstep_snapshot VALUES (1, \(IssueList.version), 7)
                """)
        }
        return try file(at: folder.path)
    }

    static func withDatabase<Result>(_ path: String, _ body: (SQLiteConnection) throws -> Result) throws -> Result {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        return try body(connection)
    }
}
