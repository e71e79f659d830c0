import Foundation
import IssueListSchema
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("A network that fails")
struct FaultyNetworkTests {
    private static let error = TransportError.cut

    /// A connection that loses, repeats, delays and cuts, and through which the server now and then refuses for nothing.
    private static func faulty(
        _ server: ReferenceServer<Workshop>, _ chance: Guarded<SeededGenerator>
    ) -> TestTransport {
        let answers = Guarded<[TransportResponse]>([])
        return TestTransport { path, body in
            func isIt(_ percent: Int) -> Bool { chance.withLock { Int.random(in: 0..<100, using: &$0) < percent } }
            func fault(_ status: Int, _ code: ErrorResponse.Code) -> TransportResponse {
                TransportResponse(status: status, body: ErrorResponse(code: code, message: "", expected: 1).json)
            }
            if isIt(8) { throw error }
            if isIt(3) { return fault(409, .forked) }
            if isIt(3) { return fault(409, .outOfOrder) }
            if isIt(3) { return fault(503, .unavailable) }
            if isIt(3) { return TransportResponse(status: 502, body: Array("<html>".utf8)) }
            if isIt(2) { return fault(401, .unauthenticated) }
            if isIt(2) { return fault(413, .tooLarge) }
            let answer = try await server.post(path, body, as: "ann")
            if isIt(10) { _ = try await server.post(path, body, as: "ann") }
            if isIt(8) { throw error }
            answers.withLock { $0.append(answer) }
            if isIt(8) {
                let old = answers.withLock { answers in
                    chance.withLock { answers.randomElement(using: &$0) }
                }
                return old ?? answer
            }
            if isIt(8) {
                let length = chance.withLock { Int.random(in: 0..<max(answer.body.count, 1), using: &$0) }
                return TransportResponse(status: answer.status, body: Array(answer.body.prefix(length)))
            }
            return answer
        }
    }

    @Test("delays what is pending, and neither loses nor repeats it", arguments: 0..<12)
    func convergesInTheEnd(part: Int) async throws {
        let folder = try TestFolder()
        for seed in 0..<4 {
            let chance = Guarded(SeededGenerator(seed: UInt64(part * 100 + seed)))
            func random(_ range: Range<Int>) -> Int { chance.withLock { Int.random(in: range, using: &$0) } }
            let server = try ReferenceServer(Workshop.self)
            let transport = Self.faulty(server, chance)
            let file = "replica\(seed)"
            var client = try await SyncClient<Workshop>.open(folder, transport, file: file)
            var tokens: [UUID] = []
            for _ in 0..<30 {
                let mutation = chance.withLock { Workshop.Mutation.arbitrary(using: &$0) }
                // What the local rows do not allow was never made.
                if let receipt = try? await client.mutate(mutation) { tokens.append(receipt.token) }
                let theirs = chance.withLock { Workshop.Mutation.arbitrary(using: &$0) }
                if random(0..<3) == 0 { await server.run(theirs) }
                await server.set(
                    encoding: random(0..<3) == 0 ? .rows : .mutations, maximumEntries: random(1..<8))
                // Failures are the point; the end is what counts.
                if random(0..<2) == 0 { _ = try? await client.sync() }
                if random(0..<10) == 0 {
                    client = try await SyncClient<Workshop>.open(folder, transport, file: file)
                }
            }
            transport.set { try await server.post($0, $1, as: "ann") }
            try await client.sync()

            let log = await server.decisions
            let mine = log.filter { Set(tokens).contains($0.token) }
            #expect(mine.count == tokens.count, "seed \(part * 100 + seed)")
            #expect(mine.map(\.token) == tokens, "seed \(part * 100 + seed)")
            #expect(try await client.dump() == server.dump(), "seed \(part * 100 + seed)")
            #expect(try await client.pendingMutations().isEmpty)
            #expect(try await client.scalar("SELECT count(*) FROM lockstep_base") == "0")
            let rejected = try await client.rejections().map(\.token)
            #expect(Set(rejected) == Set(mine.filter { $0.rejection != nil }.map(\.token)))
        }
    }

    @Test("garbage in answers loses no mutation", arguments: 0..<8)
    func garbage(part: Int) async throws {
        let folder = try TestFolder()
        for seed in 0..<4 {
            let chance = Guarded(SeededGenerator(seed: UInt64(7000 + part * 100 + seed)))
            let server = try ReferenceServer(Workshop.self)
            let transport = TestTransport { path, body in
                let answer = try await server.post(path, body, as: "ann")
                return TransportResponse(status: 200, body: chance.withLock { Self.garbled(answer.body, using: &$0) })
            }
            let client = try await SyncClient<Workshop>.open(folder, transport, file: "replica\(seed)")
            var tokens: [UUID] = []
            for _ in 0..<25 {
                let mutation = chance.withLock { Workshop.Mutation.arbitrary(using: &$0) }
                // What the local rows do not allow was never made.
                if let receipt = try? await client.mutate(mutation) { tokens.append(receipt.token) }
                // A garbled answer may be an error of any kind.
                _ = try? await client.sync()
            }
            let pending = try await client.pendingMutations()
            #expect(pending.map(\.number) == pending.indices.map { pending[0].number + Int64($0) })
            let log = await server.decisions
            for token in tokens where !pending.contains(where: { $0.token == token }) {
                #expect(log.contains { $0.token == token }, "seed \(seed)")
            }
            transport.set { try await server.post($0, $1, as: "ann") }
            try await client.sync()
            let entries = await server.decisions
            #expect(entries.filter { Set(tokens).contains($0.token) }.count == tokens.count)
            #expect(try await client.pendingMutations().isEmpty)
        }
    }

    private static func garbled(_ body: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !body.isEmpty {
            let index = Int.random(in: body.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: body[index] = UInt8.random(in: 0x20...0x7e, using: &generator)
            case 1: body[index] = Array("0123456789{}[],:\"".utf8).randomElement(using: &generator) ?? 0
            case 2: body.remove(at: index)
            default: body.insert(UInt8.random(in: 0x30...0x39, using: &generator), at: index)
            }
        }
        return body
    }

    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let apply: @Sendable (String) -> String
    }

    private static let damages: [Damage] = [
        Damage(testDescription: "cut in the middle") { String($0.prefix($0.count / 2)) },
        Damage(testDescription: "empty") { _ in "" },
        Damage(testDescription: "another shape") { _ in "{}" },
        Damage(testDescription: "not JSON") { _ in "<html>502</html>" },
        Damage(testDescription: "from another cursor") { $0.replacing(#""from":"0.0""#, with: #""from":"9.9""#) },
        Damage(testDescription: "an unknown table") { $0.replacing(#""issue""#, with: #""tissue""#) },
        Damage(testDescription: "a missing column") { $0.replacing(#","created_at"]"#, with: "]") },
        Damage(testDescription: "a rejection that is not acknowledged") {
            $0.replacing(#""rejected":[]"#, with: #""rejected":[{"id":5,"code":"c","message":"m"}]"#)
        },
        Damage(testDescription: "an acknowledgement without token") {
            $0.replacing(#""acknowledged":0"#, with: #""acknowledged":1"#)
        },
    ]

    @Test("an answer that is not one changes nothing", arguments: damages)
    func damagedAnswer(_ damage: Damage) async throws {
        let folder = try TestFolder()
        let server = try ReferenceServer(IssueList.self)
        await server.set(encoding: .rows)
        let transport = TestTransport(to: server)
        let client = try await IssueClient.open(folder, transport)
        // A cursor that the server knows.
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        try await client.mutate(.createIssue(id: .id(3), title: "mine", description: ""))
        await server.run(.createIssue(id: .id(2), title: "two", description: ""))
        let cursor = await server.cursor(1)
        let before = try await client.replicaText()
        transport.set { path, body in
            let push = try PushRequest(json: body)
            let pull = PullRequest(client: push.client, schema: push.schema, cursor: push.pull?.cursor)
            let answer = try await server.post(SyncProtocol.pullPath, pull.json, as: "ann")
            let text = String(decoding: answer.body, as: UTF8.self).replacing(cursor, with: "0.0")
            let whole = #"{"acknowledged":0,"acknowledgedToken":null,"rejected":[],"pull":\#(damage.apply(text))}"#
            return TransportResponse(status: 200, body: Array(whole.replacing("0.0", with: cursor).utf8))
        }
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .malformedAnswer)
        #expect(try await client.replicaText() == before)

        transport.set { try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await client.dump() == server.dump())
    }

    @Test("an answer that comes twice, or after a later one, changes nothing")
    func repeatedAndReordered() async throws {
        let folder = try TestFolder()
        let server = try ReferenceServer(IssueList.self)
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        try await client.sync()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let request = try await client.request()
        let answer = try PullResponse(json: try await server.post(request.path, request.body, as: "ann").body)
        await server.run(.createIssue(id: .id(2), title: "two", description: ""))
        let later = try PullResponse(json: try await server.post(request.path, request.body, as: "ann").body)
        _ = try await client.replica.apply(later, to: request)
        let before = try await client.replicaText()
        #expect(try await client.replica.apply(later, to: request) == .superseded)
        #expect(try await client.replica.apply(answer, to: request) == .superseded)
        let next = try await client.request()
        await #expect(throws: JSONError.self) {
            try await client.replica.apply(answer, to: next)
        }
        #expect(try await client.replicaText() == before)
    }

    struct Status: CustomTestStringConvertible, Sendable {
        let status: Int
        let code: ErrorResponse.Code
        let expected: ClientError.Code
        var testDescription: String { "\(status) \(code.rawValue)" }
    }

    private static let statuses: [Status] = [
        Status(status: 400, code: .malformed, expected: .refused),
        Status(status: 401, code: .unauthenticated, expected: .unauthenticated),
        Status(status: 403, code: .forbidden, expected: .forbidden),
        Status(status: 404, code: .notFound, expected: .refused),
        Status(status: 408, code: .requestTimeout, expected: .unavailable),
        Status(status: 409, code: .forked, expected: .forked),
        Status(status: 409, code: .outOfOrder, expected: .outOfOrder),
        Status(status: 413, code: .tooLarge, expected: .tooLarge),
        Status(status: 413, code: .tooManyMutations, expected: .tooLarge),
        Status(status: 426, code: .upgradeRequired, expected: .upgradeRequired),
        Status(status: 429, code: .tooManyRequests, expected: .unavailable),
        Status(status: 429, code: .tooManyConcurrentRequests, expected: .unavailable),
        Status(status: 500, code: ErrorResponse.Code(rawValue: "unheardOf"), expected: .unavailable),
        Status(status: 503, code: .serverBehind, expected: .serverBehind),
        Status(status: 503, code: .overloaded, expected: .unavailable),
        Status(status: 503, code: .unavailable, expected: .unavailable),
    ]

    @Test("a refusal is told as what it is, and what is pending stays", arguments: statuses)
    func refusals(_ status: Status) async throws {
        let folder = try TestFolder()
        let body = ErrorResponse(code: status.code, message: "no", expected: 1).json
        let transport = TestTransport { _, _ in TransportResponse(status: status.status, body: body) }
        let client = try await IssueClient.open(folder, transport)
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == status.expected)
        #expect(try await client.pendingMutations().map(\.number) == [1, 2])
        #expect(transport.requests.count <= 5)
    }

    @Test(
        "only the server's word that a replica was copied gives it a new client id",
        arguments: [
            ("<h1>409 Conflict</h1>", false),
            (#"{"error": {"code": "conflict", "message": "blocked by a proxy"}}"#, false),
            (#"{"error": {"code": "forked", "message": "copied"}}"#, true),
            (#"{"trace": [1], "error": {"code": "forked", "message": "copied", "hint": {"a": 1}}}"#, true),
        ])
    func conflicts(_ body: String, _ forks: Bool) async throws {
        let folder = try TestFolder()
        let transport = TestTransport { _, _ in TransportResponse(status: 409, body: Array(body.utf8)) }
        let client = try await IssueClient.open(folder, transport)
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        let before = try await client.scalar("SELECT client FROM lockstep_replica")
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == (forks ? .forked : .refused))
        #expect(try await (client.scalar("SELECT client FROM lockstep_replica") != before) == forks)
        #expect(try await client.pendingMutations().map(\.number) == [1])
    }

    @Test("a push whose answer has no step is followed by a pull", arguments: [1, 7])
    func pushWithoutStep(_ count: Int) async throws {
        let folder = try TestFolder()
        let server = try ReferenceServer(IssueList.self)
        let transport = TestTransport { path, body in
            let response = try await server.post(path, body, as: "ann")
            guard path == SyncProtocol.pushPath else { return response }
            let answer = try PushResponse(json: response.body)
            let bare = PushResponse(
                acknowledged: answer.acknowledged, acknowledgedToken: answer.acknowledgedToken,
                rejected: answer.rejected, pull: nil)
            return TransportResponse(status: 200, body: bare.json)
        }
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 1
        let client = try await IssueClient.open(folder, transport, configuration: configuration)
        for number in 1...count {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        try await client.sync()
        #expect(transport.requests.map(\.path).prefix(2) == [SyncProtocol.pushPath, SyncProtocol.pullPath])
        #expect(transport.requests.count == 2 * count)
        #expect(try await client.pendingMutations().isEmpty)
        #expect(try await client.dump() == server.dump())
    }
}
