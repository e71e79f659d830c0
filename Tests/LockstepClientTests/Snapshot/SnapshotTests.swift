import Foundation
import GRDB
import IssueListSchema
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("A snapshot", .timeLimit(.minutes(10)))
struct SnapshotTests {
    @Test("makes a new client's base, and leaves nothing behind")
    func freshClient() async throws {
        let world = try await SnapshotWorld(issues: 20)
        let client = try await world.open()
        let report = try await client.sync()
        #expect(report.roundTrips > 1)
        #expect(try await client.dump() == world.server.dump())
        #expect(try await client.replica.read { try Replica<IssueList>.state($0).cursor } == world.server.cursor(20))
        #expect(try await client.snapshotRow() == nil)
        #expect(!world.hasFile)
        #expect(client.status.snapshotProgress == nil)
        // The next changes come as mutations.
        await world.server.run(.deleteIssue(id: .id(3)))
        try await client.sync()
        #expect(try await client.dump() == world.server.dump())
        #expect(world.files.requests.count == 1)
    }

    @Test("replaces all of an old base, and keeps what is pending")
    func farBehind() async throws {
        let world = try await SnapshotWorld(issues: 3)
        let client = try await world.open()
        await world.server.set(encoding: .rows)
        try await client.sync()
        await world.server.set(encoding: .snapshot)
        for number in 0..<3 { await world.server.run(.deleteIssue(id: .id(number))) }
        for number in 10..<15 { await world.server.run(.createIssue(id: .id(number), title: "new", description: "")) }
        // One touches a row that is gone by now, one makes a row, one a row that the snapshot has.
        let late = try await client.mutate(.updateIssueStatus(id: .id(1), status: .done))
        let made = try await client.mutate(.createIssue(id: .id(90), title: "mine", description: ""))
        let moot = try await client.mutate(.createIssue(id: .id(12), title: "clash", description: ""))

        let (exchange, _) = world.exchange(of: client)
        // The pull is of a version before these are pushed: they are pending when the snapshot comes.
        let pull = try await client.request(.pull)
        let answer = try await world.transport.post(pull.path, body: pull.body)
        let step = try PullResponse(json: answer.body)
        guard case .snapshot(let reference) = step.changes else {
            Issue.record("the answer is no snapshot")
            return
        }
        _ = try await exchange.begin(step, reference, pull, pushedThrough: 0)
        guard case .applied(let applied) = await exchange.perform(.snapshot, pushLimit: nil) else {
            Issue.record("the snapshot was not applied")
            return
        }
        #expect(applied.replacedBase && applied.hasPending && applied.more)
        #expect(await applied.version == world.server.head)
        #expect(try await client.pendingMutations().map(\.token) == [late, made, moot].map(\.token))
        #expect(try await client.pendingMutations().map { $0.failure != nil } == [false, false, true])
        let titles = try await client.read(.issues).map(\.title).sorted()
        #expect(titles == ["mine", "new", "new", "new", "new", "new"])
        // The base is the snapshot: without what is pending the tables are the server's.
        try await client.replica.write { writer in try writer.connection.withoutEnforcement { try writer.undo() } }
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("reaches the same tables, outcomes and queue as rows do", arguments: [UInt64](1...6))
    func sameAsRows(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let folder = try TestFolder()
        let server = try ReferenceServer(Workshop.self, seed: seed)
        for _ in 0..<60 { await server.run(.arbitrary(using: &generator)) }
        var clients: [SyncClient<Workshop>] = []
        for (file, encoding) in [("rows", ReferenceServer<Workshop>.Encoding.rows), ("snapshot", .snapshot)] {
            let transport = TestTransport(to: server)
            transport.serve(server.files.serve)
            await server.set(encoding: encoding)
            let client = try await SyncClient<Workshop>.open(folder, transport, VirtualClock(seed: 5), file: file)
            clients.append(client)
            var mutations = SeededGenerator(seed: seed + 100)
            for _ in 0..<10 {
                // Some violate a constraint, and are not made.
                _ = try? await client.mutate(.arbitrary(using: &mutations))
            }
            let request = try await client.request(.pull)
            let step = try PullResponse(json: try await server.post(request.path, request.body, as: "ann").body)
            if case .snapshot(let reference) = step.changes {
                let exchange = SyncExchange(replica: client.replica, transport: transport) { _ in }
                _ = try await exchange.begin(step, reference, request, pushedThrough: 0)
                guard case .applied = await exchange.perform(.snapshot, pushLimit: nil) else {
                    Issue.record("the snapshot was not applied")
                    return
                }
            } else {
                _ = try await client.replica.apply(step, to: request)
            }
        }
        #expect(server.files.requests.count == 1)
        #expect(try await clients[0].dump() == clients[1].dump())
        #expect(try await clients[0].images() == clients[1].images())
        let failures = try await clients[0].pendingMutations().map(\.failure)
        #expect(try await clients[1].pendingMutations().map(\.failure) == failures)
    }

    @Test("leaves the tables with the indexes that they had, in their order")
    func indexes() async throws {
        let world = try await SnapshotWorld(issues: 5)
        let client = try await world.open()
        let sql =
            "SELECT group_concat(name || ': ' || sql, '; ') FROM pragma_index_list('issue') JOIN sqlite_schema USING (name)"
        let before = try await client.scalar(sql)
        try await client.sync()
        #expect(before?.contains("issue_by_age") == true)
        #expect(try await client.scalar(sql) == before)
        #expect(try await client.scalar("PRAGMA integrity_check") == "ok")
        #expect(try await client.writerPragma("foreign_keys") == 1)
        #expect(try await client.writerPragma("ignore_check_constraints") == 0)
    }

    @Test("is one change to live queries")
    func liveQueries() async throws {
        let world = try await SnapshotWorld(issues: 30)
        let client = try await world.open()
        var counts = client.observe(.issueCounts).makeAsyncIterator()
        #expect(try await counts.next() == [])
        let versions = Guarded(0)
        client.replica.hub.addObserver { change in
            if case .everything = change.rows { versions.withLock { $0 += 1 } }
        }
        try await client.sync()
        #expect(try await counts.next() == [IssueList.IssueCountsRow(status: .todo, count: 30)])
        #expect(versions.withLock { $0 } == 1)
    }

    @Test("is written down before it is fetched, and not fetched again by a client that is opened anew")
    func restart() async throws {
        let world = try await SnapshotWorld(issues: 40, size: 30_000)
        let first = try await world.open()
        world.files.set { $0.chunksPerAnswer = 10 }
        await #expect(throws: ClientError.self) { try await first.sync() }
        let sha256 = try #require(try await first.snapshotRow())
        let posts = world.posts.count
        let sent = world.files.sentBytes
        #expect(sent == 163_840)
        try await first.close()

        world.files.set { $0.chunksPerAnswer = .max }
        let second = try await world.open()
        #expect(try await second.snapshotRow() == sha256)
        let (exchange, told) = world.exchange(of: second)
        guard case .downloading = await exchange.perform(.pushAndPull, pushLimit: nil) else {
            Issue.record("the download did not go on")
            return
        }
        #expect(world.posts.count == posts)
        _ = await exchange.perform(.snapshot, pushLimit: nil)
        let reference = try #require(world.files.file(world.files.paths[0]))
        #expect(told.withLock { $0.first } == Double(sent) / Double(reference.bytes.count))
        try await second.sync()
        #expect(world.files.sentBytes == reference.bytes.count)
        #expect(try await second.dump() == world.server.dump())
    }

    @Test("that is there but not applied is applied by a client that is opened anew, and not fetched")
    func downloadedAndKilled() async throws {
        let world = try await SnapshotWorld(issues: 40, size: 20_000)
        var configuration = ClientConfiguration()
        configuration.busyTimeout = .milliseconds(1)
        let first = try await world.open(configuration: configuration)
        var settings = Configuration()
        settings.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: world.folder.path("replica"), configuration: settings)
        // From the second piece on nothing can be written to the replica.
        world.files.set { $0.before = { if $0.range.lowerBound > 0 { try await other.write(locking: true) } } }
        let error = await #expect(throws: ClientError.self) { try await first.sync() }
        #expect(error?.code == .busy)
        try await other.write(locking: false)
        world.files.set { $0.before = { _ in } }
        #expect(world.files.requests.count == 2)
        #expect(world.hasFile)
        try await first.close()

        let second = try await world.open()
        #expect(try await second.list.isEmpty)
        try await second.sync()
        #expect(world.files.requests.count == 2)
        #expect(try await second.dump() == world.server.dump())
    }

    @Test("that another client has applied meanwhile is not applied again")
    func superseded() async throws {
        let world = try await SnapshotWorld(issues: 10)
        let first = try await world.open()
        let (exchange, _) = world.exchange(of: first)
        _ = await exchange.perform(.pushAndPull, pushLimit: nil)
        let download = try #require(try await first.download())
        let second = try await world.open()
        try await second.sync()
        await world.server.run(.deleteIssue(id: .id(1)))
        try await second.sync()
        #expect(try await first.replica.apply(download, version: 1) == .superseded)
        guard case .superseded = await exchange.perform(.snapshot, pushLimit: nil) else {
            Issue.record("the download went on")
            return
        }
        #expect(try await first.dump() == world.server.dump())
    }
}

extension SyncClient {
    /// The base images.
    func images() async throws -> [String] {
        try await replica.read { database in
            try database.statement("SELECT table_name, hex(key), hex(row) FROM lockstep_base ORDER BY 1, 2").all {
                try
                    "\($0.value(String.self, at: 0)) \($0.value(String.self, at: 1)) \($0.value(String?.self, at: 2) ?? "")"
            }
        }
    }

    func download() async throws -> SnapshotDownload? {
        guard case .underWay(let download, _) = try await replica.snapshotState() else { return nil }
        return download
    }
}

extension DatabaseQueue {
    /// Takes the file's lock for writing, or gives it back.
    fileprivate func write(locking: Bool) async throws {
        try await writeWithoutTransaction { try $0.execute(sql: locking ? "BEGIN IMMEDIATE" : "ROLLBACK") }
    }
}
