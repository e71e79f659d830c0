import Foundation
import GRDB
import IssueListSchema
import Testing

@testable import LockstepClient

@Suite("Several clients on one file")
struct SyncLockTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let clock = VirtualClock()
    private let transport: TestTransport
    private let otherTransport: TestTransport

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
        transport = TestTransport(to: server)
        otherTransport = TestTransport(to: server)
    }

    private func holder() async throws -> IssueClient { try await IssueClient.open(folder, transport, clock) }
    private func other() async throws -> IssueClient { try await IssueClient.open(folder, otherTransport, clock) }

    @Test("one runs, the other waits, and takes over when the first ends")
    func takeOver() async throws {
        let (first, second) = (try await holder(), try await other())
        try await withThrowingTaskGroup(of: Void.self) { group in
            let running = Task { try await first.run() }
            _ = await first.status { $0.connection == .idle }
            group.addTask { try await second.run() }
            let waiting = await second.status { $0.isSyncedByAnother }
            #expect(waiting.connection == .offline)
            #expect(waiting.listening == .none)
            #expect(first.status.isSyncedByAnother == false)
            #expect(otherTransport.requests.isEmpty)

            let receipt = try await second.mutate(.createIssue(id: .id(1), title: "theirs", description: ""))
            #expect(try await clock.ticking { try await second.outcome(of: receipt.token) } == .applied)
            #expect(otherTransport.requests.isEmpty)

            running.cancel()
            try await running.value
            let status = await clock.ticking { await second.status { $0.connection == .idle } }
            #expect(!status.isSyncedByAnother)
            #expect(otherTransport.requests.count == 1)
            group.cancelAll()
        }
    }

    @Test("a run that ended holds nothing, before or after whichever answer it was cancelled", arguments: 0..<20)
    func suspension(moment: Int) async throws {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 1
        let client = try await IssueClient.open(folder, transport, clock, configuration: configuration)
        for number in 1...10 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        let (moments, moment) = (AsyncStream<Void>.makeStream(), moment)
        let count = Guarded(0)
        transport.set { [server] path, body in
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            if number == moment / 2, moment.isMultiple(of: 2) { moments.continuation.yield() }
            defer { if number == moment / 2 { moments.continuation.yield() } }
            return try await server.post(path, body, as: "ann")
        }
        let running = Task { try await client.run() }
        for await _ in moments.stream { break }
        running.cancel()
        try await running.value

        let lock = SyncLock(beside: folder.path("replica"))
        #expect(try lock.take(for: .syncing))
        lock.release(.syncing)
        // A write lock, or a reader of an old version, would keep the log from being written back whole.
        let busy = try await client.replica.pool.connections.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        #expect(busy == 0)
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await client.pendingMutations().isEmpty)
    }

    @Test("a sync waits for its turn while another one syncs")
    func turns() async throws {
        let (first, second) = (try await holder(), try await other())
        let (gate, open) = AsyncStream<Void>.makeStream()
        transport.set { [server] path, body in
            for await _ in gate { break }
            return try await server.post(path, body, as: "ann")
        }
        async let one = first.sync()
        while transport.requests.isEmpty { await Task.yield() }
        async let two = second.sync()
        _ = await second.status { $0.isSyncedByAnother }
        #expect(otherTransport.requests.isEmpty)
        open.yield()
        #expect(try await one.roundTrips == 1)
        let report = try await two
        #expect(!report.isByAnother)
        #expect(report.roundTrips == 1)
        #expect(!second.status.isSyncedByAnother)
    }

    @Test("a sync leaves the work to another one that runs, and waits for what is pending")
    func leftToAnother() async throws {
        let (first, second) = (try await holder(), try await other())
        let running = Task { try await first.run() }
        _ = await first.status { $0.connection == .idle }
        #expect(try await second.sync().isByAnother)
        let receipt = try await second.mutate(.createIssue(id: .id(1), title: "theirs", description: ""))
        let report = try await clock.ticking { try await second.sync() }
        #expect(report.isByAnother)
        #expect(report.roundTrips == 0)
        #expect(try await second.outcome(of: receipt.token) == .applied)
        #expect(otherTransport.requests.isEmpty)
        running.cancel()
        try await running.value
        #expect(try await second.sync().roundTrips == 1)
    }

    @Test("a sync that waits can be cancelled, and ends when its client is closed")
    func endOfWaiting() async throws {
        let (first, second) = (try await holder(), try await other())
        transport.set { _, _ in throw TransportError.cut }
        let running = Task { try await first.run() }
        _ = await first.status { $0.connection == .backingOff }
        try await second.mutate(.createIssue(id: .id(1), title: "theirs", description: ""))
        let cancelled = Task { try await second.sync() }
        _ = await second.status { $0.isSyncedByAnother }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let waiting = Task { try await second.sync() }
        _ = await second.status { $0.isSyncedByAnother }
        try await second.close()
        let error = await clock.ticking { await #expect(throws: ClientError.self) { try await waiting.value } }
        #expect(error?.code == .closed)
        running.cancel()
        try await running.value
    }

    @Test("a client may sync while it runs")
    func runAndSync() async throws {
        let client = try await holder()
        let running = Task { try await client.run() }
        _ = await client.status { $0.connection == .idle }
        #expect(try await client.sync().roundTrips == 1)
        let lock = SyncLock(beside: folder.path("replica"))
        #expect(try !lock.take(for: .running))
        running.cancel()
        try await running.value
        #expect(try lock.take(for: .running))
        lock.release(.running)
    }

    @Test("who runs is known to run, whatever else it does by the lock")
    func purposes() async throws {
        let (first, second) = (try await holder(), try await other())
        let running = Task { try await first.run() }
        _ = await first.status { $0.connection == .idle }
        try await first.sync()
        // There is nothing to wait for.
        let report = try await clock.ticking { try await second.sync() }
        #expect(report.isByAnother)

        let lock = SyncLock(beside: folder.path("replica"))
        #expect(lock.purpose() == .running)
        running.cancel()
        try await running.value
        #expect(try lock.take(for: .running))
        #expect(try lock.take(for: .syncing))
        lock.release(.running)
        #expect(lock.purpose() == .syncing)
        lock.release(.syncing)
    }

    @Test("waiting for the lock ends with the client")
    func closing() async throws {
        let (first, second) = (try await holder(), try await other())
        let running = Task { try await first.run() }
        _ = await first.status { $0.connection == .idle }
        let waiting = Task { try await second.run() }
        _ = await second.status { $0.isSyncedByAnother }
        try await second.close()
        try await waiting.value
        running.cancel()
        try await running.value
    }

    @Test("a lock that cannot be had is told, and asked for again")
    func noLock() async throws {
        let client = try await holder()
        let path = folder.path("replica-sync")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .database)
        let running = Task { try await client.run() }
        let status = await client.status { $0.lastError != nil }
        #expect(status.lastError?.code == .database)
        try FileManager.default.removeItem(atPath: path)
        let later = await clock.ticking { await client.status { $0.connection == .idle } }
        #expect(later.lastError == nil)
        running.cancel()
        try await running.value
    }

    @Test("the lock is one for all paths that lead to the file")
    func links() async throws {
        let client = try await holder()
        let link = folder.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.url.appending(path: "replica"))
        let running = Task { try await client.run() }
        _ = await client.status { $0.connection == .idle }
        #expect(try !SyncLock(beside: link.path).take(for: .running))
        running.cancel()
        try await running.value
    }
}

extension VirtualClock {
    /// Lets time pass while `body` waits.
    func ticking<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        let ticking = Task {
            while !Task.isCancelled {
                self.advance(by: .milliseconds(250))
                await Task.yield()
            }
        }
        defer { ticking.cancel() }
        return try await body()
    }
}
