import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Making mutations")
struct MutateTests {
    private let folder: TestFolder
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
    }

    private func client(configuration: ClientConfiguration = ClientConfiguration()) async throws -> IssueClient {
        try await .open(folder, .none, clock, configuration: configuration)
    }

    /// Makes mutations as code does that is not asynchronous.
    private func mutateNow(_ client: IssueClient, _ mutations: [IssueList.Mutation]) throws -> [MutationReceipt] {
        try client.mutate(mutations)
    }

    @Test("of several, the error says which cannot be made, and none is", arguments: [0, 1, 4])
    func index(_ culprit: Int) async throws {
        let client = try await client()
        var mutations = (1...5).map {
            IssueList.Mutation.createIssue(id: .id($0), title: "\($0)", description: "")
        }
        mutations[culprit] = .createIssue(id: .id(9), title: "", description: "")
        let error = await #expect(throws: ClientError.self) { try await client.mutate(mutations) }
        #expect(error?.code == .constraint)
        #expect(error?.mutationIndex == culprit)
        #expect(try await client.read(.issues).isEmpty)
        #expect(try await client.pendingMutations().isEmpty)
    }

    @Test("the error of one that is too large says which it is")
    func tooLarge() async throws {
        var configuration = ClientConfiguration()
        configuration.maximumBytesPerMutation = 200
        let client = try await client(configuration: configuration)
        let error = await #expect(throws: ClientError.self) {
            try await client.mutate([
                .createIssue(id: .id(1), title: "1", description: ""),
                .createIssue(id: .id(2), title: "2", description: String(repeating: "x", count: 200)),
            ])
        }
        #expect(error?.code == .mutationTooLarge)
        #expect(error?.mutationIndex == 1)
        #expect(try await client.read(.issues).isEmpty)
    }

    @Test("synchronously, it is on disk and seen when the call returns")
    func synchronous() async throws {
        let client = try await client()
        let receipts = try mutateNow(client, [.createIssue(id: .id(1), title: "one", description: "")])
        #expect(try await client.read(.issues).map(\.title) == ["one"])
        #expect(try await client.pendingMutations().map(\.token) == receipts.map(\.token))
        #expect(client.status.pendingCount == 1)
        let other = try DatabaseQueue(path: folder.path("replica"))
        #expect(try await other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM lockstep_pending") } == 1)
    }

    @Test("synchronously, it wakes live queries and fails as the asynchronous one")
    func synchronousErrors() async throws {
        let client = try await client()
        var issues = client.observe(.issues).makeAsyncIterator()
        _ = try await issues.next()
        _ = try mutateNow(client, [.createIssue(id: .id(1), title: "one", description: "")])
        #expect(try await issues.next()?.count == 1)
        let refused = #expect(throws: ClientError.self) {
            try mutateNow(client, [.deleteIssue(id: .id(1)), .createIssue(id: .id(2), title: "", description: "")])
        }
        #expect(refused?.code == .constraint)
        #expect(refused?.mutationIndex == 1)
        #expect(try await client.read(.issues).count == 1)
        try await client.close()
        let closed = #expect(throws: ClientError.self) { try mutateNow(client, [.deleteIssue(id: .id(1))]) }
        #expect(closed?.code == .closed)
    }

    @Test("synchronously, it waits for a transaction that is under way, and no longer")
    func synchronousWaits() async throws {
        let client = try await client()
        let end = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        async let step: Void = client.replica.write { _ in
            begin.yield()
            end.wait()
        }
        for await _ in begun { break }
        let receipts = Guarded(0)
        let thread = DispatchQueue(label: "button")
        let pressed = DispatchGroup()
        thread.async(group: pressed) {
            do {
                try client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
                receipts.withLock { $0 += 1 }
            } catch {
                Issue.record(error)
            }
        }
        // Reads wait for neither.
        #expect(try await client.read(.issues).isEmpty)
        #expect(receipts.withLock { $0 } == 0)
        end.signal()
        try await step
        await withCheckedContinuation { continuation in
            pressed.notify(queue: .global()) { continuation.resume() }
        }
        #expect(try await client.read(.issues).count == 1)
    }

    @Test("from many threads at once loses none and gives each its number")
    func concurrent() async throws {
        let client = try await client()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<25 {
                        let mutation = IssueList.Mutation.createIssue(
                            id: .id(worker * 100 + number), title: "x", description: "")
                        do {
                            if number.isMultiple(of: 2) {
                                try await client.mutate(mutation)
                            } else {
                                _ = try mutateNow(client, [mutation])
                            }
                        } catch {
                            Issue.record(error)
                        }
                    }
                }
            }
        }
        #expect(try await client.pendingMutations().map(\.number) == Array(1...200))
        #expect(try await client.read(.issues).count == 200)
    }

    @Test("queries that are read together see one version, while others write")
    func readTogether() async throws {
        let client = try await client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...100 {
                    try await client.mutate(.createIssue(id: .id(number), title: "x", description: ""))
                }
            }
            for _ in 0..<50 {
                let (issues, counts) = try await client.read(.issues, .issueCounts)
                #expect(issues.count == counts.map(\.count).reduce(0, +))
            }
            try await group.waitForAll()
        }
    }

    @Test("a read that is cancelled ends, though the query would not")
    func cancelledRead() async throws {
        let client = try await client()
        let endless = Query<IssueList, Int>(
            name: "endless",
            sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
            reads: []
        ) { try $0.only { try $0.value(at: 0) } }
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task { try await client.read(endless.onRead { begin.yield() }) }
        for await _ in begun { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
