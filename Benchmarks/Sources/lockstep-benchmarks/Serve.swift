import ArgumentParser
import BenchmarkSchema
import Foundation
import Hummingbird
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging

/// The server that is measured, in a process of its own: prints its port, and serves until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Option var database: String

    /// Whatever its size, a new client's first step is said in rows.
    @Flag var onlyRows = false

    func run() async throws {
        var configuration = LockstepServer.ServerConfiguration()
        // One actor makes all the load.
        configuration.maximumRequestRatePerActor = nil
        configuration.maximumRequestsPerActor = 10_000
        configuration.maximumStreamsPerActor = 10_000
        if onlyRows {
            configuration.maximumRowsPerPull = .max
            configuration.maximumRowBytesPerPull = .max
        }
        let server = try SyncServer(
            Bench.self, store: try SQLiteStore(Bench.self, path: database), configuration: configuration)
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: DevelopmentAuthentication.actor)
        router.post("/empty") { _, _ in Response(status: .ok) }
        var logger = Logger(label: "benchmark")
        logger.logLevel = .error
        let application = Application(
            router: router,
            server: .sync(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            services: [server],
            onServerRunning: { channel in
                // `print` would keep the line back, since nobody sees a pipe as a terminal.
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            },
            logger: logger)
        try await application.runService()
    }
}
