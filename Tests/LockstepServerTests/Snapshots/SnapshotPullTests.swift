import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

/// Pulls that are answered with a snapshot, and the files.
@Suite struct SnapshotPullTests {
    let ann = TestClient(1)
    let bob = TestClient(2, actor: "bob")

    /// More than four rows are a snapshot.
    private func server(
        _ change: (inout ServerConfiguration) -> Void = { _ in }
    ) throws -> TestServer {
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerPull = 4
        // However busy the machine is.
        configuration.snapshots.wait = .seconds(600)
        change(&configuration)
        return try TestServer(configuration: configuration)
    }

    private func push(_ count: Int64, from first: Int64 = 1, to test: TestServer) async throws {
        try await test.push(
            ann, (first..<first + count).map { PushedMutation($0, .createBoard(id: "b\($0)", name: "Board \($0)")) })
    }

    private func content(_ reference: SnapshotReference, _ test: TestServer, as actor: String) async throws -> [UInt8] {
        let id = String(reference.path.dropFirst(SyncProtocol.snapshotsPath.count))
        guard case .file(let file) = await test.server.snapshot(id: id, actor: actor) else { throw NoSuchFile() }
        return try file.content
    }

    private func status(_ reference: SnapshotReference, _ test: TestServer, as actor: String) async -> Int {
        let id = String(reference.path.dropFirst(SyncProtocol.snapshotsPath.count))
        switch await test.server.snapshot(id: id, actor: actor) {
        case .file: return 200
        case .refused(let refusal): return refusal.status
        }
    }

    @Test func aNewClientOfALargeDatabaseGetsAFile() async throws {
        let test = try server()
        try await push(4, to: test)
        let pull = try await test.pull(ann, cursor: nil)
        #expect(pull.from == nil)
        #expect(!pull.more)
        #expect(pull.acknowledged == 4)
        let reference = try #require(pull.snapshot)
        let bytes = try await content(reference, test, as: "ann")
        #expect(bytes.count == Int(reference.bytes))
        let path = test.file.path(of: "copy.sqlite")
        try Data(bytes).write(to: URL(filePath: path))
        let file = try TemporaryFile.values(ofFileAt: path)
        #expect(try file("SELECT id || '=' || name FROM board ORDER BY id") == test.boards())
        #expect(
            try file("SELECT format || ' ' || schema_version || ' ' || version FROM lockstep_snapshot") == ["1 1 5"])
        #expect(
            try file("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
                == ["board", "card", "lockstep_snapshot", "member"])
        #expect(try file("SELECT count(*) FROM sqlite_schema WHERE type <> 'table'") == ["0"])
        #expect(try file("PRAGMA integrity_check") == ["ok"])
        #expect(try file("PRAGMA journal_mode") == ["delete"])
        // And the client goes on from there.
        try await push(1, from: 5, to: test)
        let next = try await test.pull(ann, cursor: pull.cursor)
        #expect(next.from == pull.cursor)
        #expect(next.mutations?.map(\.id) == [5])
    }

    @Test func aSmallDatabaseTravelsInTheAnswer() async throws {
        let test = try server()
        try await push(3, to: test)
        #expect(try await test.pull(ann, cursor: nil).rows != nil)
        #expect(await test.server.sources.library?.madeCount == 0)
    }

    @Test func rowsWithTooManyBytesAreAFile() async throws {
        let test = try server { $0.maximumRowBytesPerPull = 100 }
        try await push(3, to: test)
        #expect(try await test.pull(ann, cursor: nil).snapshot != nil)
    }

    /// Values keep their storage classes, also where a column has no type.
    @Test func valuesAreTheServers() async throws {
        let test = try server { $0.maximumRowsPerPull = 0 }
        try test.file.edit(
            """
            INSERT INTO card (id, board_id, slug, weight, cover) VALUES ('a', 'first', 'x', 1.0, x'00ff'),
            ('b', 'first', NULL, 1e308 * 10, NULL), ('c', 'first', CAST(x'ff' AS TEXT), -0.5, CAST('' AS BLOB)),
            ('d', 'first', 'a' || char(0) || 'b', 3, zeroblob(3));
            """)
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        let path = test.file.path(of: "copy.sqlite")
        try Data(try await content(reference, test, as: "ann")).write(to: URL(filePath: path))
        let sql = """
            SELECT id || typeof(slug) || hex(slug) || typeof(weight) || weight || typeof(cover) || hex(cover)
            FROM card ORDER BY id
            """
        #expect(try TemporaryFile.values(ofFileAt: path)(sql) == test.file.values(sql))
    }

    @Test func noByteOfADeletedRowIsInTheFile() async throws {
        let test = try server()
        try await test.push(
            ann, (1...9).map { PushedMutation($0, .createBoard(id: "b\($0)", name: "SECRET number \($0)")) })
        try await test.push(ann, (1...5).map { PushedMutation($0 + 9, .deleteBoard(id: "b\($0)")) })
        try await test.push(ann, [PushedMutation(15, .renameBoard(id: "b6", name: "plain"))])
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        let text = String(decoding: try await content(reference, test, as: "ann"), as: UTF8.self)
        for number in 1...6 { #expect(!text.contains("SECRET number \(number)")) }
        for number in 7...9 { #expect(text.contains("SECRET number \(number)")) }
        #expect(!text.contains("createBoard"))
    }

    @Test func oneIsMadeForAllWhoMayReadTheSame() async throws {
        let test = try server()
        try await push(9, to: test)
        let clients = (1...100).map { TestClient($0, actor: $0 == 1 ? "ann" : "actor \($0)") }
        let references = try await withThrowingTaskGroup(of: SnapshotReference?.self) { group in
            for client in clients { group.addTask { try await test.pull(client, cursor: nil).snapshot } }
            return try await group.reduce(into: [SnapshotReference?]()) { $0.append($1) }
        }
        #expect(await test.server.sources.library?.madeCount == 1)
        #expect(Set(references.map { $0?.sha256 }).count == 1)
        // Each has a path of its own.
        #expect(Set(references.map { $0?.path }).count == 100)
    }

    @Test func itIsOnlyForTheActorToWhomItWasNamed() async throws {
        let test = try server()
        try await push(9, to: test)
        let anns = try #require(try await test.pull(ann, cursor: nil).snapshot)
        let bobs = try #require(try await test.pull(bob, cursor: nil).snapshot)
        #expect(await status(anns, test, as: "ann") == 200)
        #expect(await status(anns, test, as: "bob") == 404)
        #expect(await status(bobs, test, as: "bob") == 200)
        #expect(try await content(anns, test, as: "ann") == content(bobs, test, as: "bob"))
    }

    @Test(arguments: [
        "", ".", "..", "../../server.sqlite", "%2e%2e%2fserver.sqlite", "server.sqlite", "0", "/etc/passwd", "a\u{0}b",
    ])
    func otherIDsAreNone(id: String) async throws {
        let test = try server()
        guard case .refused(let refusal) = await test.server.snapshot(id: id, actor: "ann") else {
            Issue.record("a file")
            return
        }
        #expect(refusal.status == 404)
        #expect(refusal.errorCode == "notFound")
    }

    @Test func oneThatIsSomewhatBehindIsGivenOutAgain() async throws {
        let test = try server()
        try await push(9, to: test)
        let first = try await test.pull(ann, cursor: nil)
        test.clock.now += 61_000
        try await push(4, from: 10, to: test)
        let second = try await test.pull(bob, cursor: nil)
        #expect(second.snapshot?.sha256 == first.snapshot?.sha256)
        #expect(second.more)
        #expect(try await test.pull(bob, cursor: second.cursor).mutations?.map(\.id) == [10, 11, 12, 13])
        // What has changed since is more than an answer takes.
        try await push(1, from: 14, to: test)
        let third = try await test.pull(bob, cursor: nil)
        #expect(third.snapshot?.sha256 != first.snapshot?.sha256)
        #expect(!third.more)
    }

    @Test func howeverMuchChangesOneIsMadeInAMinute() async throws {
        let test = try server()
        try await push(9, to: test)
        let first = try await test.pull(ann, cursor: nil)
        try await push(9, from: 10, to: test)
        test.clock.now += 59_000
        #expect(try await test.pull(bob, cursor: nil).snapshot?.sha256 == first.snapshot?.sha256)
        test.clock.now += 1_000
        #expect(try await test.pull(bob, cursor: nil).snapshot?.sha256 != first.snapshot?.sha256)
    }

    @Test func oneThatIsTooOldIsMadeAnew() async throws {
        let test = try server { $0.snapshots.maximumAge = .seconds(100) }
        try await push(9, to: test)
        let first = try await test.pull(ann, cursor: nil)
        test.clock.now += 100_000
        try await push(1, from: 10, to: test)
        #expect(try await test.pull(bob, cursor: nil).snapshot?.sha256 != first.snapshot?.sha256)
    }

    /// A client whose step is too large gets on, although nothing has changed since the snapshot that it has.
    @Test func aClientIsNeverGivenTheSnapshotThatItHas() async throws {
        let test = try server()
        try await push(9, to: test)
        let first = try await test.pull(ann, cursor: nil)
        // Not replayable, and ten rows.
        try await test.push(ann, [PushedMutation(10, .shuffleBoards(suffix: "!"))])
        let second = try await test.pull(ann, cursor: first.cursor)
        #expect(second.from == nil)
        #expect(second.snapshot != nil)
        #expect(second.snapshot?.sha256 != first.snapshot?.sha256)
        #expect(second.acknowledged == 10)
        #expect(!second.more)
        #expect(try await test.pull(ann, cursor: second.cursor).mutations == [])
    }

    @Test func whatWasAcknowledgedIsAsOfTheSnapshot() async throws {
        let test = try server()
        try await push(9, to: test)
        _ = try await test.pull(bob, cursor: nil)
        try await test.push(
            ann,
            [PushedMutation(10, .createBoard(id: "first", name: "again")), PushedMutation(11, .deleteBoard(id: "b1"))])
        let pull = try await test.pull(ann, cursor: nil)
        #expect(pull.snapshot != nil)
        #expect(pull.acknowledged == 9)
        #expect(pull.rejected.isEmpty)
        let next = try await test.pull(ann, cursor: pull.cursor)
        #expect(next.acknowledged == 11)
        #expect(next.rejected.map(\.id) == [10])
    }

    @Test func whoWaitsTooLongComesAgain() async throws {
        let test = try server { $0.snapshots.wait = .zero }
        try await push(9, to: test)
        let request = PullRequest(client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: nil)
        var answer = await test.server.pull(request.json, actor: "ann")
        if answer.status != 200 {
            #expect(answer.status == 503)
            #expect(answer.errorCode == "unavailable")
            #expect(answer.retryAfter == 5)
        }
        // It is made although nobody waits.
        while answer.status == 503 {
            await Task.yield()
            answer = await test.server.pull(request.json, actor: "ann")
        }
        #expect(try PullResponse(json: answer.body).snapshot != nil)
        #expect(await test.server.sources.library?.madeCount == 1)
    }

    @Test func oneFromBeforeTheLogsBeginningIsNotInTheWayOfTheNext() async throws {
        let test = try server()
        try await push(9, to: test)
        _ = try #require(try await test.pull(ann, cursor: nil).snapshot)
        try await push(9, from: 10, to: test)
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = 1
        _ = try await test.server.trim(policy)
        let pull = try await test.pull(bob, cursor: nil)
        #expect(pull.snapshot != nil)
        #expect(!pull.more)
        #expect(await test.server.sources.library?.madeCount == 2)
    }

    @Test func whatCannotBeMadeIsTransient() async throws {
        let test = try server { $0.snapshots.folder = "/dev/null/nowhere" }
        try await push(9, to: test)
        let request = PullRequest(client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: nil)
        let answer = await test.server.pull(request.json, actor: "ann")
        #expect(answer.status == 503)
        #expect(answer.errorCode == "unavailable")
        #expect(answer.retryAfter != nil)
        #expect(!answer.text.contains("nowhere"))
    }

    @Test func afterItsTimeItIsGone() async throws {
        let test = try server { $0.snapshots.lifetime = .seconds(10) }
        try await push(9, to: test)
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        test.clock.now += 9_999
        let id = String(reference.path.dropFirst(SyncProtocol.snapshotsPath.count))
        guard case .file(let file) = await test.server.snapshot(id: id, actor: "ann") else {
            Issue.record("no file")
            return
        }
        test.clock.now += 10_000
        await test.server.sources.library?.expire()
        #expect(await status(reference, test, as: "ann") == 410)
        #expect(await status(reference, test, as: "bob") == 404)
        // Whoever has it open reads it to its end.
        #expect(try file.content.count == Int(reference.bytes))
    }

    @Test func aFileThatSomebodyDeletedIsGone() async throws {
        let test = try server()
        try await push(9, to: test)
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        try FileManager.default.removeItem(atPath: test.file.path + "-snapshots")
        #expect(await status(reference, test, as: "ann") == 410)
        let again = try #require(try await test.pull(ann, cursor: nil).snapshot)
        #expect(again.sha256 == reference.sha256)
        #expect(again.path != reference.path)
        #expect(await status(again, test, as: "ann") == 200)
    }

    @Test func anotherProcessRemovesWhatWasLeftBehindAndNothingElse() async throws {
        let test = try server()
        try await push(9, to: test)
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        let folder = test.file.path + "-snapshots"
        let dead = folder + "/" + String(repeating: "0", count: 32)
        let foreign = folder + "/photos"
        for path in [dead, foreign] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(filePath: path + "/x.sqlite"))
        }
        let other = try RestoredServer(path: test.file.path, maximumRowsPerPull: 4)
        #expect(try await other.pull(bob, cursor: nil).snapshot?.sha256 == reference.sha256)
        #expect(!FileManager.default.fileExists(atPath: dead))
        #expect(FileManager.default.fileExists(atPath: foreign + "/x.sqlite"))
        #expect(await status(reference, test, as: "ann") == 200)
    }

    @Test func theFilesGoWhenTheServerEnds() async throws {
        let test = try server()
        try await push(9, to: test)
        let reference = try #require(try await test.pull(ann, cursor: nil).snapshot)
        await test.server.sources.library?.finish()
        #expect(try FileManager.default.contentsOfDirectory(atPath: test.file.path + "-snapshots").isEmpty)
        #expect(await status(reference, test, as: "ann") == 410)
    }

    /// The writer is not asked, and does not wait.
    @Test func pushesGoOnWhileOneIsMade() async throws {
        let test = try server()
        try await push(9, to: test)
        let opened = try test.file.open()
        try opened.connection.execute("BEGIN IMMEDIATE")
        #expect(try await test.pull(ann, cursor: nil).snapshot != nil)
        try opened.connection.execute("ROLLBACK")
    }
}

private struct NoSuchFile: Error {}

extension SnapshotFile {
    /// All its bytes.
    fileprivate var content: [UInt8] {
        get throws {
            var content: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = try chunk.withUnsafeMutableBytes { try read(into: $0, at: Int64(content.count)) }
                guard count > 0 else { return content }
                content += chunk[..<count]
            }
        }
    }
}

extension PullResponse {
    /// The step's file, or nil if it is said otherwise.
    var snapshot: SnapshotReference? {
        guard case .snapshot(let reference) = changes else { return nil }
        return reference
    }
}
