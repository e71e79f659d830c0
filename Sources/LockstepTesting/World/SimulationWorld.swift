import Foundation
import Lockstep
import LockstepClient
import LockstepServer

/// Devices and their server, to which a seed decides what happens.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class SimulationWorld<Schema: ServerSchema>: @unchecked Sendable {
    let options: SimulationOptions
    let workload: SimulationWorkload<Schema>
    let scheduler: SimulationScheduler
    let folder: URL
    let server: SimulatedServer<Schema>
    let network: SimulatedNetwork
    let reference: ServerReference<Schema>
    let leaks: LeakChecker<Schema>
    var devices: [SimulatedDevice<Schema>] = []
    var ledger: Ledger

    // Each concern's own chance.
    let actionChance: Chance
    let workChance: Chance
    let faultChance: Chance
    let checkChance: Chance
    private let configurationChance: Chance

    /// What is wrong, once something is.
    private(set) var violation: Violation?

    /// Nil unless it is wanted: words take time.
    private(set) var timeline: Timeline?

    private(set) var actions = 0

    /// Once nothing fails any more.
    var isSettling = false

    /// A connection to the server's file for the simulation itself.
    var serverFile: SimulationDatabase?

    /// Versions of the server's log of which there is a backup.
    var backupVersion: Int64?

    let clientConfiguration: ClientConfiguration
    private let bundle: SimulationBundle?

    init(
        _ options: SimulationOptions, _ workload: SimulationWorkload<Schema>, _ bundle: SimulationBundle?,
        recordsTimeline: Bool
    ) throws {
        self.options = options
        self.workload = workload
        self.bundle = bundle
        timeline = recordsTimeline ? Timeline() : nil
        scheduler = SimulationScheduler(seed: options.seed &* 31 &+ 7)
        actionChance = Chance(seed: options.seed, "actions")
        workChance = Chance(seed: options.seed, "work")
        faultChance = Chance(seed: options.seed, "faults")
        checkChance = Chance(seed: options.seed, "checks")
        configurationChance = Chance(seed: options.seed, "configuration")
        folder = try Self.makeFolder()
        let serverFolder = folder.appending(path: "server")
        try FileManager.default.createDirectory(at: serverFolder, withIntermediateDirectories: true)
        server = SimulatedServer(
            in: serverFolder.path, seed: options.seed, scheduler, Self.serverConfiguration(configurationChance),
            workload.handlers)
        clientConfiguration = Self.clientConfiguration(configurationChance)
        reference = try ServerReference(handlers: workload.handlers)
        ledger = Ledger(codes: workload.codes)
        leaks = LeakChecker()
        // The network asks for words by a closure that reads this object, which is not whole yet.
        let words = TimelineNotes()
        network = SimulatedNetwork(
            scheduler, seed: options.seed, to: server, conditions: NetworkConditions(options.faults),
            note: { words.note($0()) })
        words.note = { [unowned self] words in note(words()) }
        server.used = { [unowned self] in
            guard server.isRunning, !server.disk.isDead else { return }
            attempt { try followLog() }
        }
        server.delivered = { [unowned self] delivery in
            note("the handler of \(delivery.token.shortName) has done its work")
            ledger.delivered(delivery.token)
        }
        server.answering = { [unowned self] request, response in attempt { try observe(response, to: request) } }
    }

    private static func makeFolder() throws -> URL {
        let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
        let parent =
            FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        let folder = parent.appending(path: "lockstep-simulation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func serverConfiguration(_ chance: Chance) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = chance.element(of: [1, 3, 10, 1_000]) ?? 1_000
        configuration.maximumMutationsPerTransaction = chance.element(of: [1, 5, 5_000]) ?? 5_000
        configuration.maximumMutationsPerPush = chance.element(of: [2, 20, 5_000]) ?? 5_000
        configuration.maximumWaitingPushes = chance.element(of: [1, 10_000]) ?? 10_000
        configuration.maximumRowsPerPull = chance.element(of: [4, 20, 10_000]) ?? 10_000
        configuration.maximumRequestRatePerActor = chance.element(of: [5, 200]) ?? 200
        configuration.requestBurstPerActor = chance.element(of: [20, 1_000]) ?? 1_000
        configuration.maximumConcurrentPulls = chance.element(of: [1, 5]) ?? 5
        configuration.maximumWaitingPulls = chance.element(of: [1, 10_000]) ?? 10_000
        configuration.maximumRequestsPerActor = chance.element(of: [1, 64]) ?? 64
        configuration.maximumStreamsPerActor = chance.element(of: [1, 100]) ?? 100
        configuration.maximumArgumentBytesPerPull = chance.element(of: [100, 1 << 20]) ?? 1 << 20
        configuration.maximumRowBytesPerPull = chance.element(of: [100, 4 << 20]) ?? 4 << 20
        configuration.maximumRowBytesPerChecksum = chance.element(of: [100, 4 << 20]) ?? 4 << 20
        configuration.maximumSharedEntryBytes = chance.element(of: [100, 4 << 20]) ?? 4 << 20
        if chance.once(in: 8) { configuration.maximumRowsPerMutation = chance.number(1...5) }
        if chance.once(in: 8) { configuration.maximumArgumentBytes = chance.number(20...200) }
        configuration.snapshots.minimumInterval = .seconds(chance.element(of: [0, 60]) ?? 60)
        configuration.snapshots.maximumAge = .seconds(chance.element(of: [1, 3_600]) ?? 3_600)
        configuration.snapshots.lifetime = .seconds(chance.element(of: [5, 86_400]) ?? 86_400)
        configuration.headPollInterval = .seconds(chance.element(of: [1, 5]) ?? 1)
        return configuration
    }

    private static func clientConfiguration(_ chance: Chance) -> ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = chance.element(of: [1, 3, 1_000]) ?? 1_000
        configuration.maximumBytesPerPush = chance.element(of: [100, 256 << 10]) ?? 256 << 10
        configuration.busyTimeout = .zero
        configuration.filePollInterval = .seconds(2)
        return configuration
    }

    // MARK: What is said

    func note(_ words: @autoclosure () -> String) {
        guard timeline != nil else { return }
        // The folder is another one each time.
        timeline?.add(words().replacing(folder.path + "/", with: ""), at: scheduler.now)
    }

    func fail(_ violation: Violation) {
        guard self.violation == nil else { return }
        let message = violation.message.replacing(folder.path + "/", with: "")
        let violation = Violation(violation.checker, message)
        self.violation = violation
        note("VIOLATION \(violation)")
    }

    /// Runs what may find something wrong.
    func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch let violation as Violation {
            fail(violation)
        } catch {
            fail(Violation(.unexpectedError, "the simulation itself failed: \(error)"))
        }
    }

    // MARK: Running

    /// Actions and arrivals so far.
    var steps: Int { actions + network.arrivals }

    /// Runs to the end, or to the first violation.
    func run() {
        attempt {
            if let bundle { return try begin(with: bundle) }
            if configurationChance.once(in: 2) { try limitCache(of: server.disk, server.path) }
            try server.start()
            for index in 0..<max(options.clients, 1) {
                let actor = workload.actors[index % workload.actors.count]
                let device = try addDevice(of: actor, processes: index == 0 ? 2 : 1)
                if configurationChance.once(in: 2) { try limitCache(of: device.disk, device.path) }
                open(device)
            }
        }
        while violation == nil, steps < options.steps {
            let gap = actionChance.once(in: 40) ? Duration.seconds(20) : .milliseconds(60)
            pass(actionChance.time(upTo: gap))
            guard violation == nil else { break }
            actions += 1
            attempt { try act() }
        }
        if violation == nil { settle() }
        close()
    }

    private func begin(with bundle: SimulationBundle) throws {
        try FileManager.default.copyItem(at: bundle.server, to: URL(filePath: server.path))
        try server.start()
        try withServerFile { file in try file.with { try reference.restart($0) } }
        for replica in try bundle.replicas() {
            let actor = try SimulationDatabase(replica.path).texts("SELECT actor FROM lockstep_replica").first
            let device = try addDevice(of: actor ?? "", processes: 1)
            try FileManager.default.copyItem(at: replica, to: URL(filePath: device.path))
            open(device)
        }
    }

    /// Lets time pass, and ends processes whose disk has had a fatal fault.
    func pass(_ duration: Duration) {
        let end = scheduler.now + duration
        repeat {
            scheduler.run(until: end) { violation != nil || server.disk.isDead || devices.contains { $0.disk.isDead } }
            guard violation == nil else { return }
            attempt { try bury() }
        } while scheduler.now < end
    }

    /// Runs a task to its end, however much time that takes.
    func wait(for body: @escaping @Sendable () async throws -> Void) {
        let done = Flag()
        scheduler.start { [self] in
            do {
                try await body()
            } catch let violation as Violation {
                fail(violation)
            } catch {
                fail(Violation(.unexpectedError, "\(error)"))
            }
            done.isSet = true
        }
        scheduler.run(until: scheduler.now + .seconds(3_600)) { violation != nil || done.isSet }
        if violation == nil, !done.isSet { fail(Violation(.quiescence, "something does not come to its end")) }
    }

    private func close() {
        for device in devices {
            for session in device.sessions { abandon(session) }
        }
        if !server.disk.isDead { server.disk.kill(losingUnsynced: false) }
        attempt { try server.crash(losingUnsynced: false) }
        serverFile = nil
        // What still runs belongs to dead processes, and comes to its end by errors.
        scheduler.run(until: scheduler.now + .seconds(7_200)) { false }
        server.disk.unmount()
        for device in devices { device.disk.unmount() }
        // What is left over is the system's temporary files'.
        try? FileManager.default.removeItem(at: folder)
    }

    private func limitCache(of disk: FaultDisk, _ path: String) throws {
        try disk.observe { try SimulationDatabase.make(at: path, cachedPages: configurationChance.number(1...20)) }
    }

    func addDevice(of actor: String, processes: Int) throws -> SimulatedDevice<Schema> {
        let index = devices.count
        let own = folder.appending(path: "device-\(index)")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let device = SimulatedDevice<Schema>(
            index, actor: actor, folder: own.path, processes: processes, seed: options.seed &+ UInt64(index), scheduler)
        devices.append(device)
        return device
    }
}

/// `@unchecked Sendable`: used on the scheduler's thread only.
private final class Flag: @unchecked Sendable {
    var isSet = false
}

/// Where a network's words go.
private final class TimelineNotes {
    var note: (() -> String) -> Void = { _ in }

    func note(_ words: @autoclosure () -> String) { note(words) }
}
