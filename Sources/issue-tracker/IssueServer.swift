import Hummingbird
import IssueTrackerSchema
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging

/// The issue tracker's server.
struct IssueServer {
    let store: SQLiteStore<IssueTracker>
    private let server: SyncServer<IssueTracker, SQLiteStore<IssueTracker>>
    private let authentication: ServerAuthentication
    private let logger: Logger

    init(
        database: String, authentication: ServerAuthentication = .development, logLevel: Logger.Level = .warning
    ) throws {
        var logger = Logger(label: "issue-tracker")
        logger.logLevel = logLevel
        self.logger = logger
        self.authentication = authentication
        store = try SQLiteStore(IssueTracker.self, path: database)
        server = try SyncServer(IssueTracker.self, store: store, logger: logger)
    }

    /// Serves until the task is cancelled, or the process is told to stop; then closes the file.
    ///
    /// - Parameters:
    ///   - port: The port to listen on; 0 takes a free one.
    ///   - whenListening: Called with the port when requests are accepted.
    func run(
        host: String, port: Int, handlesSignals: Bool, whenListening: @escaping @Sendable (Int) -> Void
    ) async throws {
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: authentication.actor)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: "issue-tracker"),
            services: [server],
            onServerRunning: { channel in whenListening(channel.localAddress?.port ?? port) },
            logger: logger)
        do {
            if handlesSignals {
                try await application.runService()
            } else {
                try await application.runService(gracefulShutdownSignals: [])
            }
        } catch {
            // The first error is the one to report.
            try? store.close()
            throw error
        }
        try store.close()
    }
}
