import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import Logging
import ServerTestSupport
import Testing
import VaultSchema

/// A server of `Vault` over a file of its own, which requests reach without HTTP.
struct VaultServer: Sendable {
    typealias Server = SyncServer<Vault, SQLiteStore<Vault>>

    /// Milliseconds since 1970, by the server's clock, which stands still.
    static let now: Int64 = 1_700_000_000_000

    let file: TemporaryFile
    let store: SQLiteStore<Vault>
    let server: Server

    init(
        configuration: ServerConfiguration = ServerConfiguration(),
        eventClock: any Clock<Duration> = ContinuousClock()
    ) throws {
        file = try TemporaryFile()
        store = try SQLiteStore(Vault.self, path: file.path, clock: { Self.now })
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var configuration = configuration
        // A pull is to be answered with its snapshot, however long the making takes among other tests.
        configuration.snapshots.wait = .seconds(600)
        server = try Server(
            Vault.self, store: store, configuration: configuration, clock: { Self.now }, eventClock: eventClock,
            logger: logger)
    }

    func push(_ client: UUID, as actor: String, _ mutations: [PushedMutation]) async -> SyncResponse {
        await server.push(Vault.push(client, mutations).json, actor: actor)
    }

    /// A push that the server takes.
    @discardableResult
    func pushed(
        _ client: UUID, as actor: String, _ mutations: [PushedMutation],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> PushResponse {
        let answer = await push(client, as: actor, mutations)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: sourceLocation)
        return try PushResponse(json: answer.body)
    }

    func pull(_ client: UUID, as actor: String, cursor: String? = nil) async -> SyncResponse {
        await server.pull(Vault.pull(client, cursor: cursor).json, actor: actor)
    }

    func pulled(
        _ client: UUID, as actor: String, cursor: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> PullResponse {
        let answer = await pull(client, as: actor, cursor: cursor)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: sourceLocation)
        return try PullResponse(json: answer.body)
    }

    func head() async throws -> Int64 {
        try await store.read { try $0.head().version }
    }

    /// Every value of the tables, as text.
    func rows() throws -> [String] {
        try file.values(
            """
            SELECT 'project ' || id || ' ' || name FROM project
            UNION ALL SELECT 'member ' || project_id || ' ' || user_id FROM member
            UNION ALL SELECT 'note ' || id || ' ' || project_id || ' ' || hex(body) || ' ' || hex(author) || ' ' || stars
              || ' ' || weight || ' ' || ifnull(hex(cover), 'NULL') || ' ' || is_done || ' ' || ifnull(due, 'NULL')
              || ' ' || written_at FROM note
            UNION ALL SELECT 'audit ' || id || ' ' || hex(secret) FROM audit
            ORDER BY 1
            """)
    }

    /// The tables, indexes and triggers.
    func schema() throws -> [String] {
        try file.values("SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1")
    }
}

extension Vault {
    static func push(_ client: UUID, _ mutations: [PushedMutation]) -> PushRequest {
        PushRequest(client: client, schema: SchemaIdentity(of: Vault.self), mutations: mutations, pull: nil)
    }

    static func pull(_ client: UUID, cursor: String? = nil) -> PullRequest {
        PullRequest(client: client, schema: SchemaIdentity(of: Vault.self), cursor: cursor)
    }
}

extension Vault.Mutation {
    static func write(_ id: UUID, in project: UUID, _ body: String) -> Vault.Mutation {
        .write(
            id: id, projectId: project, body: body, stars: 1, weight: 0.5, cover: nil, isDone: false, due: nil)
    }
}

extension PushedMutation {
    init(_ number: Int64, _ mutation: Vault.Mutation, token: UUID = UUID(), at: Int64 = VaultServer.now) {
        self.init(id: number, token: token, name: mutation.name, arguments: mutation.encodedArguments, at: at)
    }
}

extension SyncResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    var errorCode: String? { (try? ErrorResponse(json: body))?.code.rawValue }
}
