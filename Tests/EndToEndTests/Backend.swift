import Foundation
import HTTPTestSupport
import Hummingbird
import Lockstep
import LockstepHummingbird
import LockstepSQLiteStore
import LockstepServer
import Logging
import ServiceLifecycle

/// A server of a schema over a file: started, stopped, and started again on the same port.
actor Backend<Schema: ServerSchema> where Schema.Handlers == NoHandlers<Schema> {
    private struct Running {
        let server: SyncServer<Schema, SQLiteStore<Schema>>
        let store: SQLiteStore<Schema>
        let group: ServiceGroup
        let task: Task<Void, any Error>
    }

    private let file: URL
    private var running: Running?

    /// Chosen at the first start, then kept.
    private(set) var port = 0

    private let configuration: ServerConfiguration

    init(in folder: URL, configuration: ServerConfiguration = ServerConfiguration()) {
        file = folder.appending(path: "server.sqlite")
        var configuration = configuration
        // A device that syncs once is to get its snapshot, however long the making takes among other tests.
        configuration.snapshots.wait = .seconds(600)
        self.configuration = configuration
    }

    var url: URL { .loopback(port: port) }

    func start() async throws {
        if port != 0 { return try await listen(on: port) }
        for _ in 0..<20 {
            do {
                return try await listen(on: Int(ServerPort.next()))
            } catch is DidNotStart {
                // Another server has this one.
            }
        }
        throw DidNotStart()
    }

    private func listen(on port: Int) async throws {
        let store = try SQLiteStore(Schema.self, path: file.path)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try SyncServer(Schema.self, store: store, configuration: configuration, logger: logger)
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: DevelopmentAuthentication.actor)
        let (ports, started) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            services: [server],
            onServerRunning: { if let number = $0.localAddress?.port { started.yield(number) } },
            logger: logger)
        let group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
        let task = Task {
            defer { started.finish() }
            try await group.run()
        }
        guard let number = await ports.first(where: { _ in true }) else {
            try store.close()
            throw DidNotStart()
        }
        running = Running(server: server, store: store, group: group, task: task)
        self.port = number
    }

    func stop() async throws {
        guard let running else { return }
        self.running = nil
        await running.group.triggerGracefulShutdown()
        try await running.task.value
        try running.store.close()
    }

    func mutate(_ mutations: [Schema.Mutation]) async throws {
        guard let running else { throw DidNotStart() }
        _ = try await running.server.mutate(mutations, as: "import")
    }

    /// Keeps the file as it is, or goes back to one that was kept. The server must not run.
    func copyFile(to copy: URL) throws {
        try FileManager.default.copyDatabase(from: file, to: copy)
    }

    func restoreFile(from copy: URL) throws {
        try FileManager.default.copyDatabase(from: copy, to: file)
    }

    /// The tokens of the mutations that ran, in the order of the log.
    func applied() async throws -> [UUID] {
        guard let running else { throw DidNotStart() }
        return try await running.store.read { transaction in
            var tokens: [UUID] = []
            try transaction.entries(after: 0) { entry in
                if case .applied(let mutation, _, _) = entry.content { tokens.append(mutation.token) }
                return true
            }
            return tokens
        }
    }
}

struct DidNotStart: Error {}

extension FileManager {
    /// Copies a database that nobody has open, with the files beside it, over what is there.
    func copyDatabase(from source: URL, to target: URL) throws {
        for suffix in ["", "-wal", "-shm"] {
            do {
                try removeItem(atPath: target.path + suffix)
            } catch CocoaError.fileNoSuchFile {
                // SQLite removes the log when the last connection is closed, which may be in this moment.
            }
            if fileExists(atPath: source.path + suffix) {
                try copyItem(atPath: source.path + suffix, toPath: target.path + suffix)
            }
        }
    }
}
