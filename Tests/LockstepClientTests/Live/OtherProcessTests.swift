import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("What another process writes")
struct OtherProcessTests {
    private let folder: TestFolder
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
    }

    private func client(_ clock: VirtualClock? = nil) async throws -> IssueClient {
        try await .open(folder, .none, clock ?? self.clock)
    }

    /// Somebody else who writes to the file.
    enum Stranger: CaseIterable {
        /// Another client, as in an extension of the app.
        case client

        /// A bare connection, as in the `sqlite3` shell.
        case connection
    }

    private func write(_ number: Int, as stranger: Stranger) async throws {
        switch stranger {
        case .client:
            let client = try await client(VirtualClock())
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
            try await client.close()
        case .connection:
            let connection = try DatabaseQueue(path: folder.path("replica"))
            try await connection.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO issue (id, title, description, status, owner, created_at)
                        VALUES (?, 'x', '', 'todo', 'ann', 0)
                        """, arguments: [UUID.id(number).uuidString.lowercased()])
            }
        }
    }

    /// Lets the time pass in which the file is looked at once, and what comes of it.
    private func look(_ client: IssueClient) async throws {
        clock.advance(by: .milliseconds(250))
        while clock.scheduledCount == 0 { await Task.yield() }
        try await client.replica.write(isShort: true) { _ in }
    }

    @Test("wakes live queries within the poll interval, without run()", arguments: Stranger.allCases)
    func wakesQueries(_ stranger: Stranger) async throws {
        let client = try await client()
        var issues = client.observe(.issues).makeAsyncIterator()
        #expect(try await issues.next()?.count == 0)
        for number in 1...3 {
            try await write(number, as: stranger)
            #expect(client.replica.hub.touchedCount == 0)
            try await look(client)
            #expect(client.replica.hub.touchedCount == 1)
            #expect(try await issues.next()?.count == number)
        }
    }

    @Test("wakes those who follow pending mutations and rejections")
    func wakesOthers() async throws {
        let client = try await client()
        var pending = client.observePendingMutations().makeAsyncIterator()
        let rejections = client.observeRejections().makeAsyncIterator()
        #expect(try await pending.next()?.count == 0)
        try await write(1, as: .client)
        try await look(client)
        #expect(client.replica.hub.touchedCount == 2)
        #expect(try await pending.next()?.count == 1)
        withExtendedLifetime(rejections) {}
    }

    @Test("is no news if the result is equal")
    func equalResult() async throws {
        let client = try await client()
        var one = client.observe(.issue(id: .id(1))).makeAsyncIterator()
        #expect(try await one.next() == .some(nil))
        try await write(2, as: .client)
        try await look(client)
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        #expect(try await one.next()??.title == "one")
    }

    @Test("is not what this process wrote")
    func ownCommits() async throws {
        let client = try await client()
        let strangers = Guarded(0)
        client.replica.hub.addObserver { change in
            if change.isByAnother { strangers.withLock { $0 += 1 } }
        }
        let issues = client.observe(.issues).makeAsyncIterator()
        for number in 1...5 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
            try await look(client)
        }
        #expect(strangers.withLock { $0 } == 0)
        try await write(6, as: .client)
        try await client.mutate(.createIssue(id: .id(7), title: "7", description: ""))
        try await look(client)
        #expect(strangers.withLock { $0 } == 1)
        try await look(client)
        #expect(strangers.withLock { $0 } == 1)
        withExtendedLifetime(issues) {}
    }

    @Test("is looked for by one, however many wait, and by nobody if nobody does")
    func onePoller() async throws {
        let client = try await client()
        #expect(clock.scheduledCount == 0)
        let observers = (0..<50).map { _ in client.observe(.issues).makeAsyncIterator() }
        #expect(clock.scheduledCount == 1)
        try await look(client)
        #expect(clock.scheduledCount == 1)
        withExtendedLifetime(observers) {}
    }

    @Test("is looked for until the last who waits is gone, and again for the next")
    func endAndBegin() async throws {
        let client = try await client()
        let first = client.observe(.issues)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for try await _ in first { return } }
            try await group.waitForAll()
        }
        #expect(client.replica.hub.count == 0)
        // The look that was due finds nobody, and is the last.
        clock.advance(by: .milliseconds(250))
        try await client.replica.write(isShort: true) { _ in }
        try await write(1, as: .client)
        var issues = client.observe(.issues).makeAsyncIterator()
        #expect(try await issues.next()?.count == 1)
        try await write(2, as: .client)
        try await look(client)
        #expect(try await issues.next()?.count == 2)
    }

    @Test("is told before a long transaction of this process begins, not after it")
    func longTransaction() async throws {
        let client = try await client()
        var issues = client.observe(.issues).makeAsyncIterator()
        #expect(try await issues.next()?.count == 0)
        try await write(1, as: .client)
        let end = DispatchSemaphore(value: 0)
        async let step: Void = client.replica.write { _ in end.wait() }
        #expect(try await issues.next()?.count == 1)
        end.signal()
        try await step
    }

    @Test("does not make closing wait, nor is it looked for afterwards")
    func closing() async throws {
        let client = try await client()
        var issues = client.observe(.issues).makeAsyncIterator()
        _ = try await issues.next()
        try await look(client)
        try await client.close()
        clock.advance(by: .milliseconds(250))
        await #expect(throws: ClientError.self) { _ = try await issues.next() }
    }
}
