import Foundation
import Lockstep
import LockstepTesting
import TestSupport
import Testing

@testable import LockstepClient

/// A scripted life of a replica on a disk that fails once: whatever happens, the script goes on as an app would.
final class FaultSession {
    typealias Client = SyncClient<Workshop>

    /// A call of `mutate`.
    struct Attempt {
        enum Result {
            /// With the mutations' tokens.
            case returned([UUID])

            /// The local rows did not allow it.
            case refused

            /// The disk failed.
            case failed

            /// A call of `importMutations`, of which some batches may be in.
            case importing
        }

        let count: Int
        var result: Result

        /// How often the client had been opened before.
        let opening: Int
    }

    let disk: FaultDisk
    private let folder: TestFolder
    private let server: ReferenceServer<Workshop>
    private let transport: TestTransport
    private let clock = VirtualClock(seed: 7)
    private let forks = Guarded(false)
    private var states = ServerStates<Workshop>()
    private var generator: SeededGenerator
    private var client: Client?

    /// By the time at which its mutations were made, which no two calls share.
    private var attempts: [Int64: Attempt] = [:]
    private var dismissed: Set<UUID> = []
    private var openings = 0

    init(seed: UInt64) throws {
        folder = try TestFolder()
        server = try ReferenceServer(Workshop.self, seed: seed)
        disk = FaultDisk(folder: folder.url.path, seed: seed)
        generator = SeededGenerator(seed: seed)
        transport = TestTransport { [server, forks] path, body in
            let isForked = forks.withLock { isForked in
                defer { isForked = false }
                return isForked
            }
            guard isForked else { return try await server.post(path, body, as: "ann") }
            return TransportResponse(
                status: 409, body: ErrorResponse(code: .forked, message: "the script says so").json)
        }
        transport.serve(server.files.serve)
    }

    deinit {
        disk.unmount()
    }

    // MARK: The script

    /// Runs the whole script, or up to a fatal fault.
    ///
    /// - Parameter repairsAfter: The disk is repaired so many steps after the fault.
    func run(repairingAfter repairsAfter: Int) async throws {
        var stepsSinceFault = 0
        for step in Self.script {
            if client == nil { await attempt { try await $0.open() } }
            await attempt(step)
            if disk.isDead { return }
            if disk.hasStruck {
                stepsSinceFault += 1
                if stepsSinceFault > repairsAfter { disk.repair() }
            }
        }
    }

    /// Does something that the disk may prevent.
    private func attempt(_ body: (FaultSession) async throws -> Void) async {
        do {
            try await body(self)
        } catch let error as ClientError {
            #expect(disk.hasStruck, "\(error)")
            #expect(Self.diskErrors.contains(error.code), "\(error)")
        } catch {
            Issue.record("not an error of the client's: \(error)")
        }
    }

    private static let diskErrors: Set<ClientError.Code> = [.database, .diskFull, .cannotOpen, .busy, .damaged]

    private static let script: [@Sendable (FaultSession) async throws -> Void] = [
        { for _ in 0..<3 { try await $0.mutate() } },
        { try await $0.sync() },
        { try await $0.othersWrite(3) },
        { for _ in 0..<2 { try await $0.mutate() } },
        { try await $0.sync() },
        { await $0.server.set(encoding: .rows) },
        { try await $0.othersWrite(3) },
        { for _ in 0..<2 { try await $0.mutate() } },
        { try await $0.sync() },
        { await $0.server.set(denied: ["step"]) },
        { for _ in 0..<3 { try await $0.mutate() } },
        { try await $0.sync() },
        { await $0.server.set(encoding: .mutations, denied: []) },
        { try await $0.dismissOldest() },
        { try await $0.mutate(3) },
        { try await $0.checkpoint() },
        { try await $0.importMutations() },
        { await $0.server.set(maximumEntries: 1) },
        { try await $0.othersWrite(2) },
        { for _ in 0..<2 { try await $0.mutate() } },
        { try await $0.sync() },
        { await $0.server.set(maximumEntries: .max) },
        { await $0.server.set(encoding: .snapshot) },
        { try await $0.othersWrite(5) },
        { for _ in 0..<2 { try await $0.mutate() } },
        { try await $0.sync() },
        { await $0.server.set(encoding: .mutations) },
        { for _ in 0..<2 { try await $0.mutate() } },
        { session in session.forks.withLock { $0 = true } },
        { try await $0.sync() },
        { try await $0.mutate() },
        { try await $0.importMutations() },
        { try await $0.close() },
        { try await $0.othersWrite(1) },
        { try await $0.restoreServer(losing: 3) },
        { try await $0.mutate() },
        { try await $0.sync() },
        { try await $0.dismissOldest() },
        { for _ in 0..<2 { try await $0.mutate() } },
    ]

    private func open() async throws {
        client = try await Client.open(folder, transport, clock)
        openings += 1
    }

    private func close() async throws {
        guard let client else { return }
        self.client = nil
        try await client.close()
    }

    private func mutate(_ count: Int = 1) async throws {
        clock.advance(by: .milliseconds(1))
        let mutations = (0..<count).map { _ in Workshop.Mutation.arbitrary(using: &generator) }
        guard let client else { return }
        let time = VirtualClock.origin + clock.uptime.milliseconds
        attempts[time] = Attempt(count: count, result: .failed, opening: openings)
        do {
            attempts[time]?.result = .returned(try await client.mutate(mutations).map(\.token))
        } catch let error as ClientError where error.code == .constraint {
            attempts[time]?.result = .refused
        }
    }

    /// Imports what it did not before, in batches.
    private func importMutations() async throws {
        guard let client else { return }
        clock.advance(by: .milliseconds(1))
        let time = VirtualClock.origin + clock.uptime.milliseconds
        attempts[time] = Attempt(count: Self.imported.count, result: .importing, opening: openings)
        try await client.importMutations(Self.imported, as: "script", batch: 2, onFailure: .skip)
    }

    private static let imported: [Workshop.Mutation] = {
        var generator = SeededGenerator(seed: 3)
        return (0..<7).map { _ in .arbitrary(using: &generator) }
    }()

    private func sync() async throws { try await client?.sync() }

    private func othersWrite(_ count: Int) async throws {
        for _ in 0..<count { await server.run(.arbitrary(using: &generator)) }
    }

    private func dismissOldest() async throws {
        guard let client, let oldest = try await client.rejections().first else { return }
        dismissed.insert(oldest.token)
        try await client.dismiss(oldest)
    }

    private func checkpoint() async throws {
        try await client?.replica.write { _ in }
        try await client?.replica.pool.connections.asyncCheckpoint()
    }

    private func restoreServer(losing count: Int64) async throws {
        try await states.note(server)
        try await server.restore(to: max(await server.head - count, 0))
    }

    // MARK: Checks

    /// Checks the client as it is after a fault that it survives, and its file.
    func checkSurvivor() async throws {
        disk.repair()
        guard let client else { return }
        try await checkConnection(of: client)
        try await checkFile(isReopened: false)
        try await client.sync()
        try await checkEnd()
    }

    /// Opens the file anew, as another process, and checks it.
    func checkReopened() async throws {
        if disk.isDead {
            // Its connections reach nothing any longer, and closing them says so.
            try? await client?.close()
            client = nil
            try disk.restart()
            if !FileManager.default.fileExists(atPath: path) { #expect(!hasReturned, "the file is gone") }
        } else {
            disk.repair()
            try await close()
        }
        try await open()
        try await checkFile(isReopened: true)
        try await client?.sync()
        try await checkEnd()
        try await close()
    }

    private var path: String { folder.path("replica") }

    private var hasReturned: Bool {
        attempts.values.contains { if case .returned = $0.result { true } else { false } }
    }

    private func checkConnection(of client: Client) async throws {
        #expect(try await client.writerPragma("foreign_keys") == 1)
        #expect(try await client.writerPragma("recursive_triggers") == 1)
        #expect(try await client.writerPragma("ignore_check_constraints") == 0)
        #expect(try await client.writerPragma("synchronous") == 2)
        let state = try await client.replica.pool.connections.writeState()
        #expect(state == .afterTransaction)
    }

    private func checkFile(isReopened: Bool) async throws {
        try await states.note(server)
        let oracle = try ReplicaOracle(Workshop.self, at: path, actor: "ann")
        let base = try #require(states.dump(at: oracle.cursor), "a cursor that the server never gave")
        try oracle.checkBase(base)
        try checkQueue(oracle, isReopened: isReopened)
        checkOutcomes(oracle)
    }

    /// Every mutation that `mutate` returned for is there, and no other, but one whose commit failed half-way: it may
    /// be found whole by the process that opens the file next.
    private func checkQueue(_ oracle: ReplicaOracle<Workshop>, isReopened: Bool) throws {
        let times = oracle.pending.map { ($0.token, $0.madeAt) } + oracle.decided.map { ($0.token, $0.madeAt) }
        let found = Dictionary(grouping: times) { $0.1 }.mapValues { $0.map(\.0) }
        var imported = 0
        for (time, attempt) in attempts {
            let tokens = found[time] ?? []
            switch attempt.result {
            case .returned(let returned): #expect(Set(tokens) == Set(returned) && tokens.count == returned.count)
            case .refused: #expect(tokens.isEmpty, "refused, and queued")
            case .failed:
                let mayBeThere = isReopened || attempt.opening < openings
                #expect(tokens.isEmpty || mayBeThere && tokens.count == attempt.count, "failed, and queued")
            case .importing: imported += tokens.count
            }
        }
        let progress = try oracle.database.strings("SELECT done - skipped FROM lockstep_import")
        #expect([String(imported)] == progress || imported == 0 && progress.isEmpty, "not what the import says")
        #expect(Set(found.keys).isSubset(of: attempts.keys))
    }

    /// Outcomes are those of the server's log up to the cursor, and rejections stay until they are dismissed.
    private func checkOutcomes(_ oracle: ReplicaOracle<Workshop>) {
        let outcomes = states.outcomes(at: oracle.cursor)
        for row in oracle.pending where !row.wasApplied {
            #expect(outcomes[row.token] == nil, "pending, and the base has it")
        }
        for decided in oracle.decided {
            if decided.isRejected {
                #expect(oracle.rejections.contains(decided.token) || dismissed.contains(decided.token))
            } else {
                #expect(outcomes[decided.token] == true, "applied, and the base does not have it")
            }
        }
    }

    /// In step with the server, each mutation has its outcome.
    private func checkEnd() async throws {
        try await checkFile(isReopened: true)
        let oracle = try ReplicaOracle(Workshop.self, at: path, actor: "ann")
        #expect(oracle.pending.isEmpty)
        #expect(try oracle.database.strings("SELECT * FROM lockstep_base").isEmpty)
        #expect(try dumpTables(Workshop.self, oracle.database.connection) == (try await server.dump()))
        let own = await server.decisions.filter { $0.actor == "ann" }.map(\.token)
        #expect(Set(own).count == own.count, "something ran twice")
        #expect(Set(own).isSubset(of: oracle.decided.map(\.token)))
    }
}
