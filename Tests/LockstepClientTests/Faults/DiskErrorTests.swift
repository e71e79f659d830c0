import CSQLite
import Foundation
import IssueListSchema
import Lockstep
import LockstepTesting
import Testing

@testable import LockstepClient

@Suite("Errors of the disk")
struct DiskErrorTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func onDisk(_ body: (FaultDisk) async throws -> Void) async throws {
        let disk = FaultDisk(folder: folder.url.path, seed: 1)
        defer { disk.unmount() }
        try await body(disk)
    }

    private func open(
        in folder: TestFolder? = nil, _ configuration: ClientConfiguration = ClientConfiguration()
    ) async throws -> IssueClient {
        try await IssueClient.open(
            folder ?? self.folder, TestTransport(to: server), clock, configuration: configuration)
    }

    private static func issue(_ number: Int, description: String = "") -> IssueList.Mutation {
        .createIssue(id: .id(number), title: "\(number)", description: description)
    }

    private static let large = String(repeating: "x", count: 20_000)

    private func code(_ body: () async throws -> Void) async -> ClientError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? ClientError)?.code
        }
    }

    // MARK: Full disks

    @Test("while the disk is full nothing is queued and all can be read; when there is space the client goes on")
    func fullDisk() async throws {
        try await onDisk { disk in
            let client = try await open()
            try await client.mutate(Self.issue(1))
            disk.fill()
            for _ in 0..<3 {
                #expect(await code { try await client.mutate(Self.issue(2, description: Self.large)) } == .diskFull)
                #expect(try await client.list == ["1 todo"])
                #expect(try await client.pendingMutations().count == 1)
            }
            disk.repair()
            try await client.mutate(Self.issue(2, description: Self.large))
            #expect(try await client.pendingMutations().map(\.number) == [1, 2])
            try await client.sync()
            #expect(try await client.dump() == server.dump())
        }
    }

    @Test("a replica cannot be made on a full disk, and can be when there is space")
    func openingOnFullDisk() async throws {
        try await onDisk { disk in
            disk.fill()
            let error = await code { _ = try await open() }
            #expect(error == .cannotOpen || error == .diskFull)
            disk.repair()
            let client = try await open()
            #expect(try await client.list.isEmpty)
        }
    }

    @Test("a replica that is opened has a write-ahead log, whatever failed on the way", arguments: 1...40)
    func writeAhead(point: Int) async throws {
        for fault in [Fault.failure, .tornWrite] {
            let folder = try TestFolder()
            let disk = FaultDisk(folder: folder.url.path, seed: 1)
            defer { disk.unmount() }
            disk.plan(FaultPlan(fault, at: point))
            let client: IssueClient
            do {
                client = try await open(in: folder)
                disk.repair()
            } catch {
                disk.repair()
                client = try await open(in: folder)
            }
            try await client.mutate(Self.issue(1))
            let log = try FileManager.default.attributesOfItem(atPath: folder.path("replica-wal"))[.size] as? Int
            #expect(log ?? 0 > 0)
            try await client.close()
        }
    }

    @Test("a loop that finds no space for a step says so, and goes on by itself when there is some")
    func loopOnFullDisk() async throws {
        try await onDisk { disk in
            let client = try await open()
            await server.run(Self.issue(1, description: Self.large))
            disk.fill()
            let loop = Task { try await client.run() }
            let stuck = await client.status { $0.lastError != nil }
            #expect(stuck.lastError?.code == .diskFull)
            #expect(try await client.list.isEmpty)
            disk.repair()
            let following = Task {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            let idle = await client.status { $0.connection == .idle }
            following.cancel()
            #expect(idle.lastError == nil)
            #expect(try await client.list == ["1 todo"])
            try await client.close()
            loop.cancel()
            try await loop.value
        }
    }

    // MARK: Files that cannot be used

    @Test("a file that may not be written to can be read, and a mutation is an error until it may")
    func readOnly() async throws {
        try await onDisk { disk in
            // Without a WAL, which another client has open here, a file that is read only cannot be opened.
            let other = try await open()
            disk.setReadOnly(true)
            let client = try await open()
            #expect(try await client.list.isEmpty)
            #expect(await code { try await client.mutate(Self.issue(1)) } == .readOnly)
            #expect(try await client.pendingMutations().isEmpty)
            try await client.close()
            try await other.close()
            #expect(await code { _ = try await open() } == .cannotOpen)
            disk.setReadOnly(false)
            try await open().mutate(Self.issue(1))
        }
    }

    @Test("another process that writes for too long is an error until it is done")
    func busy() async throws {
        var configuration = ClientConfiguration()
        configuration.busyTimeout = .milliseconds(1)
        let client = try await open(configuration)
        let other = try FileDatabase(folder.path("replica"))
        try other.connection.execute("BEGIN IMMEDIATE")
        #expect(await code { try await client.mutate(Self.issue(1)) } == .busy)
        try other.connection.execute("COMMIT")
        try await client.mutate(Self.issue(1))
        #expect(try await client.list == ["1 todo"])
    }

    @Test("a path in a folder that is not there cannot be opened")
    func noFolder() async throws {
        let error = await code {
            _ = try await IssueClient.open(folder, TestTransport(to: server), file: "missing/replica")
        }
        #expect(error == .cannotOpen)
    }

    @Test("a file that is no database is not a replica, and left as it is")
    func notADatabase() async throws {
        let content = Data(repeating: 0x2a, count: 5_000)
        try content.write(to: folder.url.appending(path: "replica"))
        #expect(await code { _ = try await open() } == .notAReplica)
        #expect(FileManager.default.contents(atPath: folder.path("replica")) == content)
    }

    @Test("of a damaged queue what lies on sound pages can still be exported")
    func damagedQueue() async throws {
        let client = try await open()
        try await client.mutate(Self.issue(1))
        for number in 1...200 {
            try await client.mutate(.updateIssue(id: .id(1), title: .set("title \(number) " + Self.padding)))
        }
        #expect(try await ReplicaFile.export(at: folder.path("replica")).isComplete)
        try await client.close()
        try overwritePage(holding: "title 100 ")
        let exported = try await ReplicaFile.export(at: folder.path("replica"))
        #expect(!exported.isComplete)
        #expect(exported.pendingCount > 150)
        let lines = exported.jsonLines.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == exported.pendingCount)
        #expect(lines.first?.contains("createIssue") == true)
        #expect(lines.last?.contains("title 200 ") == true)
        #expect(Set(lines).count == lines.count)

        let error = await code {
            let client = try await open()
            try await client.sync()
        }
        #expect(error == .damaged)
        #expect(await server.applied.isEmpty)
    }

    @Test("of a damaged mutation no line is exported that is no JSON", arguments: [0x2a, 0x0a] as [UInt8])
    func damagedArguments(byte: UInt8) async throws {
        let client = try await open()
        for number in 1...3 { try await client.mutate(Self.issue(number)) }
        try await client.close()
        let url = folder.url.appending(path: "replica")
        var content = try Data(contentsOf: url)
        // The first value of the arguments, in a page of which SQLite does not know what it held.
        let place = try #require(content.range(of: Data(#"":"00000000-0000-4000-8000-000000000002""#.utf8)))
        content[place.lowerBound + 1] = byte
        try content.write(to: url)
        let exported = try await ReplicaFile.export(at: url.path)
        #expect(!exported.isComplete)
        #expect(exported.pendingCount == 2)
        for line in exported.jsonLines.split(separator: UInt8(ascii: "\n")) {
            #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: Any])
        }
    }

    @Test(
        "numbers of mutations that cannot be are damage, and no reason to crash",
        arguments: ["last_number", "acknowledged"], [Int64.min, -1, .max])
    func damagedNumbers(column: String, number: Int64) async throws {
        let client = try await open()
        try await client.mutate(Self.issue(1))
        try await client.close()
        let path = folder.path("replica")
        #expect(
            try FileDatabase(path).strings("UPDATE lockstep_replica SET \(column) = \(number) RETURNING 1") == ["1"])
        #expect(await code { _ = try await open() } == .damaged)
        #expect(try await ReplicaFile.export(at: path).pendingCount == 1)
    }

    private static let padding = String(repeating: "x", count: 180)

    private func overwritePage(holding text: String) throws {
        let url = folder.url.appending(path: "replica")
        var content = try Data(contentsOf: url)
        let place = try #require(content.range(of: Data(text.utf8)))
        let page = place.lowerBound / 4096 * 4096
        content.replaceSubrange(page..<page + 4096, with: Data(repeating: 0x2a, count: 4096))
        try content.write(to: url)
    }

    // MARK: Connections

    /// What fails, and at which write of a mutation's or a step's.
    @Test("a failed transaction leaves the writing connection as it was", arguments: [true, false], [1, 2, 5, 9])
    func connection(isStep: Bool, point: Int) async throws {
        try await onDisk { disk in
            let client = try await open()
            for number in 1...3 { await server.run(Self.issue(number, description: Self.large)) }
            await server.set(encoding: .rows)
            try await client.mutate(Self.issue(4, description: Self.large))
            // A cache of few pages writes them within the transaction, where it is let, and so fails within it.
            try await client.replica.write {
                try $0.connection.execute("PRAGMA cache_size = 2; PRAGMA cache_spill = 1")
            }
            disk.plan(FaultPlan(.failure, at: point, of: [.write]))
            let error = await code {
                if isStep {
                    try await client.sync()
                } else {
                    try await client.mutate((5...9).map { Self.issue($0, description: Self.large) })
                }
            }
            #expect(error == .database)
            let state = try await client.replica.pool.connections.writeState()
            #expect(state == .afterTransaction)
            #expect(try await client.writerPragma("ignore_check_constraints") == 0)
            #expect(try await client.list == ["4 todo"])
            try await client.sync()
            #expect(try await client.dump() == server.dump())
        }
    }
}
