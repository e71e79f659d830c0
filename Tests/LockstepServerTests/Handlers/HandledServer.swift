import Foundation
import Lockstep
import LockstepSQLiteStore
import Logging
import ServerTestSupport
import Testing

@testable import LockstepServer

/// A server of `HandledBoard` over a file, with clocks that the test moves.
struct HandledServer: Sendable {
    typealias Store = SQLiteStore<HandledBoard>

    let file: TemporaryFile
    let clock: TestClock
    let server: SyncServer<HandledBoard, Store>

    init(
        _ handlers: HandledBoard.Handlers, file: TemporaryFile? = nil, clock: TestClock = TestClock(1_000_000),
        stopwatch: SteppingClock = SteppingClock(), configuration: ServerConfiguration = ServerConfiguration()
    ) throws {
        self.file = try file ?? TemporaryFile()
        self.clock = clock
        server = try SyncServer(
            HandledBoard.self,
            store: SQLiteStore(
                HandledBoard.self, path: self.file.path, clock: { clock.now }, monotonicClock: { stopwatch.now() }),
            handlers: handlers, configuration: configuration, clock: { clock.now })
    }

    func send(_ mutations: [PushedMutation], from client: TestClient = TestClient(1)) async -> SyncResponse {
        await server.push(client.push(mutations).json, actor: client.actor)
    }

    func push(
        _ mutations: [PushedMutation], from client: TestClient = TestClient(1),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> PushResponse {
        let response = await send(mutations, from: client)
        #expect(response.status == 200, "\(response.text)", sourceLocation: sourceLocation)
        return try PushResponse(json: response.body)
    }

    /// Calls every handler `after` that is due.
    func deliver() async throws {
        for name in ["createBoard", "deleteBoard"] { _ = try await server.outbox.deliverDue(of: name) }
    }

    func boards() throws -> [String] {
        try file.values("SELECT id || '=' || name FROM board ORDER BY id")
    }
}

/// What closures were called with, in order.
actor Calls {
    private(set) var texts: [String] = []

    func add(_ text: String) { texts.append(text) }
}
