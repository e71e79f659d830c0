import Hummingbird
import IssueTrackerSchema
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging
import ServiceLifecycle
import UnixSignals

/// The issue tracker's server.
struct IssueServer {
    let store: SQLiteStore<IssueTracker>
    private let server: SyncServer<IssueTracker, SQLiteStore<IssueTracker>>
    private let authentication: ServerAuthentication
    private let logger: Logger

    init(
        database: String, authentication: ServerAuthentication = .development,
        configuration: ServerConfiguration = ServerConfiguration(), logLevel: Logger.Level = .warning
    ) throws {
        var logger = Logger(label: "issue-tracker")
        logger.logLevel = logLevel
        self.logger = logger
        self.authentication = authentication
        store = try SQLiteStore(IssueTracker.self, path: database)
        server = try SyncServer(IssueTracker.self, store: store, configuration: configuration, logger: logger)
    }

    /// Trims the log of a server's file, which may be in use.
    static func trim(database: String, _ policy: RetentionPolicy) async throws -> TrimmedWork {
        let store = try SQLiteStore(IssueTracker.self, path: database)
        let work = try await SyncServer(IssueTracker.self, store: store).trim(policy)
        try store.close()
        return work
    }

    /// How long a shutdown may take beyond what the server waits for pushes: connections are then cut.
    private static let maximumShutdownMargin = Duration.seconds(10)

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
            onServerRunning: { channel in whenListening(channel.localAddress?.port ?? port) },
            logger: logger)
        do {
            // Shut down from the last to the first: no pushes any more, then no connections.
            var group = ServiceGroupConfiguration(
                services: [application, server],
                gracefulShutdownSignals: handlesSignals ? [.sigterm, .sigint] : [], logger: logger)
            group.maximumGracefulShutdownDuration =
                server.configuration.drainDuration + Self.maximumShutdownMargin
            try await ServiceGroup(configuration: group).run()
        } catch {
            // The first error is the one to report.
            try? store.close()
            throw error
        }
        try store.close()
    }
}
