import BenchmarkSchema
import Foundation
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

/// A client and a server in this process, with issues that both have.
struct BenchClient {
    let client: SyncClient<Bench>
    let server: SyncServer<Bench, SQLiteStore<Bench>>
    let store: SQLiteStore<Bench>
    let transport: HeldBackTransport
    let file: URL
    let ids: [UUID]

    /// - Parameters:
    ///   - issues: How many issues mutations may be about.
    ///   - rows: How many rows the table has in the replica, these among them.
    ///   - pushes: Whether the server is given the client's mutations.
    init(in folder: URL, issues: Int, rows: Int, pushes: Bool = false) async throws {
        _ = WorkMeter.shared
        file = folder.appending(path: "replica.sqlite")
        let store = try SQLiteStore(Bench.self, path: folder.appending(path: "server.sqlite").path())
        let server = try SyncServer(Bench.self, store: store)
        let transport = HeldBackTransport(server: server, pushes: pushes)
        ids = (0..<issues).map { _ in UUID() }
        for id in ids { _ = try await server.mutate(.createIssue(id: id, title: "t", description: "d"), as: "ben") }
        let client = try await SyncClient(Bench.self, at: file, actor: "ann", transport: transport)
        _ = try await client.sync()
        try await client.close()
        try Self.fill(file, rows: rows - issues)
        self.client = try await SyncClient(Bench.self, at: file, actor: "ann", transport: transport)
        self.server = server
        self.store = store
        self.transport = transport
    }

    func close() async throws {
        try await client.close()
        try store.close()
    }

    /// A copy of the replica's file as it is, without Lockstep.
    func plainCopy(_ name: String = "plain.sqlite") throws -> PlainDatabase {
        let copy = file.deletingLastPathComponent().appending(path: name)
        let source = try PlainDatabase(path: file.path())
        try source.connection.execute("VACUUM INTO '\(copy.path())'")
        return try PlainDatabase(path: copy.path())
    }

    /// Rows of the base that no mutation touches, written beside the client, since only their number matters.
    private static func fill(_ replica: URL, rows: Int) throws {
        guard rows > 0 else { return }
        let database = try PlainDatabase(path: replica.path())
        try database.transaction {
            let insert = try database.connection.statement(
                """
                INSERT INTO issue (id, title, description, owner, created_at)
                VALUES (?1, 'A title of an issue', 'Some longer description of the issue that goes on', 'ann', ?2)
                """ as StaticString)
            for row in 0..<rows {
                try insert.bind(UUID(), at: 1)
                try insert.bind(row, at: 2)
                try insert.run()
            }
        }
        try database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
