import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Many live queries")
struct ManyObserversTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func client(issues count: Int = 0) async throws -> IssueClient {
        let client = try await IssueClient.open(folder, .none)
        try await client.mutate(
            (0..<count).map { .createIssue(id: .id($0), title: "\($0)", description: "") })
        return client
    }

    @Test("of 1,000 rows wake for their own row only, and are read only then")
    func oneOfThousand() async throws {
        let client = try await client(issues: 1000)
        let reads = Guarded(0)
        var observers: [LiveResults<IssueList.Issue?>.AsyncIterator] = []
        for number in 0..<1000 {
            var observer = client.observe(.issue(id: .id(number)).counted(by: reads)).makeAsyncIterator()
            #expect(try await observer.next()??.title == "\(number)")
            observers.append(observer)
        }
        #expect(reads.withLock { $0 } == 1000)
        #expect(client.replica.hub.touchedCount == 0)
        for number in [7, 993] {
            try await client.mutate(.updateIssue(id: .id(number), title: .set("new")))
            #expect(client.replica.hub.touchedCount == 1)
            #expect(try await observers[number].next()??.title == "new")
        }
        #expect(reads.withLock { $0 } == 1002)
        #expect(client.replica.hub.touchedCount == 0)
    }

    @Test("are all told of what concerns all, in a few transactions, while others read")
    func allOfThousand() async throws {
        let client = try await client(issues: 1)
        let told = Guarded(0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    for try await issues in client.observe(.issues) where issues.count == 2 {
                        told.withLock { $0 += 1 }
                        return
                    }
                }
            }
            while client.replica.hub.count < 1000 || client.replica.hub.touchedCount > 0 { await Task.yield() }
            try await client.mutate(.createIssue(id: .id(9), title: "9", description: ""))
            #expect(try await client.read(.issues).count == 2)
            try await group.waitForAll()
        }
        #expect(told.withLock { $0 } == 1000)
    }

    @Test("wait for no query that takes long, nor does a single read")
    func slowQuery() async throws {
        let client = try await client(issues: 1)
        let gate = Gate()
        gate.close()
        let slow = Task {
            for try await issues in client.observe(.issues.onRead { gate.pass() }) { return issues.count }
            return 0
        }
        await gate.arrived()
        var fast = client.observe(.issueCounts).makeAsyncIterator()
        for number in 1...20 {
            _ = try await fast.next()
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        #expect(try await fast.next()?.map(\.count) == [21])
        #expect(try await client.read(.issues).count == 21)
        gate.open()
        #expect(try await slow.value == 1, "the version that was there when the read began")
    }

    @Test("make one read of all that happens while they read")
    func coalesced() async throws {
        let client = try await client()
        let reads = Guarded(0)
        let gate = Gate()
        let query = Query<IssueList, [IssueList.Issue]>.issues.counted(by: reads).onRead { gate.pass() }
        let (counts, counted) = AsyncStream.makeStream(of: Int.self)
        let observer = Task {
            for try await issues in client.observe(query) { counted.yield(issues.count) }
        }
        var iterator = counts.makeAsyncIterator()
        #expect(await iterator.next() == 0)
        gate.close()
        try await client.mutate(.createIssue(id: .id(1), title: "1", description: ""))
        await gate.arrived()
        for number in 2...50 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        gate.open()
        #expect(await iterator.next() == 1)
        #expect(await iterator.next() == 50)
        #expect(reads.withLock { $0 } == 3)
        observer.cancel()
        try await observer.value
    }

    @Test("that are cancelled while they wait for a read do not take a connection")
    func cancelled() async throws {
        let client = try await client(issues: 1)
        let gate = Gate()
        let reads = Guarded(0)
        gate.close()
        // As many as there are connections for them.
        let blockers = (0..<3).map { _ in
            Task { try await client.replica.readLive { _ in gate.pass() } }
        }
        for _ in blockers { await gate.arrived() }
        let waiting = Task { try await client.replica.readLive { _ in reads.withLock { $0 += 1 } } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        for _ in blockers { gate.open() }
        for blocker in blockers { try await blocker.value }
        try await client.replica.readLive { _ in }
        #expect(reads.withLock { $0 } == 0)
    }

    @Test("read what was committed before they asked, though another read shares the connection")
    func freshness() async throws {
        let client = try await client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<50 {
                        let id = UUID.id(writer * 100 + number)
                        try await client.mutate(.createIssue(id: id, title: "new", description: ""))
                        let issue = try await client.replica.readLive {
                            try Query<IssueList, IssueList.Issue?>.issue(id: id).fetch($0)
                        }
                        #expect(issue != nil)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
