import Foundation
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("Client ids, numbers and tokens of others")
struct ClientThreatTests {
    static let project = UUID()
    let annsClient = UUID()

    /// A server with a project and a note of Ann's.
    func annsServer() async throws -> VaultServer {
        let vault = try VaultServer()
        try await vault.pushed(
            annsClient, as: "ann",
            [
                PushedMutation(1, .createProject(id: Self.project, name: "Ann's")),
                PushedMutation(2, .write(UUID(), in: Self.project, "Ann's secret")),
            ])
        return vault
    }

    @Test("Another actor's client id is refused with one answer, whatever the request and the client's state")
    func otherClients() async throws {
        let vault = try await annsServer()
        let rows = try vault.rows()
        let head = try await vault.head()
        let note = Vault.Mutation.write(UUID(), in: Self.project, "Eve's")
        var answers: Set<SyncResponse> = []
        for number: Int64 in [1, 2, 3, 4, .max] {
            answers.insert(await vault.push(annsClient, as: "eve", [PushedMutation(number, note)]))
        }
        answers.insert(await vault.push(annsClient, as: "eve", []))
        answers.insert(await vault.pull(annsClient, as: "eve"))
        answers.insert(await vault.pull(annsClient, as: "eve", cursor: "x"))
        #expect(answers.count == 1)
        let answer = try #require(answers.first)
        #expect(answer.status == 403)
        #expect(answer.errorCode == "forbidden")
        #expect(!answer.text.contains("ann"))
        #expect(try vault.rows() == rows)
        #expect(try await vault.head() == head)
    }

    @Test("A name that only looks like another actor's is another actor")
    func lookalikes() async throws {
        let vault = try VaultServer()
        let client = UUID()
        // é as one code point and as two: equal strings in Swift, different ones in SQL.
        try await vault.pushed(client, as: "jos\u{e9}", [PushedMutation(1, .createProject(id: UUID(), name: "José's"))])
        for other in ["jose\u{301}", "JOS\u{e9}", "jos\u{e9} ", "jos\u{e9}\u{0}"] {
            #expect(await vault.pull(client, as: other).status == 403)
            #expect(await vault.push(client, as: other, []).status == 403)
            let mutation = PushedMutation(2, .createProject(id: UUID(), name: "Mine"))
            #expect(await vault.push(client, as: other, [mutation]).status == 403)
            let pulled = await vault.pull(UUID(), as: other)
            #expect(!pulled.text.contains("José's"))
        }
    }

    @Test("The server's own client id is nobody's")
    func serverClient() async throws {
        let vault = try VaultServer()
        let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        for actor in ["ann", "cron", ""] {
            #expect(await vault.push(none, as: actor, []).status == 400)
            #expect(await vault.pull(none, as: actor).status == 400)
        }
    }

    @Test(
        "Mutation ids from the past and the future change nothing",
        arguments: [
            (1, "forked"), (2, "forked"), (4, "outOfOrder"), (1_000_000, "outOfOrder"), (.max, "outOfOrder"),
            (0, "malformed"), (-1, "malformed"), (.min, "malformed"),
        ] as [(Int64, String)])
    func numbers(number: Int64, code: String) async throws {
        let vault = try await annsServer()
        let rows = try vault.rows()
        let answer = await vault.push(
            annsClient, as: "ann", [PushedMutation(number, .write(UUID(), in: Self.project, "Again"))])
        #expect(answer.errorCode == code)
        #expect(try vault.rows() == rows)
    }

    @Test("Numbers that leave one out within a push change nothing")
    func gap() async throws {
        let vault = try await annsServer()
        let rows = try vault.rows()
        let mutations = [3, 5].map { PushedMutation($0, .write(UUID(), in: Self.project, "Note \($0)")) }
        #expect(await vault.push(annsClient, as: "ann", mutations).errorCode == "outOfOrder")
        #expect(try vault.rows() == rows)
    }

    @Test(
        "A time from the past or the future is no later than the server's, and harms nothing",
        arguments: [.min, -1, 0, 1, VaultServer.now + 1, .max] as [Int64])
    func times(at: Int64) async throws {
        let vault = try await annsServer()
        try await vault.pushed(
            annsClient, as: "ann", [PushedMutation(3, .write(UUID(), in: Self.project, "Timed"), at: at)])
        let times = try vault.file.values("SELECT written_at FROM note WHERE body = 'Timed'")
        let expected = at == .min ? times : ["\(min(at, VaultServer.now))"]
        #expect(times == expected)
        #expect(try await vault.pulled(annsClient, as: "ann").acknowledged == 3)
    }

    @Test("The token of another actor's mutation tells nothing of its outcome and takes nothing from it")
    func tokens() async throws {
        let vault = try await annsServer()
        let (applied, rejected, unknown) = (UUID(), UUID(), UUID())
        try await vault.pushed(
            annsClient, as: "ann",
            [
                PushedMutation(3, .write(UUID(), in: Self.project, "Applied"), token: applied),
                PushedMutation(
                    4, .write(UUID(), in: Self.project, String(repeating: "x", count: 1_001)), token: rejected),
            ])
        let rows = try vault.rows()
        // Of all these projects Eve is a member of none: what she may not write is denied, whatever the token.
        var answers: [RejectedMutation] = []
        for token in [applied, rejected, unknown] {
            let answer = try await vault.pushed(
                UUID(), as: "eve", [PushedMutation(1, .write(UUID(), in: Self.project, "Eve's"), token: token)])
            answers += answer.rejected
        }
        #expect(answers.map(\.code) == ["denied", "denied", "denied"])
        #expect(answers[0] == answers[1])
        #expect(!answers[1].message.contains("CHECK"))
        // What she may write is not run under the token either, and not said to be.
        for token in [applied, rejected] {
            let answer = try await vault.pushed(
                UUID(), as: "eve", [PushedMutation(1, .createProject(id: UUID(), name: "Eve's"), token: token)])
            #expect(answer.rejected.map(\.code) == ["denied"])
        }
        #expect(try vault.rows() == rows)
    }

    @Test("A guest's mutation that becomes a user's is not run twice, and the user is told its outcome")
    func handedOver() async throws {
        let vault = try VaultServer()
        let project = PushedMutation(1, .createProject(id: UUID(), name: "The guest's"))
        try await vault.pushed(UUID(), as: "guest", [project])
        let rows = try vault.rows()
        let answer = try await vault.pushed(UUID(), as: "ann", [project])
        #expect(answer.acknowledged == 1)
        #expect(answer.rejected.isEmpty)
        #expect(try vault.rows() == rows)
    }
}
