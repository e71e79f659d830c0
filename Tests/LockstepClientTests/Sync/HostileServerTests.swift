import Foundation
import GRDB
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

/// One client's loop against a hostile server, with everything in its place but the tasks: the machine, the round trips
/// and the replica's file are the real ones. Time passes when the machine waits.
private struct HostileSession {
    let client: SyncClient<Workshop>
    let server: HostileServer
    let clock: VirtualClock
    var machine: SyncStateMachine
    var generator: SeededGenerator

    /// The mutations that were made.
    var made: Set<UUID> = []

    /// What is pending, by number.
    private var pending: [Int64: UUID] = [:]

    /// The requests in all, since the last wait or event, and the waits and events.
    var requests = 0
    var burst = 0
    var occasions = 0

    let seed: UInt64
    init(_ folder: TestFolder, seed: UInt64) async throws {
        self.seed = seed
        server = try HostileServer(seed: seed)
        clock = VirtualClock(seed: seed)
        generator = SeededGenerator(seed: seed ^ 0x5eed)
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 6
        configuration.keepsAcknowledged = .seconds(1_000_000_000)
        let transport = TestTransport { [server] in try await server.post($0, $1) }
        transport.serve { [server] in try server.download($0, $1, $2) }
        client = try await SyncClient<Workshop>.open(
            folder, transport, clock, file: "replica\(seed)", configuration: configuration)
        // What a power failure would take is not what is looked at.
        try await client.replica.pool.connections.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = OFF")
        }
        machine = SyncStateMachine(configuration, listens: true, random: clock.environment.random)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// Tells the machine an event, and does what it says until it waits.
    mutating func handle(_ event: SyncEvent) async throws {
        occasions += 1
        burst = 0
        var actions = machine.handle(event, at: clock.uptime)
        while !actions.isEmpty {
            var next: [SyncAction] = []
            for action in actions {
                guard case .exchange(let plan, let pushLimit) = action else { continue }
                requests += 1
                burst += 1
                try #require(burst < 1_000, "the loop spins")
                let result = await client.driver.exchange.perform(plan, pushLimit: pushLimit)
                try await check(result, of: plan)
                if case .applied = result { server.noteApplied() }
                next += machine.handle(.exchanged(result), at: clock.uptime)
            }
            actions = next
        }
    }

    /// Something happens: time passes, somebody makes a mutation, the stream of events says something.
    mutating func step() async throws {
        if chance(25), pending.count < 12 {
            let mutation = mutation()
            // What the local rows do not allow was never made.
            if let receipt = try? await client.mutate(mutation) {
                made.insert(receipt.token)
                pending = try await readPending()
            }
        }
        if chance(10) { await server.honest.run(mutation()) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: try await handle(.mutated)
        case 1: try await handle(.poked(version: Int64.random(in: -2...9, using: &generator)))
        case 2: try await handle(.retryRequested)
        case 3:
            let end = EventStreamEnd(
                TransportError(.refused(status: [401, 404, 503].randomElement(using: &generator) ?? 0), ""))
            try await handle(chance(50) ? .heartbeatArrived : .eventsEnded(end))
        default:
            let deadline = try #require(machine.deadline, "the loop is asleep for good in \(machine.state)")
            clock.advance(by: max(deadline - clock.uptime, .zero))
            try await handle(.deadlinePassed)
        }
    }

    /// One whose effect does not depend on the order in which SQLite visits rows, which an undo may change.
    private mutating func mutation() -> Workshop.Mutation {
        while true {
            let mutation = Workshop.Mutation.arbitrary(using: &generator)
            if ![6, 11, 20].contains(mutation.statement) { return mutation }
        }
    }

    // MARK: Checks

    private func readPending() async throws -> [Int64: UUID] {
        try await client.reader.read { database in
            let rows = try database.statement("SELECT number, token FROM lockstep_pending")
                .all { (try $0.value(Int64.self, at: 0), try $0.value(UUID.self, at: 1)) }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    /// A mutation is decided by a step that was applied, and that names the last that it decides by number and token.
    private mutating func check(_ result: ExchangeResult, of plan: ExchangePlan) async throws {
        var pendingBefore = pending
        switch (result, plan) {
        case (_, .pushAsNewClient):
            // It has begun with another client id, whose numbers begin with 1.
            let tokens = pending.sorted { $0.key < $1.key }.map(\.value)
            pendingBefore = Dictionary(uniqueKeysWithValues: zip(1..., tokens))
        case (.applied, _), (.forked, _): break
        default: return
        }
        pending = try await readPending()
        let left = Set(pending.values)
        var acknowledged: [Int64: UUID] = [:]
        if case .applied = result, let step = server.lastStep,
            pendingBefore[step.acknowledged] == step.acknowledgedToken
        {
            acknowledged = pendingBefore.filter { $0.key <= step.acknowledged }
        }
        let decided = Set(pendingBefore.values).subtracting(left)
        // A step that replaces the base may name a number that was given before it lost others.
        #expect(decided == Set(acknowledged.values).subtracting(left), "seed \(seed), \(plan): \(result)")
        #expect(left.isSubset(of: made))
        guard !decided.isEmpty, let step = server.lastStep else { return }
        let rejected = Set(step.rejected.map(\.id))
        let outcomes = try await self.decided()
        for (number, token) in acknowledged where decided.contains(token) {
            #expect(outcomes[token] == rejected.contains(number))
        }
    }

    /// Every mutation that was made is pending or decided, and what is pending is numbered without gaps.
    func checkOutcomes() async throws {
        let pending = try await readPending()
        let state = try await client.reader.read { try Replica<Workshop>.state($0) }
        let decided = try await decided()
        #expect(self.pending == pending)
        let waiting = Set(pending.values)
        #expect(waiting.union(decided.keys) == made)
        #expect(waiting.isDisjoint(with: decided.keys))
        #expect(pending.keys.sorted() == Array(state.acknowledged..<state.lastNumber).map { $0 + 1 })
        #expect(state.lastNumber == state.acknowledged + Int64(pending.count))
    }

    /// The mutations with an outcome, and whether it is a rejection.
    private func decided() async throws -> [UUID: Bool] {
        try await client.reader.read { database in
            let rows = try database.statement("SELECT token, rejection_code IS NOT NULL FROM lockstep_acknowledged")
                .all { (try $0.value(UUID.self, at: 0), try $0.value(Bool.self, at: 1)) }
            return Dictionary(uniqueKeysWithValues: rows)
        }
    }

    /// The tables are the base and what is pending on it: undoing and replaying changes nothing.
    func checkTables() async throws {
        struct RolledBack: Error {
            let tables: [[String]]
        }
        do {
            try await client.replica.write { writer in
                let before = try dumpTables(Workshop.self, writer.connection)
                try writer.connection.withoutEnforcement { try writer.undo() }
                try writer.replayPending()
                throw RolledBack(tables: [before, try dumpTables(Workshop.self, writer.connection)])
            }
        } catch let result as RolledBack {
            let difference = result.tables[1].difference(from: result.tables[0])
            #expect(difference.isEmpty, "\(difference) \(result.tables) seed \(seed)")
        }
    }

    /// The server behaves: everything comes to rest, and all have the same.
    mutating func converge() async throws {
        server.behave()
        try await handle(.retryRequested)
        for _ in 0..<60 where machine.state != .idle || machine.lastError != nil {
            clock.advance(by: max((machine.deadline ?? clock.uptime) - clock.uptime, .zero))
            try await handle(.deadlinePassed)
        }
        // A loop that rested before the server behaved has not asked yet.
        try await handle(.retryRequested)
        #expect(machine.state == .idle)
        #expect(try await client.pendingMutations().isEmpty)
        let difference = try await client.dump().difference(from: server.honest.dump())
        #expect(difference.isEmpty, "\(difference) seed \(seed)")
        let known = Set(await server.honest.decisions.map(\.token))
        let rejected = Set(try await client.rejections().map(\.token))
        #expect(made.isSubset(of: known.union(rejected)))
    }
}

@Suite("A server that answers anything at all")
struct HostileServerTests {
    /// How many answers are made up, at least.
    private static let answers =
        ProcessInfo.processInfo.environment["LOCKSTEP_HOSTILE_ANSWERS"].flatMap { Int($0) } ?? 20_000
    private static let parts = 8
    private static let answersPerSession = 250

    @Test("makes a client neither lose a mutation nor spin, and it recovers", arguments: 0..<parts)
    func anything(part: Int) async throws {
        let folder = try TestFolder()
        var answered = 0
        var seed = UInt64(part) << 32
        while answered < Self.answers / Self.parts {
            seed += 1
            var session = try await HostileSession(folder, seed: seed)
            try await session.handle(.started)
            while session.server.answerCount < Self.answersPerSession { try await session.step() }
            try await session.checkOutcomes()
            try await session.checkTables()
            // Few at a time, and on average hardly more than one for each wait or event.
            #expect(session.requests <= session.occasions * 6, "seed \(seed)")
            try await session.converge()
            answered += session.server.answerCount
            try await session.client.close()
        }
    }
}
