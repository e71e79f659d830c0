import Foundation
import HTTPTestSupport
import Hummingbird
import IssueListSchema
import Lockstep
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging
import ServiceLifecycle

/// A server of the example's schema, on a port of the loopback interface, over a database in a folder of its own.
struct TestApplication: Sendable {
    typealias Server = SyncServer<IssueList, SQLiteStore<IssueList>>
    typealias Authentication = @Sendable (Request, DevelopmentRequestContext) async throws -> String?

    let server: Server
    let port: Int
    let shutDown: @Sendable () async -> Void

    /// Runs the application while `body` runs, and shuts it down gracefully.
    static func run(
        configuration: ServerConfiguration = ServerConfiguration(),
        clock: any Clock<Duration> = ContinuousClock(),
        limits: ConnectionLimits = ConnectionLimits(),
        authenticate: @escaping Authentication = DevelopmentAuthentication.actor,
        _ body: (TestApplication) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = try SQLiteStore(IssueList.self, path: folder.appending(path: "server.sqlite").path)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try Server(
            IssueList.self, store: store, configuration: configuration, eventClock: clock, logger: logger)
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: authenticate)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router,
            server: .sync(limits),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            services: [server],
            onServerRunning: { if let number = $0.localAddress?.port { port.yield(number) } },
            logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            if let number = await ports.first(where: { _ in true }) {
                let application = TestApplication(
                    server: server, port: number, shutDown: { await group.triggerGracefulShutdown() })
                do {
                    try await body(application)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    func connect() throws -> TextConnection {
        try TextConnection(port: port)
    }

    /// Sends a request on a connection of its own and reads the answer.
    func answer(
        _ line: String, body: [UInt8] = [], actor: String? = "ann",
        headers: [String] = ["Content-Type: application/json"]
    ) async throws -> TextAnswer {
        let connection = try connect()
        connection.send(Self.head(line, actor: actor, headers: headers + ["Content-Length: \(body.count)"]))
        connection.send(String(decoding: body, as: UTF8.self))
        return try await connection.answer()
    }

    /// Opens an event stream and reads the head of the answer.
    func events(actor: String? = "ann") async throws -> (connection: TextConnection, head: String) {
        let connection = try connect()
        connection.send(Self.head("GET /sync/events", actor: actor))
        return (connection, await connection.text(through: "\r\n\r\n"))
    }

    static func head(_ line: String, actor: String?, headers: [String] = []) -> String {
        let authorization = actor.map { ["Authorization: Bearer \($0)"] } ?? []
        return ([line + " HTTP/1.1", "Host: localhost"] + authorization + headers).joined(separator: "\r\n")
            + "\r\n\r\n"
    }
}

extension IssueList {
    /// The body of a push of one new issue, the first mutation of a client.
    static func push(client: UUID, title: String = "Fix it", version: Int64 = Int64(version)) -> [UInt8] {
        let mutation = Mutation.createIssue(title: title, description: "")
        return PushRequest(
            client: client, schema: SchemaIdentity(version: version, fingerprint: fingerprint),
            mutations: [
                PushedMutation(
                    id: 1, token: UUID(), name: mutation.name, arguments: mutation.encodedArguments,
                    at: 1_715_222_400_000)
            ],
            pull: nil
        ).json
    }
}
