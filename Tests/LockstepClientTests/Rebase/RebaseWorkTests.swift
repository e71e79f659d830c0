import Foundation
import IssueListSchema
import Lockstep
import MetricsTestKit
import TestSupport
import Testing

@testable import LockstepClient

@Suite("The work of a rebase")
struct RebaseWorkTests {
    private typealias Mutation = IssueList.Mutation

    /// A replica and a server that have the same issues.
    private static func world(
        issues: Int
    ) async throws -> (MemoryReplica<IssueList>, ReferenceServer<IssueList>) {
        let replica = try MemoryReplica(IssueList.self)
        let server = try ReferenceServer(IssueList.self)
        for number in 0..<issues {
            await server.run(.createIssue(id: .id(number), title: "t", description: "d"))
        }
        try await replica.exchange(with: server)
        return (replica, server)
    }

    private static func mutate(_ replica: MemoryReplica<IssueList>, _ mutations: some Sequence<Mutation>) throws {
        var generator = SeededGenerator(seed: 77)
        try replica.transaction { writer in
            _ = try writer.mutate(
                Array(mutations), now: VirtualClock.origin, maximumBytes: .max, random: &generator)
        }
    }

    private static func status(_ number: Int, _ status: IssueList.Status = .doing) -> Mutation {
        .updateIssueStatus(id: .id(number), status: status)
    }

    @Test("grows with the rows that mutations touched, not with their number")
    func hotRows() async throws {
        let (replica, server) = try await Self.world(issues: 11)
        replica.writer.rebasesFully = true
        try Self.mutate(replica, (0..<10_000).map { Self.status($0 % 10) })
        await server.run(Self.status(10))
        try await replica.exchange(with: server, pushing: 0)
        let step = try #require(replica.steps.last)
        #expect(step.path == .full)
        #expect(step.work == RebaseWork(rowsUndone: 10, mutationsApplied: 1, mutationsReplayed: 10_000))
    }

    @Test(
        "grows with what the step and the queue have in common, not with the queue",
        arguments: [ReferenceServer<IssueList>.Encoding.mutations, .rows])
    func overlap(encoding: ReferenceServer<IssueList>.Encoding) async throws {
        let (replica, server) = try await Self.world(issues: 30)
        try Self.mutate(replica, (0..<1_000).map { Self.status($0 % 20) })
        await server.set(encoding: encoding)
        for number in 18..<28 { await server.run(Self.status(number, .done)) }
        try await replica.exchange(with: server, pushing: 0)
        let step = try #require(replica.steps.last)
        #expect(step.path == .keyed)
        #expect(step.work.mutationsApplied + step.work.rowsApplied == 10)
        #expect(step.work.mutationsReplayed == 100)
        // A row that the step gives anew needs no undo.
        #expect(step.work.rowsUndone == (encoding == .rows ? 0 : 2))
    }

    @Test("is nothing where the server did what was done here", arguments: [3, 10])
    func acknowledged(pushed: Int) async throws {
        let (replica, server) = try await Self.world(issues: 10)
        try Self.mutate(replica, (0..<10).map { Self.status($0) })
        let tables = try replica.dump()
        try await replica.exchange(with: server, pushing: pushed)
        let step = try #require(replica.steps.last)
        #expect(step.path == .acknowledged)
        #expect(step.work == RebaseWork())
        #expect(try replica.dump() == tables)
        #expect(try replica.imageCount() == 10 - pushed)
        #expect(try await replica.dumpBase() == server.dump())
    }

    @Test("takes back what was acknowledged on rows that are touched again")
    func acknowledgedPart() async throws {
        let (replica, server) = try await Self.world(issues: 2)
        try Self.mutate(replica, [Self.status(0, .doing), Self.status(1, .doing), Self.status(0, .done)])
        try await replica.exchange(with: server, pushing: 2)
        let step = try #require(replica.steps.last)
        #expect(step.path == .keyed)
        #expect(step.work == RebaseWork(rowsUndone: 2, mutationsApplied: 2, mutationsReplayed: 1))
        #expect(try await replica.dumpBase() == server.dump())
    }

    @Test("A mutation that fails on replay has no effect, says why, and is still pushed")
    func failingReplay() async throws {
        let (replica, server) = try await Self.world(issues: 1)
        try Self.mutate(
            replica, [.createIssue(id: .id(7), title: "ours", description: ""), Self.status(0)])
        await server.run(.createIssue(id: .id(7), title: "theirs", description: ""))
        try await replica.exchange(with: server, pushing: 0)
        #expect(try replica.pending().map { $0.failure } == ["UNIQUE constraint failed: issue.id", nil])
        #expect(replica.steps.last?.work.failedReplays == 1)
        #expect(try replica.dump().contains { $0.contains("theirs") })
        #expect(try replica.dump().contains { $0.contains("doing") })
        try await replica.exchange(with: server)
        #expect(try replica.pending().isEmpty)
        let rejections = await server.decisions.filter { $0.rejection != nil }
        #expect(rejections.map(\.name) == ["createIssue"])
    }

    @Test("A mutation that failed succeeds once the row that was in its way is gone")
    func recoveringReplay() async throws {
        let (replica, server) = try await Self.world(issues: 1)
        try Self.mutate(replica, [.createIssue(id: .id(7), title: "ours", description: "")])
        await server.run(.createIssue(id: .id(7), title: "theirs", description: ""))
        try await replica.exchange(with: server, pushing: 0)
        await server.run(.deleteIssue(id: .id(7)))
        try await replica.exchange(with: server, pushing: 0)
        #expect(replica.steps.last?.path == .keyed)
        #expect(try replica.pending().map { $0.failure } == [nil])
        #expect(try replica.dump().contains { $0.contains("ours") })
    }

    @Test("is counted for each path")
    func metrics() throws {
        let factory = TestMetrics()
        let metrics = RebaseMetrics(factory: factory)
        let work = RebaseWork(
            rowsUndone: 2, mutationsApplied: 3, rowsApplied: 4, mutationsReplayed: 5, failedReplays: 1)
        metrics.record(work, .keyed)
        metrics.record(work, .keyed)
        metrics.record(RebaseWork(), .acknowledged)
        func total(_ name: String, _ path: RebasePath) throws -> Int64 {
            try factory.expectCounter("lockstep_client_rebase_\(name)", [("path", path.rawValue)]).totalValue
        }
        #expect(try total("steps", .keyed) == 2)
        #expect(try total("steps", .acknowledged) == 1)
        #expect(try total("steps", .full) == 0)
        #expect(try total("rows_undone", .keyed) == 4)
        #expect(try total("mutations_applied", .keyed) == 6)
        #expect(try total("rows_applied", .keyed) == 8)
        #expect(try total("mutations_replayed", .keyed) == 10)
        #expect(try total("failed_replays", .keyed) == 2)
        #expect(try total("rows_undone", .acknowledged) == 0)
    }
}
