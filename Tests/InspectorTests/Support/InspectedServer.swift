import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Synchronization

@testable import LockstepServer

/// A server of `Board` to look into, with a clock that the test moves.
final class InspectedServer: Sendable {
    typealias Server = SyncServer<Board, SQLiteStore<Board>>

    let file: TemporaryFile
    let store: SQLiteStore<Board>
    let server: Server

    /// Milliseconds since 1970.
    let time: Time

    final class Time: Sendable {
        private let milliseconds: Mutex<Int64>

        init(_ milliseconds: Int64) {
            self.milliseconds = Mutex(milliseconds)
        }

        var now: Int64 { milliseconds.withLock { $0 } }

        func pass(_ milliseconds: Int64) {
            self.milliseconds.withLock { $0 += milliseconds }
        }
    }

    init(now: Int64 = 1_700_000_000_000) throws {
        file = try TemporaryFile()
        time = Time(now)
        store = try SQLiteStore(Board.self, path: file.path, clock: { [time] in time.now })
        server = try SyncServer(Board.self, store: store, clock: { [time] in time.now })
    }

    /// The id of a client by its number.
    static func client(_ number: UInt8) -> UUID {
        UUID(uuid: (number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    }

    /// Pushes a mutation that a client makes up.
    func push(
        client: UInt8, number: Int64 = 1, name: String, arguments: String, actor: String = "ann"
    ) async throws -> PushResponse {
        let mutation = PushedMutation(
            id: number, token: UUID(), name: name, arguments: Array(arguments.utf8), at: time.now)
        let request = PushRequest(
            client: Self.client(client), schema: SchemaIdentity(of: Board.self), mutations: [mutation], pull: nil)
        return try PushResponse(json: await server.push(request.json, actor: actor).body)
    }

    func push(
        client: UInt8, number: Int64 = 1, _ mutation: BoardMutation, actor: String = "ann"
    ) async throws -> PushResponse {
        try await push(
            client: client, number: number, name: mutation.name,
            arguments: String(decoding: mutation.encodedArguments, as: UTF8.self), actor: actor)
    }

    /// Pulls, and returns the cursor.
    @discardableResult
    func pull(client: UInt8, cursor: String? = nil, actor: String = "ann") async throws -> String {
        let request = PullRequest(
            client: Self.client(client), schema: SchemaIdentity(of: Board.self), cursor: cursor)
        return try PullResponse(json: await server.pull(request.json, actor: actor).body).cursor
    }

    /// What the inspector tells.
    func state(showsArguments: Bool = false) async throws -> StatePage {
        try StatePage(await server.inspector.state(showsArguments: showsArguments))
    }
}
