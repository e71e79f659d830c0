import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

/// A server of `Board` over a store in a temporary file, with a clock that the test moves.
struct TestServer: Sendable {
    typealias Store = SQLiteStore<Board>

    let file: TemporaryFile
    let store: Store
    let server: SyncServer<Board, Store>
    let clock: TestClock

    /// By which mutations are timed.
    let stopwatch = SteppingClock()

    init(configuration: ServerConfiguration = ServerConfiguration(), busyTimeout: Duration = .zero) throws {
        file = try TemporaryFile()
        clock = TestClock(1_000_000)
        let random = SeededNumbers(seed: 1)
        store = try SQLiteStore(
            Board.self, path: file.path, busyTimeout: busyTimeout, clock: { [clock] in clock.now },
            monotonicClock: { [stopwatch] in stopwatch.now() }, random: { random.next() })
        server = try SyncServer(
            Board.self, store: store, configuration: configuration, clock: { [clock] in clock.now },
            random: { random.next() })
    }

    func send(_ request: PushRequest, actor: String = "ann") async -> SyncResponse {
        await server.push(request.json, actor: actor)
    }

    /// The answer to a push that the server takes.
    @discardableResult
    func push(
        _ client: TestClient, _ mutations: [PushedMutation], cursor: String?? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> PushResponse {
        let response = await send(client.push(mutations, cursor: cursor), actor: client.actor)
        #expect(response.status == 200, "\(response.text)", sourceLocation: sourceLocation)
        return try PushResponse(json: response.body)
    }

    /// The answer to a pull.
    func pull(
        _ client: TestClient, cursor: String?, rowsOnly: Bool = false, fingerprint: String = Board.fingerprint,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> PullResponse {
        let request = PullRequest(
            client: client.id, schema: SchemaIdentity(version: 1, fingerprint: fingerprint), cursor: cursor,
            rowsOnly: rowsOnly)
        let response = await server.pull(request.json, actor: client.actor)
        #expect(response.status == 200, "\(response.text)", sourceLocation: sourceLocation)
        return try PullResponse(json: response.body)
    }

    func head() async throws -> LogHead {
        try await store.read { try $0.head() }
    }

    /// The boards as `id=name`, in the order of their ids.
    func boards() throws -> [String] {
        try file.values("SELECT id || '=' || name FROM board ORDER BY id")
    }

    /// The log after the migration as `kind client#number`, with the first byte of the client's id.
    func log() throws -> [String] {
        try file.values(
            """
            SELECT kind || ifnull(' ' || ltrim(substr(client, 1, 2), '0') || '#' || number, '') FROM lockstep_log
            WHERE version > 1 ORDER BY version
            """)
    }
}

/// A client id with its owner; the first byte of the id is `number`.
struct TestClient: Hashable, Sendable {
    let id: UUID
    let actor: String

    init(_ number: UInt8, actor: String = "ann") {
        id = UUID(uuid: (number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        self.actor = actor
    }

    /// - Parameter cursor: nil for a push without pull.
    func push(_ mutations: [PushedMutation], cursor: String?? = nil) -> PushRequest {
        PushRequest(
            client: id, schema: SchemaIdentity(of: Board.self), mutations: mutations,
            pull: cursor.map { PushRequest.Pull(cursor: $0) })
    }
}

extension PushedMutation {
    /// A mutation with the token of its number, unless another one is given.
    init(_ number: Int64, _ mutation: BoardMutation, token: UUID? = nil, at: Int64 = 900_000) {
        self.init(
            id: number, token: token ?? .test(UInt64(number)), name: mutation.name,
            arguments: mutation.encodedArguments,
            at: at)
    }

    init(_ number: Int64, name: String, arguments: String) {
        self.init(id: number, token: .test(UInt64(number)), name: name, arguments: Array(arguments.utf8), at: 900_000)
    }
}

extension UUID {
    /// A token by its number.
    static func test(_ number: UInt64) -> UUID {
        var uuid = UUID(uuid: (0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).uuid
        withUnsafeMutableBytes(of: &uuid) { $0.storeBytes(of: number.bigEndian, toByteOffset: 8, as: UInt64.self) }
        return UUID(uuid: uuid)
    }
}

extension SyncResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    var errorCode: String? { try? ErrorResponse(json: body).code.rawValue }
}

extension PullResponse {
    /// The step's mutations, or nil if it is said in rows.
    var mutations: [LoggedMutation]? {
        guard case .mutations(let mutations) = changes else { return nil }
        return mutations
    }

    /// The step's rows, or nil if it is said in mutations.
    var rows: String? {
        guard case .rows(let rows) = changes else { return nil }
        return String(decoding: rows, as: UTF8.self)
    }
}
