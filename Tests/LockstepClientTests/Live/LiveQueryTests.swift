import Foundation
import IssueListSchema
import Lockstep
import Observation
import Testing

@testable import LockstepClient

@Suite("LiveQuery")
@MainActor
struct LiveQueryTests {
    private typealias Issues = LiveQuery<IssueList, [IssueList.Issue]>
    private let folder: TestFolder
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
    }

    private func client(issues count: Int = 0) async throws -> IssueClient {
        let client = try await IssueClient.open(folder, .none, clock)
        try await client.mutate(
            (0..<count).map { .createIssue(id: .id($0), title: "\($0)", description: "") })
        return client
    }

    @Test("has its first value at once")
    func first() async throws {
        let client = try await client(issues: 2)
        #expect(Issues(client, .issues).value?.count == 2)
        #expect(Issues(client, .issues).rows.count == 2)
        #expect(LiveQuery(client, .issue(id: .id(1))).row?.title == "1")
        #expect(LiveQuery(client, .issue(id: .id(5))).value == .some(nil))
        #expect(Issues(client, .issues).error == nil)
    }

    @Test("reads nothing, and waits for nothing, until somebody looks")
    func lazy() async throws {
        let client = try await client()
        let reads = Guarded(0)
        let issues = Issues(client, .issues.counted(by: reads))
        issues.query = .issues.counted(by: reads)
        #expect(reads.withLock { $0 } == 0)
        #expect(client.replica.hub.count == 0)
        _ = issues.value
        #expect(reads.withLock { $0 } == 1)
        #expect(client.replica.hub.count == 1)
    }

    @Test("tells of each change that makes a difference")
    func following() async throws {
        let client = try await client()
        let issues = Issues(client, .issuesByStatus(status: .todo))
        for number in 1...3 {
            let change = Tracking { _ = issues.value }
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
            await change.happened()
            #expect(issues.rows.count == number)
        }
        let reads = Guarded(0)
        let quiet = Issues(client, .issuesByStatus(status: .done).counted(by: reads))
        let told = Guarded(false)
        withObservationTracking {
            _ = quiet.value
        } onChange: {
            told.withLock { $0 = true }
        }
        let change = Tracking { _ = issues.value }
        try await client.mutate(.createIssue(id: .id(4), title: "4", description: ""))
        await change.happened()
        while reads.withLock({ $0 }) < 2 { await Task.yield() }
        // Its read was over before the next one of the same connection, which is over before the change.
        let next = Tracking { _ = issues.value }
        try await client.mutate(.createIssue(id: .id(5), title: "5", description: ""))
        await next.happened()
        #expect(!told.withLock { $0 }, "an equal result")
    }

    @Test("makes one read of all that happens while the main thread is busy")
    func coalesced() async throws {
        let client = try await client()
        let reads = Guarded(0)
        let issues = Issues(client, .issues.counted(by: reads))
        _ = issues.value
        let change = Tracking { _ = issues.value }
        for number in 1...20 {
            // Synchronous: nothing else of the main actor runs between.
            func mutate() throws {
                try client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
            }
            try mutate()
        }
        await change.happened()
        #expect(issues.rows.count == 20)
        #expect(reads.withLock { $0 } == 2)
    }

    @Test("reads another query at once")
    func otherQuery() async throws {
        let client = try await client(issues: 3)
        try await client.mutate(.updateIssueStatus(id: .id(1), status: .done))
        let issues = Issues(client, .issuesByStatus(status: .todo))
        #expect(issues.rows.count == 2)
        let change = Tracking { _ = issues.value }
        issues.query = .issuesByStatus(status: .done)
        #expect(issues.rows.map(\.title) == ["1"])
        await change.happened()
        #expect(client.replica.hub.count == 1)
        let next = Tracking { _ = issues.value }
        try await client.mutate(.updateIssueStatus(id: .id(2), status: .done))
        await next.happened()
        #expect(issues.rows.count == 2)
    }

    @Test("of several queries is read at one version, and told once for a change of any")
    func together() async throws {
        struct Board: Equatable {
            let titles: [String]
            let counts: [Int]
        }
        let client = try await client(issues: 1)
        let board = LiveQueries(client, .issues, .issueCounts) { issues, counts in
            Board(titles: issues.map(\.title), counts: counts.map(\.count))
        }
        #expect(board.value == Board(titles: ["0"], counts: [1]))
        let change = Tracking { _ = board.value }
        try await client.mutate(.createIssue(id: .id(1), title: "1", description: ""))
        await change.happened()
        #expect(board.value == Board(titles: ["0", "1"], counts: [2]))
        #expect(board.error == nil)
        #expect(client.replica.hub.count == 1)
    }

    @Test("tells nothing if another query has the same result")
    func sameResult() async throws {
        let client = try await client(issues: 2)
        let issues = Issues(client, .issues)
        _ = issues.value
        let told = Guarded(false)
        withObservationTracking {
            _ = issues.value
        } onChange: {
            told.withLock { $0 = true }
        }
        issues.query = .issuesByStatus(status: .todo)
        #expect(!told.withLock { $0 })
        #expect(issues.rows.count == 2)
    }

    @Test("drops what it reads for a query that it no longer has")
    func lateResult() async throws {
        let client = try await client(issues: 1)
        let gate = Gate()
        let issues = Issues(client, .issuesByStatus(status: .todo).onRead { gate.pass() })
        #expect(issues.rows.count == 1)
        gate.close()
        try await client.mutate(.createIssue(id: .id(2), title: "2", description: ""))
        await gate.arrived()
        issues.query = .issuesByStatus(status: .done)
        #expect(issues.rows.isEmpty)
        gate.open()
        let change = Tracking { _ = issues.value }
        try await client.mutate(.updateIssueStatus(id: .id(2), status: .done))
        await change.happened()
        #expect(issues.rows.map(\.title) == ["2"])
    }

    @Test("says when its client was closed, before and while it is looked at")
    func closed() async throws {
        let client = try await client(issues: 1)
        let issues = Issues(client, .issues)
        #expect(issues.rows.count == 1)
        let change = Tracking { _ = issues.error }
        try await client.close()
        await change.happened()
        #expect(issues.error?.code == .closed)
        #expect(issues.rows.count == 1, "what was read last")
        let late = Issues(client, .issues)
        #expect(late.value == nil)
        #expect(late.error?.code == .closed)
        issues.query = .issuesByStatus(status: .todo)
        #expect(issues.value == nil, "the value was another query's")
    }

    @Test("is read again after an error, when something changes")
    func recovery() async throws {
        let client = try await client(issues: 1)
        let isBroken = Guarded(false)
        let query = Query<IssueList, [IssueList.Issue]>(
            name: "breaks", sql: "SELECT id, title, description, status, owner, created_at FROM issue",
            reads: [TableAccess("issue", ["id", "title"])]
        ) { statement in
            if isBroken.withLock({ $0 }) { throw Broken() }
            return try statement.all { try IssueList.Issue(row: $0) }
        }
        let issues = Issues(client, query)
        #expect(issues.rows.count == 1)
        isBroken.withLock { $0 = true }
        let failure = Tracking { _ = issues.error }
        try await client.mutate(.createIssue(id: .id(2), title: "2", description: ""))
        await failure.happened()
        #expect(issues.error?.code == .database)
        #expect(issues.error?.underlying is Broken)
        #expect(issues.rows.count == 1)
        isBroken.withLock { $0 = false }
        let success = Tracking { _ = issues.error }
        try await client.mutate(.createIssue(id: .id(3), title: "3", description: ""))
        await success.happened()
        #expect(issues.error == nil)
        #expect(issues.rows.count == 3)
    }

    @Test("sees what another process writes")
    func otherProcess() async throws {
        let client = try await client()
        let issues = Issues(client, .issues)
        #expect(issues.rows.isEmpty)
        let change = Tracking { _ = issues.value }
        let other = try await IssueClient.open(folder, .none)
        try await other.mutate(.createIssue(id: .id(1), title: "1", description: ""))
        clock.advance(by: .milliseconds(250))
        await change.happened()
        #expect(issues.rows.count == 1)
    }

    @Test("gives back its place when it goes")
    func end() async throws {
        let client = try await client()
        var issues: Issues? = Issues(client, .issues)
        _ = issues?.value
        weak let object = issues
        issues = nil
        #expect(object == nil)
        #expect(client.replica.hub.count == 0)
    }
}

private struct Broken: Error {}

/// Whether something observable changes after it was looked at.
@MainActor
private struct Tracking {
    private let changes: AsyncStream<Void>

    init(_ look: () -> Void) {
        let (changes, continuation) = AsyncStream.makeStream(of: Void.self)
        self.changes = changes
        withObservationTracking(look) { continuation.yield() }
    }

    /// Returns when it has changed.
    func happened() async {
        for await _ in changes { return }
    }
}
