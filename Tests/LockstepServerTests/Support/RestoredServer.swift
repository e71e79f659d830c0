import Lockstep
import LockstepSQLiteStore
import ServerTestSupport

@testable import LockstepServer

/// A server over a backup, with other random numbers.
struct RestoredServer {
    private let server: SyncServer<Board, SQLiteStore<Board>>

    init(path: String, maximumRowsPerPull: Int = 10_000) throws {
        let random = SeededNumbers(seed: 2)
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerPull = maximumRowsPerPull
        // A pull is to be answered with its snapshot, however long the making takes among other tests.
        configuration.snapshots.wait = .seconds(600)
        server = try SyncServer(
            Board.self, store: try SQLiteStore(Board.self, path: path), configuration: configuration,
            clock: { 3_000_000 }, random: { random.next() })
    }

    func push(_ client: TestClient, _ mutations: [PushedMutation]) async throws {
        _ = try PushResponse(json: await server.push(client.push(mutations).json, actor: client.actor).body)
    }

    func pull(_ client: TestClient, cursor: String?) async throws -> PullResponse {
        let request = PullRequest(client: client.id, schema: SchemaIdentity(of: Board.self), cursor: cursor)
        return try PullResponse(json: await server.pull(request.json, actor: client.actor).body)
    }

    func head() async throws -> LogHead {
        try await server.store.read { try $0.head() }
    }
}
