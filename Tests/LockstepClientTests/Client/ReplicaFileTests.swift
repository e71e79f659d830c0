import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Replicas as files")
struct ReplicaFileTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func open() async throws -> IssueClient {
        try await .open(folder, .none)
    }

    private func openingCode() async throws -> ClientError.Code? {
        await #expect(throws: ClientError.self) { _ = try await open() }?.code
    }

    private var path: String { folder.path("replica") }

    // MARK: Inspecting

    @Test("Say whose they are, while a client has them open")
    func inspect() async throws {
        let client = try await open()
        try await client.mutate(.createIssue(id: .id(1), title: "1", description: ""))
        let replica = try #require(try await ReplicaFile.inspect(at: path))
        #expect(replica.schema == "IssueList")
        #expect(replica.schemaVersion == IssueList.version)
        #expect(replica.actor == "ann")
        #expect(replica.pendingCount == 1)
        #expect(replica.oldestPending == Date(millisecondsSince1970: VirtualClock.origin))
        #expect(replica.rejectionCount == 0)
        #expect(!replica.hasSynced)
        #expect(!replica.isSettled)
        #expect(replica.bytes > 4096)
        #expect(try await ReplicaFile.export(at: path).pendingCount == 1)
    }

    @Test("Are nothing where there is no file, or an empty one")
    func nothing() async throws {
        #expect(try await ReplicaFile.inspect(at: path) == nil)
        #expect(!FileManager.default.fileExists(atPath: path))
        try Data().write(to: URL(filePath: path))
        #expect(try await ReplicaFile.inspect(at: path) == nil)
        #expect(try await ReplicaFile.export(at: path).isEmpty)
        #expect(try await open().list.isEmpty)
    }

    // MARK: What is no replica

    @Test("Are refused, and left as they are, if they are something else")
    func text() async throws {
        let text = Data(String(repeating: "A letter to my grandmother. ", count: 100).utf8)
        try text.write(to: URL(filePath: path))
        #expect(try await openingCode() == .notAReplica)
        #expect(try Data(contentsOf: URL(filePath: path)) == text)
        let error = await #expect(throws: ClientError.self) { try await ReplicaFile.inspect(at: path) }
        #expect(error?.code == .notAReplica)
    }

    @Test("Cannot be in a folder that is missing, or be a folder")
    func folders() async throws {
        let error = await #expect(throws: ClientError.self) {
            _ = try await SyncClient(
                IssueList.self, at: folder.path("nowhere/replica"), actor: "ann", transport: .none)
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.hasPrefix("There is no folder") == true)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let second = await #expect(throws: ClientError.self) { _ = try await open() }
        #expect(second?.code == .cannotOpen)
        #expect(second?.message.contains("is a folder") == true)
    }

    @Test(
        "Of another version of Lockstep are refused, whatever else they hold",
        arguments: [
            (ReplicaTables.format - 1, "older"), (ReplicaTables.format + 1, "newer"),
        ])
    func otherFormat(_ format: Int64, _ word: String) async throws {
        try await DatabaseQueue(path: path).write { database in
            try database.execute(
                sql: """
                    CREATE TABLE lockstep_replica (id INTEGER PRIMARY KEY, format INTEGER);
                    INSERT INTO lockstep_replica VALUES (1, \(format));
                    """)
        }
        let error = await #expect(throws: ClientError.self) { _ = try await open() }
        #expect(error?.code == .otherFormat)
        #expect(error?.message.contains(word) == true)
        let inspection = await #expect(throws: ClientError.self) { try await ReplicaFile.inspect(at: path) }
        #expect(inspection?.code == .otherFormat)
    }

    @Test("That have lost the row of their owner are damaged")
    func lostOwner() async throws {
        try await open().close()
        try await DatabaseQueue(path: path).write { try $0.execute(sql: "DELETE FROM lockstep_replica") }
        #expect(try await openingCode() == .damaged)
    }

    // MARK: Deleting

    @Test("Are deleted with all that lies beside them")
    func delete() async throws {
        try await open().close()
        for suffix in ["-sync", "-snapshot"] { try Data("1".utf8).write(to: URL(filePath: path + suffix)) }
        try await ReplicaFile.delete(at: path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
        try await ReplicaFile.delete(at: path)
    }

    @Test("Are not deleted while a client has them open, which goes on")
    func deleteOpen() async throws {
        let client = try await open()
        let error = await #expect(throws: ClientError.self) { try await ReplicaFile.delete(at: path) }
        #expect(error?.code == .inUse)
        try await client.mutate(.createIssue(id: .id(1), title: "1", description: ""))
        try await client.close()
        #expect(try await open().list == ["1 todo"])
    }

    @Test("Are deleted though SQLite cannot read them")
    func deleteDamaged() async throws {
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: path))
        try await ReplicaFile.delete(at: path)
        #expect(try await open().list.isEmpty)
    }

    // MARK: Opening

    @Test("Are opened while another process writes for long")
    func openingWhileWriting() async throws {
        let client = try await open()
        try await client.replica.write { [folder] writer in
            // Held for as long as the other opens: inside the transaction.
            let opened = Guarded(false)
            let queue = try DatabaseQueue(path: folder.path("replica"), configuration: .impatient)
            let connection = try queue.inDatabase { try Self.find($0) }
            opened.withLock { $0 = connection == .own }
            #expect(opened.withLock { $0 })
            _ = writer
        }
    }

    private static func find(_ database: Database) throws -> ReplicaOpening<IssueList>.Finding {
        guard let handle = database.sqliteConnection else { throw ClientError.closed }
        let connection = Lockstep.SQLiteConnection(handle)
        defer { connection.close() }
        return try ReplicaOpening<IssueList>(connection).find(actor: "ann")
    }
}

extension Configuration {
    fileprivate static var impatient: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .immediateError
        return configuration
    }
}
