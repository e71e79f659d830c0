import CSQLite
import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Crashes and other processes")
struct CrashTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    @Test("what `mutate` returned for is there after a crash, and is pushed")
    func survivesCrash() async throws {
        let receipt = try await abandoned {
            try await $0.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        }
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        #expect(try await client.list == ["one todo"])
        #expect(try await client.pendingMutations().map(\.token) == [receipt.token])
        try await client.sync()
        #expect(try await client.outcome(of: receipt.token) == .applied)
        #expect(await server.applied.count == 1)
    }

    @Test("a crash after the server committed and before the answer came runs nothing twice")
    func lostAnswer() async throws {
        let token = try await abandoned { [server] client in
            let receipt = try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
            let body = try await client.request().body
            _ = try await server.post(SyncProtocol.pushPath, body, as: "ann")
            return receipt.token
        }
        #expect(await server.head == 1)
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        try await client.sync()
        #expect(await server.head == 1)
        #expect(try await client.outcome(of: token) == .applied)
    }

    @Test("SQLite commits as durably as it can, and waits for other processes")
    func durability() async throws {
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        #expect(try await client.writerPragma("synchronous") == 2)
        #expect(try await client.writerPragma("fullfsync") == 1)
        #expect(try await client.writerPragma("foreign_keys") == 1)
        #expect(try await client.writerPragma("recursive_triggers") == 1)
        #expect(try await client.writerPragma("busy_timeout") == 10_000)
        #expect(try await client.scalar("PRAGMA journal_mode") == "wal")
    }

    @Test("two clients on one file share a queue, and number it without gaps")
    func twoClientsOnOneFile() async throws {
        let first = try await IssueClient.open(folder, TestTransport(to: server))
        let second = try await IssueClient.open(folder, TestTransport(to: server))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let client = number.isMultiple(of: 2) ? first : second
                group.addTask {
                    try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
                    if number.isMultiple(of: 5) { try await client.sync() }
                }
            }
            try await group.waitForAll()
        }
        try await first.sync()
        try await second.sync()
        #expect(await server.head == 40)
        #expect(await server.log.map(\.number) == Array(1...40))
        #expect(try await first.dump() == server.dump())
        #expect(try await second.dump() == first.dump())
        #expect(try await first.pendingMutations().isEmpty)
        #expect(try await first.scalar("SELECT count(*) FROM lockstep_base") == "0")
    }

    @Test("a rebase knows the rows that another process's mutation touched")
    func undoesTheOthersMutations() async throws {
        await server.run(.createIssue(id: .id(1), title: "base", description: ""))
        let first = try await IssueClient.open(folder, TestTransport(to: server))
        try await first.sync()
        let second = try await IssueClient.open(folder, TestTransport(to: server))
        try await second.mutate(.updateIssue(id: .id(1), title: .set("second's")))
        try await first.mutate(.updateIssue(id: .id(1), title: .set("first's")))
        await server.set(denied: ["updateIssue"])
        try await first.sync()
        #expect(try await first.list == ["base todo"])
        #expect(try await second.list == ["base todo"])
        #expect(try await second.rejections().count == 2)
    }

    @Test("an answer to a request from before another process moved the replica changes nothing")
    func superseded() async throws {
        let first = try await IssueClient.open(folder, TestTransport(to: server))
        let request = try await first.request()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let stale = try PullResponse(json: try await server.post(request.path, request.body, as: "ann").body)
        let second = try await IssueClient.open(folder, TestTransport(to: server))
        await server.run(.createIssue(id: .id(2), title: "two", description: ""))
        try await second.sync()
        let replica = try await Replica<IssueList>.open(
            at: folder.path("replica"), actor: "ann", environment: VirtualClock().environment,
            configuration: ClientConfiguration())
        #expect(try await replica.apply(stale, to: request) == .superseded)
        #expect(try await second.list.count == 2)
    }

    @Test("what another process wrote is told in the order of the writes")
    func pollIsOrdered() async throws {
        let first = try await IssueClient.open(folder, TestTransport(to: server))
        let second = try await IssueClient.open(folder, TestTransport(to: server))
        let isToldByWriter = Guarded<[Bool]>([])
        first.replica.hub.addObserver { [pool = first.replica.pool.connections] _ in
            // What enters the writer's queue from outside of it runs after what was sent there before.
            let hasNextRun = Guarded(false)
            pool.asyncWriteWithoutTransaction { _ in hasNextRun.withLock { $0 = true } }
            pool.unsafeReentrantWrite { _ in }
            let isInside = hasNextRun.withLock { !$0 }
            isToldByWriter.withLock { $0.append(isInside) }
        }
        try await first.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await second.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await first.replica.poll()
        #expect(isToldByWriter.withLock { $0 } == [true, true, true], "its own, the other's, and the empty one")
    }

    @Test("a client that is dropped while its pool is kept leaves the connection as it found it")
    func droppedClient() async throws {
        let pool = try await abandoned { $0.replica.pool.connections }
        // Until the writer's statements are gone the last reference to the client may still be under way.
        while try await pool.write(Self.holdsReplicaStatements) { await Task.yield() }
        let hasHook = try await pool.write { sqlite3_preupdate_hook($0.sqliteConnection, nil, nil) != nil }
        #expect(!hasHook)
    }

    @Sendable private static func holdsReplicaStatements(_ database: Database) -> Bool {
        var statement = sqlite3_next_stmt(database.sqliteConnection, nil)
        while let current = statement {
            if let sql = sqlite3_sql(current), String(cString: sql).contains("lockstep_") { return true }
            statement = sqlite3_next_stmt(database.sqliteConnection, current)
        }
        return false
    }

    @Test("cancelling a task takes nothing back of what it had begun to record")
    func cancellation() async throws {
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        }
        _ = try await task.value
        #expect(try await client.list == ["one todo"])
        #expect(try await client.pendingMutations().count == 1)
    }

    /// Does something with a client that is then gone without having been closed.
    private func abandoned<Value>(_ body: (IssueClient) async throws -> Value) async throws -> Value {
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        return try await body(client)
    }
}
