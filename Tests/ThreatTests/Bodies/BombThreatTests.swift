import Foundation
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("JSON that is to exhaust the server", .timeLimit(.minutes(10)))
struct BombThreatTests {
    struct Bomb: Sendable, CustomStringConvertible {
        let description: String
        let args: String

        init(_ description: String, _ args: String) {
            self.description = description
            self.args = args
        }
    }

    private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static let bombs = [
        Bomb("arrays in arrays", times("[", 1_000_000)),
        Bomb("arrays in arrays, closed", times("[", 100_000) + times("]", 100_000)),
        Bomb("objects in objects", times(#"{"a":"#, 200_000)),
        Bomb("objects in objects, closed", times(#"{"a":"#, 100_000) + "1" + times("}", 100_000)),
        Bomb("depth beside arguments", #"{"id":\#(times("[", 500_000))"#),
        Bomb("an array of a million elements", "[" + times("0,", 400_000) + "0]"),
        Bomb("an object of many members", "{" + times(#""a":0,"#, 120_000) + #""a":0}"#),
        Bomb("one member a hundred thousand times", "{" + times(#""name":"n","#, 80_000) + #""name":"n"}"#),
        Bomb("a long string of escapes", #"{"name":"\#(times("\\u0041", 150_000))"}"#),
        Bomb("a long key of escapes", #"{"\#(times("\\u0041", 150_000))":1}"#),
        Bomb("surrogates without partner", #"{"name":"\#(times("\\ud800", 150_000))"}"#),
        Bomb("a string without end", #"{"name":"\#(times("x", 900_000))"#),
        Bomb("a number of a million digits", times("9", 900_000)),
        Bomb("a fraction of a million digits", "0." + times("0", 900_000) + "1"),
        Bomb("an exponent of a million digits", "1e" + times("9", 900_000)),
        Bomb("white space", times(" ", 900_000) + "{}"),
        Bomb("U+0000", "{\"name\":\"\(times("\\u0000", 150_000))\"}"),
    ]

    /// What bombs cost is linear in their bytes: the limit is far above, since each answer waits for its turns among other
    /// tests.
    static let limit = Duration.seconds(60)

    @Test("As arguments it rejects the mutation or the request, at once", arguments: bombs)
    func arguments(bomb: Bomb) async throws {
        let vault = try VaultServer()
        let rows = try vault.rows()
        let body = #"""
            {"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"mutations":\#
            [{"id":1,"token":"\#(UUID())","name":"createProject","args":\#(bomb.args),"at":0}]}
            """#
        let duration = try await ContinuousClock().measure {
            let answer = await vault.server.push(Array(body.utf8), actor: "ann")
            if answer.status == 200 {
                let codes = try PushResponse(json: answer.body).rejected.map(\.code)
                #expect(codes == ["invalidArguments"] || codes == ["tooLarge"])
            } else {
                #expect(answer.status == 400)
            }
            #expect(answer.body.count < 1_000)
        }
        #expect(duration < Self.limit)
        #expect(try vault.rows() == rows)
    }

    @Test("As a member or as the whole body it is malformed, at once", arguments: bombs)
    func bodies(bomb: Bomb) async throws {
        let vault = try VaultServer()
        let duration = await ContinuousClock().measure {
            for body in [bomb.args, #"{"protocol":1,"client":\#(bomb.args)}"#, #"{"mutations":[\#(bomb.args)]}"#] {
                for answer in [
                    await vault.server.push(Array(body.utf8), actor: "ann"),
                    await vault.server.pull(Array(body.utf8), actor: "ann"),
                ] {
                    #expect(answer.status == 400)
                    #expect(answer.body.count < 1_000)
                }
            }
        }
        #expect(duration < Self.limit)
    }

    @Test(
        "Numbers beyond what there is are malformed, and none is taken for another",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e3", "1.0", "1e400", "-1e400",
            "NaN",
            "Infinity", "0x10", "01", "+1", "-", "1e", "\"1\"", "null", "true", "[]",
        ])
    func numbers(number: String) async throws {
        let vault = try VaultServer()
        for member in ["id", "at"] {
            let other = member == "id" ? #""at":0"# : #""id":1"#
            let body = #"""
                {"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"mutations":\#
                [{"\#(member)":\#(number),\#(other),"token":"\#(UUID())","name":"createProject","args":{}}]}
                """#
            #expect(await vault.server.push(Array(body.utf8), actor: "ann").status == 400)
        }
        let project = UUID()
        try await vault.server.mutate(.createProject(id: project, name: "Ann's"), as: "ann")
        let arguments = #"""
            {"id":"\#(UUID().uuidString.lowercased())","projectId":"\#(project.uuidString.lowercased())","body":"b",\#
            "stars":\#(number),"weight":0.5,"cover":null,"isDone":false,"due":null}
            """#
        let mutation = #"{"id":1,"token":"\#(UUID())","name":"write","args":\#(arguments),"at":0}"#
        let body = #"""
            {"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"mutations":[\#(mutation)]}
            """#
        let answer = await vault.server.push(Array(body.utf8), actor: "ann")
        if answer.status == 200 {
            #expect(try PushResponse(json: answer.body).rejected.map(\.code) == ["invalidArguments"])
        } else {
            #expect(answer.status == 400)
        }
        #expect(try vault.file.values("SELECT count(*) FROM note") == ["0"])
    }
}
