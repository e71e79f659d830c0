import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("What a client compares with")
struct ChecksumTests {
    private let ann = TestClient(1)

    private func test(
        _ configuration: ServerConfiguration = ServerConfiguration(), boards: Int64 = 20
    ) async throws -> TestServer {
        let test = try TestServer(configuration: configuration)
        let mutations = (1...boards).map { PushedMutation($0, .createBoard(id: "b\($0)", name: "B\($0)")) }
        try await test.push(ann, mutations)
        return test
    }

    private func answer(
        _ test: TestServer, _ tables: ChecksumRequest.Table..., cursor: String? = nil
    ) async throws -> PullResponse {
        let request = PullRequest(
            client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: cursor, rowsOnly: true,
            checksums: ChecksumRequest(tables: tables))
        let response = await test.server.pull(request.json, actor: "ann")
        #expect(response.status == 200, "\(response.text)")
        return try PullResponse(json: response.body)
    }

    private func sums(_ response: PullResponse, _ table: String) -> TableChecksum? {
        guard case .sums(let sums)? = response.checksums?.tables.first(where: { $0.name == table })?.content else {
            return nil
        }
        return sums
    }

    private func rows(_ response: PullResponse, _ table: String = "board") throws -> ChecksumResponse.BucketRows {
        let content = response.checksums?.tables.first { $0.name == table }?.content
        guard case .rows(let rows)? = content else { throw JSONError.missing("rows") }
        return rows
    }

    @Test func sumsAreThoseOfTheNewestVersion() async throws {
        let test = try await test()
        let answer = try await answer(test, .init(name: "board", buckets: 1), .init(name: "card", buckets: 2))
        let checksums = try #require(answer.checksums)
        #expect(checksums.version == 21)
        #expect(checksums.tables.map(\.name) == ["board", "card"])
        #expect(sums(answer, "board")?.counts == [21])
        #expect(sums(answer, "card") == TableChecksum(buckets: 2))
    }

    @Test func sumsDependOnEveryValueAndNotOnTheOrder() async throws {
        let test = try await test()
        let first = try #require(sums(try await answer(test, .init(name: "board", buckets: 1)), "board"))
        try test.file.edit("UPDATE board SET name = 'other' WHERE id = 'b3'")
        let second = try #require(sums(try await answer(test, .init(name: "board", buckets: 1)), "board"))
        #expect(first != second)
        #expect(first.counts == second.counts)
        try test.file.edit("DELETE FROM board WHERE id = 'b3'")
        let third = try #require(sums(try await answer(test, .init(name: "board", buckets: 1)), "board"))
        #expect(third.counts == [20])
        try test.file.edit("INSERT INTO board (id, name) VALUES ('b3', 'B3')")
        #expect(sums(try await answer(test, .init(name: "board", buckets: 1)), "board") == first)
    }

    @Test(arguments: [2, 16, 4_096])
    func bucketsAddUpToTheTable(buckets: Int) async throws {
        let test = try await test()
        let whole = try #require(sums(try await answer(test, .init(name: "board", buckets: 1)), "board"))
        let parts = try #require(sums(try await answer(test, .init(name: "board", buckets: buckets)), "board"))
        #expect(parts.counts.count == buckets)
        #expect(parts.rowCount == 21)
        #expect(parts.counts.max() ?? 21 < 21)
        #expect(parts.sums.reduce(0) { $0 &+ $1.value } == whole.sums[0].value)
    }

    @Test func rowsAreThoseOfTheBucketsAndEachRowIsInOne() async throws {
        let test = try await test()
        var names: [String] = []
        for bucket in 0..<4 {
            let rows = try rows(try await answer(test, .init(name: "board", buckets: 4, rows: [bucket])))
            #expect(rows.buckets == [bucket])
            #expect(rows.columns == ["id", "name"])
            names += try #require(JSONSerialization.jsonObject(with: Data(rows.rows)) as? [[String]]).map { $0[1] }
        }
        #expect(names.sorted() == (["From the migration"] + (1...20).map { "B\($0)" }).sorted())
    }

    @Test func rowsBeyondTheBoundAreLeftOutByTheBucket() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumRowBytesPerChecksum = 100
        let test = try await test(configuration)
        var wanted = Array(0..<8)
        var seen = 0
        while !wanted.isEmpty {
            let rows = try rows(try await answer(test, .init(name: "board", buckets: 8, rows: wanted)))
            #expect(wanted.starts(with: rows.buckets))
            try #require(!rows.buckets.isEmpty)
            #expect(rows.rows.count <= 100 || rows.buckets.count == 1)
            seen += try #require(JSONSerialization.jsonObject(with: Data(rows.rows)) as? [[String]]).count
            wanted.removeFirst(rows.buckets.count)
        }
        #expect(seen == 21)
    }

    @Test func tablesThatAreTooLateAreLeftToTheNextRequest() async throws {
        var configuration = ServerConfiguration()
        configuration.checksumDuration = .zero
        let test = try await test(configuration)
        let answer = try await answer(test, .init(name: "card", buckets: 1), .init(name: "board", buckets: 1))
        #expect(answer.checksums?.tables.map(\.name) == ["card"])
    }

    @Test func aStepThatEndsBeforeTheNewestVersionIsNotCompared() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = 3
        let test = try await test(configuration)
        let start = try await test.pull(ann, cursor: nil).cursor
        let more = (21...30).map { PushedMutation($0, .createBoard(id: "b\($0)", name: "B")) }
        try await test.push(ann, more)
        let request = PullRequest(
            client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: start,
            checksums: ChecksumRequest(tables: [.init(name: "board", buckets: 1)]))
        let answer = try PullResponse(json: await test.server.pull(request.json, actor: "ann").body)
        #expect(answer.more)
        #expect(answer.checksums == nil)
    }

    @Test func oneMoreThanAreComparedIsAskedToComeBack() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumChecksumReaders = 0
        let test = try await test(configuration)
        let request = PullRequest(
            client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: nil,
            checksums: ChecksumRequest(tables: [.init(name: "board", buckets: 1)]))
        let response = await test.server.pull(request.json, actor: "ann")
        #expect(response.status == 503)
        #expect(response.errorCode == "unavailable")
        #expect(response.retryAfter != nil)
    }

    @Test func turnsAreGivenBack() {
        let turns = ChecksumTurns(maximum: 2)
        #expect([turns.take(), turns.take(), turns.take()] == [true, true, false])
        turns.release()
        #expect([turns.take(), turns.take()] == [true, false])
    }

    @Test(arguments: [
        (#"{"board": {}}"#, "`buckets` is missing"),
        (#"{"board": {"buckets": 3}}"#, "`buckets` must be a power of two, at most 4096"),
        (#"{"board": {"buckets": 0}}"#, "`buckets` must be a power of two, at most 4096"),
        (#"{"board": {"buckets": -2}}"#, "`buckets` must be a power of two, at most 4096"),
        (#"{"board": {"buckets": 8192}}"#, "`buckets` must be a power of two, at most 4096"),
        (#"{"board": {"buckets": 4, "rows": []}}"#, "`rows` must be numbers of buckets, ascending"),
        (#"{"board": {"buckets": 4, "rows": [2, 2]}}"#, "`rows` must be numbers of buckets, ascending"),
        (#"{"board": {"buckets": 4, "rows": [4]}}"#, "`rows` must be numbers of buckets, ascending"),
        (#"{"board": {"buckets": 4, "rows": [-1]}}"#, "`rows` must be numbers of buckets, ascending"),
        (#"{"board": {"buckets": 4, "row": [1]}}"#, "`row` is unknown"),
        (#"{"board": {"buckets": 1}, "board": {"buckets": 1}}"#, "`board` is there twice"),
        (#"{"lockstep_log": {"buckets": 1}}"#, "`lockstep_log` is not a replicated table"),
        ("[]", "`checksums` must be an object"),
    ])
    func whatIsAskedForWronglyIsNamed(checksums: String, message: String) async throws {
        let test = try TestServer()
        let body = MalformedRequestTests.pull.replacing(
            #""cursor": null"#, with: #""cursor": null, "checksums": \#(checksums)"#)
        let response = await test.server.pull(Array(body.utf8), actor: "ann")
        #expect(response.status == 400)
        #expect(try ErrorResponse(json: response.body).message == message)
    }

    @Test func tooManyBucketsAreRefused() async throws {
        let test = try TestServer()
        let tables = (0...16).map { "\"t\($0)\": {\"buckets\": 4096}" }.joined(separator: ", ")
        let body = MalformedRequestTests.pull.replacing(
            #""cursor": null"#, with: #""cursor": null, "checksums": {\#(tables)}"#)
        let response = await test.server.pull(Array(body.utf8), actor: "ann")
        #expect(try ErrorResponse(json: response.body).message == "`checksums` must name at most 65536 buckets")
    }
}
