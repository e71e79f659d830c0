import Foundation
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("Cursors that the server did not give")
struct CursorThreatTests {
    static let project = UUID()

    func server(_ names: String...) async throws -> VaultServer {
        let vault = try VaultServer()
        try await vault.server.mutate(.createProject(id: Self.project, name: "Shared"), as: "ann")
        for name in names {
            try await vault.server.mutate(.addMember(projectId: Self.project, userId: name), as: "ann")
        }
        return vault
    }

    /// A pull from a cursor that counts for nothing says everything that the actor may read, and so nothing more.
    func expectNoBase(_ vault: VaultServer, _ cursor: String, as actor: String) async throws {
        let answer = try await vault.pulled(UUID(), as: actor, cursor: cursor)
        #expect(answer.from == nil, "\(cursor)")
    }

    @Test("A cursor with one bit changed is none")
    func flipped() async throws {
        let vault = try await server()
        let cursor = try await vault.pulled(UUID(), as: "ann").cursor
        #expect(try await vault.pulled(UUID(), as: "ann", cursor: cursor).from == cursor)
        for index in cursor.indices where cursor.distance(from: cursor.startIndex, to: index) % 3 == 0 {
            var forged = cursor
            forged.replaceSubrange(index...index, with: cursor[index] == "A" ? "B" : "A")
            try await expectNoBase(vault, forged, as: "ann")
        }
    }

    @Test(
        "A cursor that somebody made up is none",
        arguments: [
            "", "AAAA", "null", "0", String(repeating: "A", count: 87), String(repeating: "A", count: 100_000),
            "AQAAAAAAAAAB", "../../../etc/passwd", "' OR 1=1 --", "\u{0}", "%00", "é",
        ])
    func madeUp(cursor: String) async throws {
        try await expectNoBase(try await server(), cursor, as: "ann")
    }

    @Test("Another actor's cursor is none")
    func otherActors() async throws {
        let vault = try await server("ben")
        let cursor = try await vault.pulled(UUID(), as: "ann").cursor
        for other in ["ben", "Ann", "ann ", "eve"] { try await expectNoBase(vault, cursor, as: other) }
    }

    @Test("Another server's cursor is none")
    func otherServers() async throws {
        let (first, second) = (try await server(), try await server())
        let cursor = try await first.pulled(UUID(), as: "ann").cursor
        try await expectNoBase(second, cursor, as: "ann")
    }

    @Test("A cursor from before an actor's grants changed is none")
    func revoked() async throws {
        let vault = try await server("ben")
        let cursor = try await vault.pulled(UUID(), as: "ben").cursor
        try await vault.server.mutate(.removeMember(projectId: Self.project, userId: "ben"), as: "ann")
        try await vault.server.mutate(.write(UUID(), in: Self.project, "After Ben left"), as: "ann")
        let answer = await vault.pull(UUID(), as: "ben", cursor: cursor)
        #expect(try PullResponse(json: answer.body).from == nil)
        #expect(!answer.text.contains("After Ben left"))
        #expect(!answer.text.contains(Self.project.uuidString.lowercased()))
    }
}
