import Foundation
import HTTPTestSupport
import Hummingbird
import Lockstep
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging
import ServiceLifecycle

/// A `VaultServer` behind HTTP, on a port of the loopback interface.
struct VaultApplication: Sendable {
    typealias Authentication = @Sendable (Request, DevelopmentRequestContext) async throws -> AuthenticatedActor?

    let vault: VaultServer
    let port: Int

    /// Runs the application while `body` runs.
    static func run(
        configuration: ServerConfiguration = ServerConfiguration(), clock: any Clock<Duration> = ContinuousClock(),
        authenticate: @escaping Authentication = VaultApplication.development,
        _ body: (VaultApplication) async throws -> Void
    ) async throws {
        let vault = try VaultServer(configuration: configuration, eventClock: clock)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(vault.server, authenticate: authenticate)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), services: [vault.server],
            onServerRunning: { if let number = $0.localAddress?.port { port.yield(number) } }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            if let number = await ports.first(where: { _ in true }) {
                do {
                    try await body(VaultApplication(vault: vault, port: number))
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
        try vault.store.close()
    }

    static let development: Authentication = { request, context in
        DevelopmentAuthentication.actor(of: request, in: context).map { AuthenticatedActor($0) }
    }

    /// Sends a request on a connection of its own and reads the answer.
    func answer(
        _ line: String, body: [UInt8] = [], token: String? = "ann",
        headers: [String] = ["Content-Type: application/json"]
    ) async throws -> TextAnswer {
        let connection = try TextConnection(port: port)
        connection.send(Self.head(line, token: token, headers: headers + ["Content-Length: \(body.count)"]))
        connection.send(body)
        return try await connection.answer()
    }

    static func head(_ line: String, token: String?, headers: [String] = []) -> String {
        let authorization = token.map { ["Authorization: Bearer \($0)"] } ?? []
        return ([line + " HTTP/1.1", "Host: localhost"] + authorization + headers).joined(separator: "\r\n")
            + "\r\n\r\n"
    }
}
