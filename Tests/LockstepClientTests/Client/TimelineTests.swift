import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Timelines")
struct TimelineTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func client(_ name: String, _ transport: TestTransport? = nil) async throws -> IssueClient {
        try await .open(folder, transport ?? TestTransport(to: server, as: name), file: name, actor: name)
    }

    @Test("two clients offline edit different fields of an issue, and both keep their edit")
    func differentFields() async throws {
        let ann = try await client("ann")
        let bob = try await client("bob")
        try await ann.mutate(.createIssue(id: .id(1), title: "Fix", description: "it"))
        try await ann.sync()
        try await bob.sync()

        try await ann.mutate(.updateIssue(id: .id(1), title: .set("Mend")))
        try await bob.mutate(.updateIssue(id: .id(1), description: .set("now")))
        #expect(try await bob.read(.issue(id: .id(1)))?.title == "Fix")
        try await ann.sync()
        try await bob.sync()
        try await ann.sync()

        let dump = ["issue: '\(UUID.id(1).lowercaseString)'|'Mend'|'now'|'todo'|'ann'|\(VirtualClock.origin)"]
        #expect(try await ann.dump() == dump)
        #expect(try await bob.dump() == dump)
        #expect(try await server.dump() == dump)
    }

    @Test("a mutation takes effect at once, is pushed later, and its receipt tells that it was applied")
    func appliedReceipt() async throws {
        let ann = try await client("ann")
        let receipt = try await ann.mutate(.createIssue(id: .id(1), title: "Fix", description: ""))
        #expect(try await ann.list == ["Fix todo"])
        #expect(try await ann.pendingMutations().map(\.name) == ["createIssue"])
        #expect(ann.status.pendingCount == 1)

        let report = try await ann.sync()
        #expect(report == SyncReport(roundTrips: 1, appliedCount: 1, work: RebaseWork(mutationsApplied: 1)))
        #expect(try await receipt.outcome == .applied)
        #expect(try await ann.pendingMutations().isEmpty)
        #expect(ann.status.pendingCount == 0)
    }

    @Test("a rejected mutation loses its effect, is told once, and is kept until dismissed, across restarts")
    func rejection() async throws {
        await server.set(denied: ["deleteIssue"])
        let ann = try await client("ann")
        try await ann.mutate(.createIssue(id: .id(1), title: "Fix", description: ""))
        let receipt = try await ann.mutate(.deleteIssue(id: .id(1)))
        try await ann.mutate(.updateIssueStatus(id: .id(1), status: .doing))
        #expect(try await ann.list.isEmpty)
        let report = try await ann.sync()
        #expect(report.rejectedCount == 1)
        #expect(try await ann.list == ["Fix doing"])

        let rejection = try #require(try await ann.rejections().first)
        #expect(rejection.name == "deleteIssue")
        #expect(rejection.code == "denied")
        #expect(String(decoding: rejection.arguments, as: UTF8.self) == #"{"id":"\#(UUID.id(1).lowercaseString)"}"#)
        #expect(!rejection.isReverted)
        #expect(try await receipt.outcome == .rejected(rejection))

        try await ann.close()
        let again = try await client("ann")
        #expect(try await again.rejections() == [rejection])
        #expect(try await again.outcome(of: receipt.token) == .rejected(rejection))
        try await again.dismiss(rejection)
        #expect(try await again.rejections().isEmpty)
        #expect(try await again.outcome(of: receipt.token) == .rejected(rejection))
    }

    @Test("a mutation that local rows do not allow throws, and queues nothing")
    func localConstraint() async throws {
        let ann = try await client("ann")
        let error = await #expect(throws: ClientError.self) {
            try await ann.mutate(.createIssue(title: "", description: ""))
        }
        #expect(error?.code == .constraint)
        #expect(error?.underlying is SQLiteError)
        #expect(try await ann.pendingMutations().isEmpty)
        #expect(try await ann.sync().roundTrips == 1)
        #expect(await server.head == 0)
    }

    @Test("several mutations in one call are all queued, or none")
    func batches() async throws {
        let ann = try await client("ann")
        await #expect(throws: ClientError.self) {
            try await ann.mutate([
                .createIssue(id: .id(1), title: "a", description: ""),
                .createIssue(id: .id(1), title: "b", description: ""),
            ])
        }
        #expect(try await ann.list.isEmpty)
        let receipts = try await ann.mutate([
            .createIssue(id: .id(1), title: "a", description: ""),
            .createIssue(id: .id(2), title: "b", description: ""),
        ])
        #expect(receipts.count == 2)
        #expect(try await ann.pendingMutations().map(\.number) == [1, 2])
    }

    @Test("a pending mutation that fails on the server's rows has no effect, keeps its place, and is pushed")
    func failureOnReplay() async throws {
        let ann = try await client("ann")
        await server.run(.createIssue(id: .id(1), title: "theirs", description: ""))
        try await ann.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
        try await ann.mutate(.createIssue(id: .id(2), title: "other", description: ""))
        await server.set(maximumEntries: 1)

        let transport = TestTransport { [server] path, body in
            // The push is lost on its way, its pull is not.
            let pull = try PushRequest(json: body)
            let request = PullRequest(client: pull.client, schema: pull.schema, cursor: pull.pull?.cursor)
            let answer = try await server.post(SyncProtocol.pullPath, request.json, as: "ann")
            let push = PushResponse(
                acknowledged: 0, acknowledgedToken: nil, rejected: [], pull: try PullResponse(json: answer.body))
            return TransportResponse(status: 200, body: push.json)
        }
        let lossy = try await client("ann", transport)
        await #expect(throws: ClientError.self) { try await lossy.sync() }
        #expect(try await ann.list.sorted() == ["other todo", "theirs todo"])
        let pending = try await ann.pendingMutations()
        #expect(pending.map(\.number) == [1, 2])
        #expect(pending[0].failure?.contains("UNIQUE") == true)
        #expect(pending[1].failure == nil)

        try await ann.sync()
        #expect(try await ann.rejections().map(\.code) == ["constraint"])
        #expect(try await ann.dump() == server.dump())
    }

    @Test("a new client gets everything, one that is behind gets what changed, one that is in step gets nothing")
    func catchUp() async throws {
        await server.set(encoding: .rows)
        for number in 1...3 { await server.run(.createIssue(id: .id(number), title: "\(number)", description: "")) }
        let ann = try await client("ann")
        try await ann.sync()
        #expect(try await ann.dump() == server.dump())
        await server.run(.deleteIssue(id: .id(2)))
        await server.run(.updateIssueStatus(id: .id(3), status: .done))
        try await ann.sync()
        #expect(try await ann.list.sorted() == ["1 todo", "3 done"])
        let before = try await ann.scalar("SELECT cursor FROM lockstep_replica")
        try await ann.sync()
        #expect(try await ann.scalar("SELECT cursor FROM lockstep_replica") == before)
    }

    @Test(
        "many pending mutations go up in bounded pushes, in order",
        arguments: [(100, [100, 100, 50]), (ClientConfiguration().maximumMutationsPerPush, [250])])
    func boundedPushes(_ limit: Int, _ expected: [Int]) async throws {
        let transport = TestTransport(to: server)
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = limit
        let ann = try await IssueClient.open(folder, transport, configuration: configuration)
        for number in 1...250 {
            try await ann.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        try await ann.sync()
        let sizes = try transport.requests.map { try PushRequest(json: $0.body).mutations.count }
        #expect(sizes == expected)
        #expect(await server.applied == (1...250).map { "createIssue \($0)" })
        #expect(try await ann.dump() == server.dump())
    }

    @Test("a long catch-up is applied step by step")
    func manySteps() async throws {
        for number in 1...20 { await server.run(.createIssue(id: .id(number), title: "\(number)", description: "")) }
        await server.set(maximumEntries: 3)
        let ann = try await client("ann")
        try await ann.mutate(.createIssue(id: .id(99), title: "mine", description: ""))
        try await ann.sync()
        #expect(try await ann.list.count == 21)
        #expect(try await ann.dump() == server.dump())
    }
}
