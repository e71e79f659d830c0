import Foundation
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("What an actor may not read or write")
struct PermissionThreatTests {
    let project = UUID()
    let note = UUID()

    func server() async throws -> VaultServer {
        let vault = try VaultServer()
        try await vault.server.mutate(.createProject(id: project, name: "Project-7f3a"), as: "ann")
        try await vault.server.mutate(.write(note, in: project, "Body-91c2"), as: "ann")
        try await vault.server.mutate(.record(id: UUID(), secret: "Secret-55d0"), as: "ann")
        return vault
    }

    @Test("Nothing of a row that an actor may not read is in any answer")
    func unreadable() async throws {
        let vault = try await server()
        let client = UUID()
        var text = await vault.pull(client, as: "eve").text
        let attempts: [Vault.Mutation] = [
            .write(note, in: project, "Mine"), .edit(id: note, body: .set("Mine")),
            .addMember(projectId: project, userId: "eve"), .removeMember(projectId: project, userId: "ann"),
        ]
        for (index, mutation) in attempts.enumerated() {
            let answer = await vault.push(client, as: "eve", [PushedMutation(Int64(index + 1), mutation)])
            text += answer.text
            #expect(try PushResponse(json: answer.body).rejected.map(\.code) == ["denied"])
        }
        text += await vault.pull(client, as: "eve").text
        for secret in ["Project-7f3a", "Body-91c2", "Secret-55d0", project.uuidString, note.uuidString] {
            #expect(!text.lowercased().contains(secret.lowercased()), "\(secret)")
        }
    }

    @Test("Comparing tables compares what the actor may read, and no more")
    func checksums() async throws {
        let vault = try await server()
        let comparison = PullRequest(
            client: UUID(), schema: SchemaIdentity(of: Vault.self), cursor: nil, rowsOnly: true,
            checksums: try ChecksumRequest(
                json: Array(#"{"note":{"buckets":1,"rows":[0]},"project":{"buckets":1}}"#.utf8)))
        let eves = await vault.server.pull(comparison.json, actor: "eve").text
        #expect(eves.contains(#""counts":[0]"#))
        #expect(!eves.contains("Body-91c2"))
        #expect(await vault.server.pull(comparison.json, actor: "ann").text.contains("Body-91c2"))
    }

    @Test(
        "Server tables are not compared either",
        arguments: ["audit", "lockstep_log", "lockstep_client", "sqlite_schema"])
    func serverTables(table: String) async throws {
        let vault = try await server()
        let body = """
            {"protocol":1,"client":"\(UUID())","schema":{"version":1,"fingerprint":"\(Vault.fingerprint)"},\
            "cursor":null,"rowsOnly":true,"checksums":{"\(table)":{"buckets":1,"rows":[0]}}}
            """
        let answer = await vault.server.pull(Array(body.utf8), actor: "ann")
        #expect(answer.status == 400)
        #expect(!answer.text.contains("Secret-55d0"))
    }

    @Test("Rows of server tables are in nobody's answer")
    func serverSide() async throws {
        let vault = try await server()
        for actor in ["ann", "eve"] { #expect(!(await vault.pull(UUID(), as: actor).text.contains("Secret-55d0"))) }
    }

    @Test("A constraint of a server table is not told by its name or values")
    func constraintOfAServerTable() async throws {
        let vault = try await server()
        let answer = try await vault.pushed(
            UUID(), as: "eve", [PushedMutation(1, .record(id: UUID(), secret: "Secret-55d0"))])
        let rejection = try #require(answer.rejected.first)
        #expect(rejection.code == "constraint")
        for word in ["audit", "secret", "lockstep_"] { #expect(!rejection.message.lowercased().contains(word)) }
    }
}
