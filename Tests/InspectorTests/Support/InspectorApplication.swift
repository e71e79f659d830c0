import HTTPTestSupport
import HTTPTypes
import Hummingbird
import LockstepHummingbird
import Logging
import ServiceLifecycle

/// An inspector of an `InspectedServer`, on a port of the loopback interface.
struct InspectorApplication: Sendable {
    typealias Authorization = @Sendable (Request, DevelopmentRequestContext) async throws -> InspectorAccess

    let test: InspectedServer
    let port: Int
    let shutDown: @Sendable () async -> Void

    /// Runs the application while `body` runs, and shuts it down gracefully.
    ///
    /// - Parameter authorize: Nil for a host that does not add the inspector.
    static func run(
        _ test: InspectedServer,
        showsArguments: Bool = false,
        clock: any Clock<Duration> = ManualClock(),
        authorize: Authorization? = { _, _ in .granted },
        _ body: (InspectorApplication) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(test.server, clock: clock, authenticate: { _, _ -> String? in "ann" })
        if let authorize {
            router.addInspector(of: test.server, showsArguments: showsArguments, clock: clock, authorize: authorize)
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), services: [test.server],
            onServerRunning: { if let number = $0.localAddress?.port { port.yield(number) } }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            if let number = await ports.first(where: { _ in true }) {
                let application = InspectorApplication(
                    test: test, port: number, shutDown: { await group.triggerGracefulShutdown() })
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
    }

    func answer(
        _ path: String, method: String = "GET", host: String = "localhost", headers: [String] = []
    ) async throws -> TextAnswer {
        let connection = try TextConnection(port: port)
        connection.send(Self.head(path, method: method, host: host, headers: headers + ["Content-Length: 0"]))
        return try await connection.answer()
    }

    /// Opens the event stream and reads the head of the answer.
    func events(headers: [String] = []) async throws -> (connection: TextConnection, head: String) {
        let connection = try TextConnection(port: port)
        connection.send(Self.head("/sync/inspector/events", headers: headers))
        return (connection, await connection.text(through: "\r\n\r\n"))
    }

    private static func head(
        _ path: String, method: String = "GET", host: String = "localhost", headers: [String]
    ) -> String {
        (["\(method) \(path) HTTP/1.1", "Host: \(host)"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
