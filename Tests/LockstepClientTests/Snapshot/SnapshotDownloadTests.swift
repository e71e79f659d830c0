import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("The download of a snapshot", .timeLimit(.minutes(10)))
struct SnapshotDownloadTests {
    @Test(
        "goes on where it was, however often it is cut, and fetches no byte twice", arguments: [1_000, 4_096, 100_000])
    func cutAtEveryChunk(bytesPerChunk: Int) async throws {
        let world = try await SnapshotWorld(issues: 30, size: 2_000)
        world.files.set {
            $0.bytesPerChunk = bytesPerChunk
            $0.chunksPerAnswer = 1
        }
        let client = try await world.open()
        let failures = try await world.syncStubbornly(client)
        let size = try #require(world.files.file(world.files.paths[0])).bytes.count
        let requests = world.files.requests
        #expect(requests.count == (size + bytesPerChunk - 1) / bytesPerChunk)
        #expect(failures == requests.count - 1)
        #expect(requests.map(\.range.lowerBound) == requests.indices.map { Int64($0 * bytesPerChunk) })
        #expect(world.files.sentBytes == size)
        // The file is asked for by the version that the first piece came with.
        #expect(Set(requests.dropFirst().map(\.etag)).count == (requests.count > 1 ? 1 : 0))
        #expect(requests.first?.etag == nil)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("comes in pieces that grow while they come fast")
    func pieces() async throws {
        let world = try await SnapshotWorld(issues: 60, size: 100_000)
        let client = try await world.open()
        try await client.sync()
        let size = Int64(try #require(world.files.file(world.files.paths[0])).bytes.count)
        let kibibytes = world.files.requests.map { ($0.range.upperBound - $0.range.lowerBound) / 1024 }
        #expect(kibibytes.prefix(3) == [512, 1024, 2048])
        #expect(
            world.files.requests.map(\.range.lowerBound).dropFirst()
                == world.files.requests.map(\.range.upperBound).dropLast())
        #expect(world.files.requests.last?.range.upperBound == size)
        #expect(Int64(world.files.sentBytes) == size)
        #expect(world.posts == [SyncProtocol.pullPath, SyncProtocol.pullPath])
    }

    @Test("asks for less at once where that takes long, or breaks")
    func sizesOfPieces() {
        var pieces = SnapshotPieces()
        #expect(pieces.size == 512 << 10)
        for _ in 0..<9 { pieces.took(.milliseconds(900)) }
        #expect(pieces.size == 8 << 20)
        pieces.took(.seconds(2))
        #expect(pieces.size == 8 << 20)
        for _ in 0..<3 { pieces.took(.seconds(4)) }
        #expect(pieces.size == 1 << 20)
        for _ in 0..<9 { pieces.wasCut() }
        #expect(pieces.size == 64 << 10)
    }

    @Test("lets mutations be pushed between two pieces, each once, while it lasts")
    func pushesMeanwhile() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 100_000)
        let client = try await world.open()
        for number in 100..<103 {
            try await client.mutate(.createIssue(id: .id(number), title: "early", description: ""))
        }
        let made = Guarded(200)
        world.files.set {
            $0.before = { _ in
                let number = made.withLock { number in
                    defer { number += 1 }
                    return number
                }
                try await client.mutate(.createIssue(id: .id(number), title: "late", description: ""))
            }
        }
        try await client.sync()
        let pieces = world.files.requests.count
        #expect(pieces > 2)
        let pushes = try world.transport.requests.filter { $0.path == SyncProtocol.pushPath }.map {
            try PushRequest(json: $0.body)
        }
        // The last piece's mutation is pushed when the snapshot has become the base, with what the step did not contain.
        let during = pushes.prefix { $0.pull == nil || $0.mutations.first?.id == 1 }
        #expect(during.flatMap { $0.mutations.map(\.id) } == Array(1...Int64(3 + pieces - 1)))
        #expect(during.dropFirst().allSatisfy { $0.pull == nil })
        #expect(await world.server.applied.count == 30 + 3 + pieces)
        #expect(try await client.pendingMutations().isEmpty)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("begins again where the server ignores ranges, and succeeds when it comes whole")
    func ignoredRanges() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 2_000)
        let client = try await world.open()
        world.files.set { $0.chunksPerAnswer = 2 }
        await #expect(throws: ClientError.self) { try await client.sync() }
        world.files.set { $0.ignoresRanges = true }
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(try FileManager.default.attributesOfItem(atPath: world.filePath)[.size] as? Int == 2 * 16_384)
        world.files.set { $0.chunksPerAnswer = .max }
        try await client.sync()
        #expect(world.files.requests.map(\.range.lowerBound) == [0, 32_768, 32_768])
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("of a file that changed on the server is given up for the answer that names the new one")
    func changedFile() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 2_000)
        let client = try await world.open()
        world.files.set { $0.chunksPerAnswer = 1 }
        await #expect(throws: ClientError.self) { try await client.sync() }
        let path = world.files.paths[0]
        await world.server.run(.createIssue(id: .id(99), title: "one more", description: "x"))
        let other = try await world.server.snapshot()
        let bytes = try #require(world.files.file(other.path))
        world.files.put(bytes.bytes, at: path, etag: bytes.etag)
        world.files.set { $0.chunksPerAnswer = .max }
        _ = try await world.syncStubbornly(client, limit: 5)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("goes on with what it has when the server names the same file elsewhere", arguments: [404, 410, 500, 416])
    func goneAndBack(status: Int) async throws {
        let world = try await SnapshotWorld(issues: 30, size: 2_000)
        let client = try await world.open()
        world.files.set { $0.chunksPerAnswer = 2 }
        await #expect(throws: ClientError.self) { try await client.sync() }
        let old = try #require(world.files.file(world.files.paths[0]))
        world.replaceSnapshots { [server = world.server] in server.offer(old.bytes, at: "/sync/snapshots/b") }
        world.files.set {
            $0.chunksPerAnswer = .max
            $0.status = status
            $0.before = { request in
                if request.path.hasSuffix("/b") { world.files.set { $0.status = nil } }
            }
        }
        _ = try await world.syncStubbornly(client, limit: 8)
        #expect(world.files.sentBytes == old.bytes.count)
        #expect(world.files.requests.filter { $0.path.hasSuffix("/b") }.map(\.range.lowerBound).last == 32_768)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test(
        "obeys what the server says instead of the file",
        arguments: [
            (401, ClientError.Code.unauthenticated), (403, .forbidden), (426, .upgradeRequired), (429, .unavailable),
            (503, .unavailable), (404, .unavailable), (301, .unavailable),
        ])
    func refusals(status: Int, code: ClientError.Code) async throws {
        let world = try await SnapshotWorld(issues: 3)
        let client = try await world.open()
        try await client.mutate(.createIssue(id: .id(50), title: "mine", description: ""))
        world.files.set { $0.status = status }
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == code)
        #expect(world.files.requests.count <= 4)
        #expect(try await client.list == ["mine todo"])
        world.files.set { $0.status = nil }
        try await client.sync()
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("goes on where it was when the disk was full, and says so")
    func fullDisk() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 40_000)
        let room = Guarded(300_000)
        var environment = world.clock.environment
        environment.write = { descriptor, bytes in
            let count = room.withLock { room in
                let count = min(room, bytes.count)
                room -= count
                return count
            }
            guard count > 0 else {
                errno = ENOSPC
                return -1
            }
            return write(descriptor, bytes.baseAddress, count)
        }
        let client = try await world.open(environment: environment)
        try await client.mutate(.createIssue(id: .id(50), title: "mine", description: ""))
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .diskFull)
        #expect((error?.underlying as? POSIXError)?.code == .ENOSPC)
        #expect(try await client.list == ["mine todo"])
        let again = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(again?.code == .diskFull)
        room.withLock { $0 = .max }
        let first = world.files.requests.count
        try await client.sync()
        #expect(world.files.requests[first].range.lowerBound == 300_000)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("holds no more in memory than it writes at once, whatever the size of the file")
    func memory() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 100_000)
        let largest = Guarded(0)
        var environment = world.clock.environment
        environment.write = { descriptor, bytes in
            largest.withLock { $0 = max($0, bytes.count) }
            return write(descriptor, bytes.baseAddress, bytes.count)
        }
        world.files.set { $0.ignoresRanges = true }
        let client = try await world.open(environment: environment)
        try await client.sync()
        #expect(largest.withLock { $0 } <= 256 * 1024 + 16_384)
        #expect(try await client.dump() == world.server.dump())
    }

    @Test("tells its progress from 0 to 1, and never less than before")
    func progress() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 60_000)
        world.files.set { $0.chunksPerAnswer = 40 }
        let client = try await world.open()
        let (exchange, told) = world.exchange(of: client)
        _ = await exchange.perform(.pushAndPull, pushLimit: nil)
        while true {
            let result = await exchange.perform(.snapshot, pushLimit: nil)
            if case .applied = result { break }
        }
        let fractions = told.withLock { $0 }
        #expect(fractions.first == 0)
        #expect(fractions.last == .some(nil))
        let known = fractions.dropLast().map { $0 ?? -1 }
        #expect(known == known.sorted())
        #expect(known.last == 1)
        #expect(Set(known).count > 4)
    }

    @Test("shows its progress in the status, and nothing after its end")
    func statusProgress() async throws {
        let world = try await SnapshotWorld(issues: 30, size: 60_000)
        let client = try await world.open()
        let seen = Guarded<[Double?]>([])
        world.files.set { $0.before = { _ in seen.withLock { $0.append(client.status.snapshotProgress) } } }
        try await client.sync()
        let fractions = seen.withLock { $0.map { $0 ?? -1 } }
        #expect(fractions.first == 0)
        #expect(fractions.count > 1)
        #expect(fractions == fractions.sorted())
        #expect(client.status.snapshotProgress == nil)
    }
}
