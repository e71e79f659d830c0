import Lockstep
import ServerTestSupport
import TestSupport
import Testing

@testable import LockstepServer

@Suite struct MalformedRequestTests {
    static let push = """
        {"protocol": 1, "client": "01000000-0000-0000-0000-000000000000", \
        "schema": {"version": 1, "fingerprint": "\(Board.fingerprint)"}, \
        "mutations": [{"id": 1, "token": "0190c8f4-0000-7000-8000-0000000000aa", "name": "createBoard", \
        "args": {"id": "a", "name": "A"}, "at": 5}], "pull": {"cursor": null}}
        """
    static let pull = """
        {"protocol": 1, "client": "01000000-0000-0000-0000-000000000000", \
        "schema": {"version": 1, "fingerprint": "\(Board.fingerprint)"}, "cursor": null}
        """

    struct Case: Sendable, CustomStringConvertible {
        let replaced: String
        let replacement: String
        let message: String
        var isPull = false
        var description: String { "\(replaced) → \(replacement)" }
    }

    static let cases: [Case] = [
        Case(replaced: #""protocol": 1, "#, replacement: "", message: "`protocol` is missing"),
        Case(replaced: #""protocol": 1"#, replacement: #""protocol": 2"#, message: "`protocol` must be 1"),
        Case(replaced: #""client""#, replacement: #""cleint""#, message: "`cleint` is unknown"),
        Case(replaced: #""01000000-"#, replacement: #""x1000000-"#, message: "`client` must be a UUID"),
        Case(replaced: #""version": 1"#, replacement: #""version": "1""#, message: "`version` must be a number"),
        Case(replaced: #""id": 1,"#, replacement: #""id": 0,"#, message: "`id` must be positive"),
        Case(replaced: #""id": 1,"#, replacement: #""id": 1.5,"#, message: "`id` must be an integer"),
        Case(replaced: #""id": 1,"#, replacement: #""id": 9223372036854775808,"#, message: "`id` must be an integer"),
        Case(replaced: #""at": 5"#, replacement: #""at": null"#, message: "`at` must be a number"),
        Case(replaced: #", "at": 5"#, replacement: "", message: "`at` is missing"),
        Case(
            replaced: #""A"}"#, replacement: #""A"]"#,
            message: "`name` must be followed by a comma or the closing bracket"),
        Case(
            replaced: #""mutations": ["#, replacement: #""mutations": [7, "#, message: "`mutations` must be an object"),
        Case(replaced: #""cursor": null"#, replacement: #""cursor": 7"#, message: "`cursor` must be a string"),
        Case(replaced: #", "cursor": null"#, replacement: "", message: "`cursor` is missing", isPull: true),
        Case(
            replaced: #""cursor": null"#, replacement: #""cursor": 7"#, message: "`cursor` must be a string",
            isPull: true),
    ]

    @Test(arguments: cases)
    func theFieldAtFaultIsNamed(_ example: Case) async throws {
        let test = try TestServer()
        let valid = example.isPull ? Self.pull : Self.push
        let body = Array(valid.replacing(example.replaced, with: example.replacement).utf8)
        #expect(body != Array(valid.utf8))
        let response =
            await example.isPull
            ? test.server.pull(body, actor: "ann") : test.server.push(body, actor: "ann")
        #expect(response.status == 400)
        let error = try ErrorResponse(json: response.body)
        #expect(error.code == .malformed)
        #expect(error.message == example.message)
        #expect(try test.log().isEmpty)
    }

    @Test(arguments: ["", "null", "[]", "{", "{}}", "\u{feff}{}", String(repeating: "[", count: 100_000)])
    func whatIsNoRequestAtAll(body: String) async throws {
        let test = try TestServer()
        #expect(await test.server.push(Array(body.utf8), actor: "ann").status == 400)
        #expect(await test.server.pull(Array(body.utf8), actor: "ann").status == 400)
    }

    @Test func largeRequestsAreRefused() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumBodyBytes = 1_000
        configuration.maximumMutationsPerPush = 2
        let test = try TestServer(configuration: configuration)
        let client = TestClient(1)
        let mutations = (1...3).map { PushedMutation(Int64($0), .createBoard(id: "b\($0)", name: "B")) }
        let many = await test.send(client.push(mutations))
        let large = await test.server.push(Array(repeating: 0x20, count: 1_001), actor: "ann")
        let largePull = await test.server.pull(Array(repeating: 0x20, count: 1_001), actor: "ann")
        #expect([many, large, largePull].map(\.status) == [413, 413, 413])
        #expect([many, large, largePull].map(\.errorCode) == ["tooManyMutations", "tooLarge", "tooLarge"])
        #expect(try test.log().isEmpty)
        #expect(await test.send(client.push(Array(mutations.prefix(2)))).status == 200)
    }

    /// Whatever arrives, the answer is a success or the sender's fault, and what is refused leaves nothing.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func mutilatedBodies(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let test = try TestServer()
        var statuses: [Int: Int] = [:]
        for _ in 1...600 {
            let isPull = Bool.random(using: &generator)
            let body = mutilate(Array((isPull ? Self.pull : Self.push).utf8), &generator)
            let before = try await test.head()
            let response = await isPull ? test.server.pull(body, actor: "ann") : test.server.push(body, actor: "ann")
            statuses[response.status, default: 0] += 1
            // A greater number of the schema's version means a client that is newer.
            let isAnswered =
                (200..<300).contains(response.status) || (400..<500).contains(response.status)
                || response.errorCode == "serverBehind"
            #expect(isAnswered, "\(response.text) to \(String(decoding: body, as: UTF8.self))")
            if response.status != 200 { #expect(try await test.head() == before) }
        }
        #expect(statuses[200] != nil)
        #expect(statuses[400] != nil)
    }

    private func mutilate(_ body: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var body = body
        let tokens = [
            "null", "-1", "1e999", "\"\"", "{}", "[]", "\\ud800", "\u{0}", ",", "}", "\"a\":", "true",
            "99999999999999999999",
        ]
        for _ in 0..<Int.random(in: 1...2, using: &generator) where !body.isEmpty {
            let start = Int.random(in: 0..<body.count, using: &generator)
            let end = min(body.count, start + Int.random(in: 0...6, using: &generator))
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: body.removeSubrange(start..<end)
            case 1: body.insert(contentsOf: Array(body[start..<end]), at: start)
            case 2: body[start] = UInt8.random(in: 0...255, using: &generator)
            case 3:
                body.replaceSubrange(start..<end, with: tokens.randomElement(using: &generator).unsafelyUnwrapped.utf8)
            default: body.removeSubrange(start...)
            }
        }
        return body
    }
}
