import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("Errors say nothing of the server")
struct LeakThreatTests {
    @Test("A store that fails is told of without its words")
    func storeFailure() async throws {
        let vault = try VaultServer()
        let client = UUID()
        try vault.file.edit("DROP TABLE lockstep_client")
        let mutation = PushedMutation(1, .createProject(id: UUID(), name: "Ann's"))
        let answers = [
            await vault.push(client, as: "ann", [mutation]), await vault.push(client, as: "ann", []),
            await vault.pull(client, as: "ann"),
        ]
        for answer in answers {
            #expect(answer.status == 503)
            #expect(answer.errorCode == "unavailable")
            for word in ["lockstep_client", "table", "SQL", "sqlite", vault.file.path] {
                #expect(!answer.text.contains(word), "\(answer.text)")
            }
        }
    }

    @Test("A closed store's health says neither path nor reason")
    func health() async throws {
        let vault = try VaultServer()
        try vault.store.close()
        let answer = await vault.server.health()
        #expect(answer.status == 503)
        #expect(!answer.text.contains(vault.file.path))
    }

    @Test(
        "What a request made up comes back in part at most",
        arguments: [1_000, 1_000_000])
    func amplification(length: Int) async throws {
        let vault = try VaultServer()
        let long = String(repeating: "x", count: length)
        let pull = #"{"protocol":1,"\#(long)":1}"#
        #expect(await vault.server.pull(Array(pull.utf8), actor: "ann").body.count < 400)
        let mutation = PushedMutation(id: 1, token: UUID(), name: long, arguments: Array("{}".utf8), at: 0)
        #expect(await vault.push(UUID(), as: "ann", [mutation]).body.count < 600)
        let member = PushedMutation(
            id: 1, token: UUID(), name: "createProject", arguments: Array(#"{"\#(long.prefix(900_000))":1}"#.utf8),
            at: 0)
        #expect(await vault.push(UUID(), as: "ann", [member]).body.count < 600)
    }
}
