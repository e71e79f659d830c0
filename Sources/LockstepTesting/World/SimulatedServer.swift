import CSQLite
import Foundation
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer
import Logging
import Metrics
import Tracing

/// The server of a simulation: its file, and the process that serves it, if one runs.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class SimulatedServer<Schema: ServerSchema>: NetworkEndpoint, @unchecked Sendable {
    typealias Store = SQLiteStore<Schema>

    struct Process {
        let number: Int
        let store: Store
        let server: SyncServer<Schema, Store>
        let running: Task<Void, Never>
    }

    static var fileName: String { "server.sqlite" }

    let folder: String
    let disk: FaultDisk
    let clock: WallClock
    private let scheduler: SimulationScheduler
    private let configuration: ServerConfiguration
    private let handlers: Schema.Handlers
    private let chance: Chance
    private(set) var process: Process?
    private var processes = 0

    /// Is told of each answer before it leaves, and may look at the file.
    var answering: (NetworkRequest, SyncResponse) -> Void = { _, _ in }

    /// Is called after each use of the file by the process.
    var used: () -> Void = {}

    /// Is told of each handler `after` that has done its work, before the outbox forgets it.
    var delivered: (HandlerDelivery) -> Void = { _ in }

    var path: String { folder + "/" + Self.fileName }

    init(
        in folder: String, seed: UInt64, _ scheduler: SimulationScheduler, _ configuration: ServerConfiguration,
        _ handlers: Schema.Handlers
    ) {
        self.handlers = handlers
        self.folder = folder
        self.scheduler = scheduler
        self.configuration = configuration
        clock = WallClock(scheduler)
        disk = FaultDisk(folder: folder, seed: seed)
        chance = Chance(seed: seed, "server")
    }

    // MARK: Processes

    var isRunning: Bool { process != nil }

    /// Starts a process on the file.
    ///
    /// - Throws: What the store's opening throws: where a disk fails, the process ends, and is started again later.
    func start() throws {
        processes += 1
        let number = processes
        let instant = SuspendingClock.now
        let time = SimulatedTime(scheduler: scheduler)
        let blocking = followedBlocking()
        let store = try Store(
            Schema.self, path: path, busyTimeout: .zero, maximumReaderCount: 3, clock: { self.clock.now },
            monotonicClock: { instant }, random: { self.chance.next() }, blocking: blocking)
        var environment = ServerEnvironment(
            clock: { self.clock.now }, random: { self.chance.next() }, eventClock: time, timer: time)
        let origin = ContinuousClock.now
        environment.instant = { [scheduler] in origin + scheduler.now }
        environment.blocking = blocking
        environment.delivered = { [weak self] delivery in self?.delivered(delivery) }
        environment.startTask = { [scheduler] body in scheduler.start(body) }
        let server = try SyncServer(
            Schema.self, store: store, handlers: handlers, configuration: configuration, environment: environment,
            logger: Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }, metrics: NOOPMetricsHandler.instance,
            tracer: NoOpTracer())
        let running = scheduler.start { await server.runUntilCancelled() }
        process = Process(number: number, store: store, server: server, running: running)
    }

    /// Lanes after whose work somebody may look at what it did: entries of the log may be gone by the next.
    private func followedBlocking() -> BlockingWork {
        BlockingWork { [scheduler, unowned self] in
            guard let lane = scheduler.blocking.lane() else { return { $0() } }
            return { body in
                lane {
                    body()
                    self.used()
                }
            }
        }
    }

    /// Ends the process as it ends at a deploy.
    func stop() async {
        guard let process = process.take() else { return }
        process.running.cancel()
        await process.running.value
        do {
            try process.store.close()
        } catch {
            // A disk that fails: the next process finds the log.
        }
    }

    /// Ends the process as `kill -9` does, or the power.
    func crash(losingUnsynced: Bool) throws {
        if !disk.isDead { disk.kill(losingUnsynced: losingUnsynced) }
        if let process = process.take() {
            process.running.cancel()
            // The dead process's connections reach nothing; they are closed for their memory.
            try? process.store.close()
        }
        try disk.restart()
    }

    // MARK: Requests

    func answer(_ request: NetworkRequest) async -> TransportResponse? {
        guard let process else { return nil }
        guard request.tokenEnd > scheduler.now else { return Self.unauthenticated }
        let admission = process.server.admission
        let response: SyncResponse
        if let refusal = admission.beginRequest(of: request.actor) {
            response = refusal
        } else {
            defer { admission.endRequest(of: request.actor) }
            switch request.path {
            case SyncProtocol.pushPath: response = await process.server.push(request.body, actor: request.actor)
            default: response = await process.server.pull(request.body, actor: request.actor)
            }
        }
        guard self.process?.number == process.number, !disk.isDead else { return nil }
        answering(request, response)
        return TransportResponse(
            status: response.status, retryAfter: response.retryAfter.map { .seconds($0) }, body: response.body)
    }

    private static var unauthenticated: TransportResponse {
        TransportResponse(status: 401, body: Array(#"{"error":{"code":"unauthenticated","message":"expired"}}"#.utf8))
    }

    func subscribe(
        _ request: NetworkRequest, _ listener: @escaping @Sendable (ServerEvent?) -> Void
    ) -> EventConnection? {
        guard let process else { return nil }
        guard request.tokenEnd > scheduler.now else { return .refused(status: 401) }
        let number = process.number
        switch process.server.admission.beginStream(of: request.actor) {
        case .refused(let response): return .refused(status: response.status)
        case .admitted(let permit):
            return .connected(
                process.server.subscribe { [weak self] event in
                    // What a dead process still says is not heard.
                    let isAlive = self?.process?.number == number
                    withExtendedLifetime(permit) { listener(isAlive ? event : nil) }
                })
        }
    }

    func file(_ request: NetworkRequest) async -> FileAnswer? {
        guard let process else { return nil }
        guard request.tokenEnd > scheduler.now else { return .refused(Self.unauthenticated) }
        let id = String(request.path.dropFirst(SyncProtocol.snapshotsPath.count))
        let answer = await process.server.snapshot(id: id, actor: request.actor)
        guard self.process?.number == process.number else { return nil }
        switch answer {
        case .refused(let response):
            return .refused(TransportResponse(status: response.status, body: response.body))
        case .file(let file):
            var bytes = [UInt8](repeating: 0, count: Int(file.bytes))
            do {
                let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
                return count == bytes.count ? .file(bytes: bytes, etag: file.etag) : nil
            } catch {
                return nil
            }
        }
    }
}
