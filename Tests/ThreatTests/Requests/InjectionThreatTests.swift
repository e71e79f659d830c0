import Foundation
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

/// Statements are prepared once, and every value is bound: what looks like SQL is text. So each of these ends where a
/// harmless value would, and the schema stays.
@Suite("SQL in every string")
struct InjectionThreatTests {
    static let texts = [
        "'", "''", "\"", "`", ";", "--", "/*", "\\", "'; DROP TABLE note; --", "' OR '1'='1", "\") OR 1=1 --",
        "x'); DELETE FROM member; --", "' UNION SELECT secret FROM audit --", ":actor", "?1", "$1", "@name", "%27",
        "\u{0}'; DROP TABLE note; --", "ʼ OR 1=1", "\u{2019} OR 1=1 --", "{{actor}}", "printf('%s')",
        "';ATTACH 'x' AS y;--",
    ]

    @Test("As an argument it is stored as it came", arguments: texts)
    func arguments(text: String) async throws {
        let vault = try VaultServer()
        let schema = try vault.schema()
        let project = UUID()
        let answer = try await vault.pushed(
            UUID(), as: "ann",
            [
                PushedMutation(1, .createProject(id: project, name: "Ann's")),
                PushedMutation(2, .write(UUID(), in: project, text)),
                PushedMutation(3, .addMember(projectId: project, userId: text)),
                PushedMutation(4, .record(id: UUID(), secret: text)),
                // SQLite's length() ends at U+0000, and the name must have one.
                PushedMutation(5, .createProject(id: UUID(), name: "n" + text)),
            ])
        #expect(answer.rejected.isEmpty)
        let hex = text.utf8.map { String(format: "%02X", $0) }.joined()
        #expect(try vault.file.values("SELECT hex(body) FROM note") == [hex])
        #expect(try vault.file.values("SELECT hex(secret) FROM audit") == [hex])
        #expect(try vault.file.values("SELECT count(*) FROM member") == ["3"])
        #expect(try vault.file.values("SELECT hex(name) FROM project WHERE name <> 'Ann''s'") == ["6E" + hex])
        #expect(try vault.schema() == schema)
    }

    @Test("As an actor it is a name like another, and may what that name may", arguments: texts)
    func actors(text: String) async throws {
        let vault = try VaultServer()
        let schema = try vault.schema()
        let (project, client) = (UUID(), UUID())
        try await vault.server.mutate(.createProject(id: project, name: "Ann's"), as: "ann")
        let answer = try await vault.pushed(client, as: text, [PushedMutation(1, .write(UUID(), in: project, "Note"))])
        #expect(answer.rejected.map(\.code) == ["denied"])
        #expect(!(await vault.pull(client, as: text).text.contains("Ann's")))
        #expect(try vault.schema() == schema)
    }

    @Test("As the name of a mutation it is an unknown one", arguments: texts)
    func names(text: String) async throws {
        let vault = try VaultServer()
        let schema = try vault.schema()
        let mutation = PushedMutation(id: 1, token: UUID(), name: text, arguments: Array("{}".utf8), at: 0)
        let answer = try await vault.pushed(UUID(), as: "ann", [mutation])
        #expect(answer.rejected.map(\.code) == ["unknownMutation"])
        #expect(try vault.schema() == schema)
    }

    @Test(
        "As a client id, a token, a fingerprint, a cursor or a member it is malformed or counts for nothing",
        arguments: texts)
    func otherStrings(text: String) async throws {
        let vault = try VaultServer()
        let schema = try vault.schema()
        let rows = try vault.rows()
        let quoted = String(decoding: JSONWriter.write { $0.string(text) }, as: UTF8.self)
        let bodies = [
            #"{"protocol":1,"client":\#(quoted),"schema":{"version":1,"fingerprint":"x"},"cursor":null}"#,
            #"{"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":\#(quoted)},"cursor":\#(quoted)}"#,
            #"{"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"cursor":null,\#(quoted):1}"#,
            #"""
            {"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"cursor":null,\#
            "checksums":{\#(quoted):{"buckets":1}}}
            """#,
        ]
        for body in bodies {
            let answer = await vault.server.pull(Array(body.utf8), actor: "ann")
            #expect([200, 400].contains(answer.status), "\(answer.text)")
        }
        let push = #"""
            {"protocol":1,"client":"\#(UUID())","schema":{"version":1,"fingerprint":"x"},"mutations":\#
            [{"id":1,"token":\#(quoted),"name":"createProject","args":{},"at":0}]}
            """#
        #expect(await vault.server.push(Array(push.utf8), actor: "ann").status == 400)
        #expect(try vault.rows() == rows)
        #expect(try vault.schema() == schema)
    }
}
