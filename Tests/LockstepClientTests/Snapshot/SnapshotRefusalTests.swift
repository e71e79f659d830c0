import CSQLite
import Foundation
import IssueListSchema
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("A file that is no snapshot", .timeLimit(.minutes(10)))
struct SnapshotRefusalTests {
    /// A client whose base has an issue, with one pending; it is far behind.
    private func world() async throws -> (SnapshotWorld, IssueClient) {
        let world = try await SnapshotWorld(issues: 1)
        await world.server.set(encoding: .rows)
        let client = try await world.open()
        try await client.sync()
        await world.server.set(encoding: .snapshot)
        for number in 10..<20 { await world.server.run(.createIssue(id: .id(number), title: "n", description: "")) }
        return (world, client)
    }

    /// Lets every answer name the file of these bytes.
    private func offer(_ bytes: [UInt8], _ world: SnapshotWorld) {
        world.replaceSnapshots { [server = world.server] in server.offer(bytes, at: "/sync/snapshots/odd") }
    }

    @Test("that was changed on its way is dropped and fetched again", arguments: [UInt64](0..<20))
    func flippedOnTheWay(seed: UInt64) async throws {
        let (world, client) = try await world()
        world.files.set {
            $0.corrupt = { request, bytes in
                guard request == 1 else { return }
                var generator = SeededGenerator(seed: seed)
                for _ in 0...seed % 3 {
                    bytes[Int.random(in: bytes.indices, using: &generator)] ^= UInt8.random(
                        in: 1...255, using: &generator)
                }
            }
        }
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .malformedAnswer)
        #expect(!world.hasFile)
        #expect(try await client.list == ["issue 0 todo"])
        try await client.sync()
        #expect(world.files.requests.map(\.range.lowerBound) == [0, 0])
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("but has the hash that the server says never harms the replica", arguments: [UInt64](0..<60))
    func flippedByTheServer(seed: UInt64) async throws {
        let (world, client) = try await world()
        var bytes = try await world.server.snapshotBytes()
        var generator = SeededGenerator(seed: seed)
        for _ in 0...seed % 4 {
            bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        offer(bytes, world)
        // Such a file may be a sound one with other values.
        let isTaken = (try? await client.sync()) != nil
        if !isTaken { #expect(try await client.list == ["issue 0 todo"]) }
        #expect(try await client.scalar("PRAGMA integrity_check") == "ok")
        try await client.mutate(.createIssue(id: .id(50), title: "mine", description: ""))
        #expect(try await client.scalar("SELECT count(*) FROM issue WHERE title = 'mine'") == "1")
    }

    static let changes: [(String, String)] = [
        ("no table `issue`", "DROP TABLE issue"),
        ("no table `lockstep_snapshot`", "DROP TABLE lockstep_snapshot"),
        ("another table `draft`", "CREATE TABLE draft (a)"),
        ("`later`, which is not a plain table", "CREATE VIEW later AS SELECT * FROM issue"),
        ("`t`, which", "CREATE TRIGGER t AFTER INSERT ON issue BEGIN SELECT 1; END"),
        ("`i`, which", "CREATE INDEX i ON issue (title)"),
        ("`f`, which", "CREATE VIRTUAL TABLE f USING fts5(a)"),
        ("other columns", "ALTER TABLE issue DROP COLUMN title"),
        ("other columns", "ALTER TABLE issue ADD COLUMN extra"),
        ("other columns", "ALTER TABLE issue RENAME COLUMN title TO name"),
        ("other columns", "ALTER TABLE issue ADD COLUMN extra AS (1) VIRTUAL"),
        ("0 rows", "DELETE FROM lockstep_snapshot"),
        ("2 rows", "INSERT INTO lockstep_snapshot VALUES (1, 1, 1)"),
        ("the format 2", "UPDATE lockstep_snapshot SET format = 2"),
        ("version 2 of the schema", "UPDATE lockstep_snapshot SET schema_version = 2"),
        ("its tables are others", "ALTER TABLE lockstep_snapshot DROP COLUMN version"),
        ("do not fit the tables", "UPDATE issue SET title = NULL"),
        ("do not fit the tables", "UPDATE issue SET title = x'00'"),
        ("do not fit the tables", "UPDATE issue SET created_at = 'yesterday'"),
        (
            "do not fit the tables",
            """
            ALTER TABLE issue RENAME TO o; CREATE TABLE issue (id, title, description, status, owner, created_at);
            INSERT INTO issue SELECT * FROM o; INSERT INTO issue SELECT * FROM o; DROP TABLE o
            """
        ),
    ]

    @Test("is refused with the reason, and not fetched without end", arguments: changes)
    func wrongContents(reason: String, change: String) async throws {
        let (world, client) = try await world()
        offer(try await world.server.snapshotBytes(change: change), world)
        let pending = try await client.mutate(.createIssue(id: .id(50), title: "mine", description: ""))
        for attempt in 1...6 {
            let error = await #expect(throws: ClientError.self) { try await client.sync() }
            #expect(error?.code == .malformedAnswer)
            if attempt == 1 { #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")") }
            #expect(!world.hasFile)
        }
        #expect(world.files.requests.count == 3)
        #expect(try await client.list == ["issue 0 todo", "mine todo"])
        #expect(try await client.pendingMutations().map(\.token) == [pending.token])
        #expect(try await client.scalar("SELECT count(*) FROM lockstep_base") == "1")
        // Another file is taken at once.
        world.transport.set { [server = world.server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("is fetched again after an hour")
    func refusalExpires() async throws {
        let (world, client) = try await world()
        offer(Array("no database, but long enough to look at".utf8), world)
        for _ in 0..<5 { await #expect(throws: ClientError.self) { try await client.sync() } }
        #expect(world.files.requests.count == 3)
        world.clock.advance(by: .seconds(3601))
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(world.files.requests.count == 4)
    }

    @Test("in the mode WAL is refused")
    func wal() async throws {
        let (world, client) = try await world()
        var bytes = try await world.server.snapshotBytes()
        bytes[18] = 2
        bytes[19] = 2
        offer(bytes, world)
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .malformedAnswer)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: world.folder.url.path).allSatisfy {
                !$0.contains("snapshot")
            })
    }

    @Test("because it is cut short or has something after its end is refused", arguments: [-4096, -1, 1, 4096])
    func otherLength(difference: Int) async throws {
        let (world, client) = try await world()
        let bytes = try await world.server.snapshotBytes()
        world.replaceSnapshots { [server = world.server] in
            let whole = server.offer(bytes, at: "/sync/snapshots/odd")
            return SnapshotReference(path: whole.path, bytes: whole.bytes + Int64(difference), sha256: whole.sha256)
        }
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .unavailable)
        #expect(world.files.requests.count <= 4)
        #expect(try await client.list == ["issue 0 todo"])
    }

    @Test("that somebody wrote to is dropped", arguments: [-10, 10])
    func fileChangedLocally(difference: Int) async throws {
        let world = try await SnapshotWorld(issues: 40, size: 20_000)
        let client = try await world.open()
        world.files.set { $0.chunksPerAnswer = 3 }
        await #expect(throws: ClientError.self) { try await client.sync() }
        let handle = try #require(FileHandle(forWritingAtPath: world.filePath))
        let end = try handle.seekToEnd()
        try handle.seek(toOffset: end - 10)
        try handle.write(contentsOf: Data(repeating: 7, count: 10))
        if difference > 0 { try handle.write(contentsOf: Data(repeating: 7, count: 1_000_000)) }
        try handle.close()
        world.files.set { $0.chunksPerAnswer = .max }
        let failures = try await world.syncStubbornly(client, limit: 5)
        #expect(failures == 1)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("over the limit is not fetched")
    func tooLarge() async throws {
        let world = try await SnapshotWorld(issues: 3)
        var configuration = ClientConfiguration()
        configuration.maximumBytesPerSnapshot = 4096
        let client = try await world.open(configuration: configuration)
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .snapshotTooLarge)
        #expect(world.files.requests.isEmpty)
    }
}

extension ReferenceServer {
    /// The file of a snapshot at the head, after a change.
    func snapshotBytes(change: String = "") throws -> [UInt8] {
        try SnapshotMaker<Schema>(version: head).file(of: database.connection, change: change)
    }
}
