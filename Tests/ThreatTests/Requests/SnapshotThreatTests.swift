import Foundation
import HTTPTestSupport
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("Snapshots of others", .timeLimit(.minutes(10)))
struct SnapshotThreatTests {
    static let project = UUID()

    /// Runs an application whose every step for a new client is a snapshot, and pulls Ben's, a member's.
    func withSnapshot(_ body: (VaultApplication, SnapshotReference) async throws -> Void) async throws {
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerPull = 0
        try await VaultApplication.run(configuration: configuration) { application in
            let server = application.vault.server
            try await server.mutate(.createProject(id: Self.project, name: "Shared-1f20"), as: "ann")
            try await server.mutate(.addMember(projectId: Self.project, userId: "ben"), as: "ann")
            let own = UUID()
            try await server.mutate(.createProject(id: own, name: "Anns-own-83bc"), as: "ann")
            try await server.mutate(.write(UUID(), in: own, "Anns-note-c410"), as: "ann")
            try await server.mutate(.record(id: UUID(), secret: "Secret-55d0"), as: "ann")
            let pulled = try await application.vault.pulled(UUID(), as: "ben")
            guard case .snapshot(let reference) = pulled.changes else {
                Issue.record("The step is no snapshot.")
                return
            }
            try await body(application, reference)
        }
    }

    @Test("A snapshot's bytes hold what its actor may read and nothing else")
    func bytes() async throws {
        try await withSnapshot { application, reference in
            let text = try await application.answer("GET \(reference.path)", token: "ben").text
            #expect(text.contains("Shared-1f20"))
            for secret in ["Anns-own-83bc", "Anns-note-c410", "Secret-55d0", "lockstep_log", "audit"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test("A snapshot's path is of use to its actor only, as long as the grants are those that it was made for")
    func otherActors() async throws {
        try await withSnapshot { application, reference in
            for other in ["ann", "eve", "Ben"] {
                let answer = try await application.answer("GET \(reference.path)", token: other)
                #expect(answer.status == 404)
            }
            try await application.vault.server.mutate(
                .removeMember(projectId: Self.project, userId: "ben"), as: "ann")
            let answer = try await application.answer("GET \(reference.path)", token: "ben")
            #expect(answer.status == 404 || answer.status == 410)
            #expect(!answer.text.contains("Shared-1f20"))
        }
    }

    @Test("A snapshot's id with one character changed is none")
    func touched() async throws {
        try await withSnapshot { application, reference in
            let path = reference.path
            for offset in SyncProtocol.snapshotsPath.count..<path.count {
                let index = path.index(path.startIndex, offsetBy: offset)
                var other = path
                other.replaceSubrange(index...index, with: path[index] == "a" ? "b" : "a")
                let answer = try await application.answer("GET \(other)", token: "ben")
                #expect(answer.status == 404, "\(other)")
            }
        }
    }

    @Test(
        "Ranges never make more of a file than it is",
        arguments: [
            "bytes=0-99999999999999999999", "bytes=9223372036854775807-", "bytes=-9223372036854775808", "bytes=-0",
            "bytes=5-4", "bytes=-", "bytes=--1", "bytes=a-b", "bytes=0-0,", "lines=0-1", "bytes", "", "bytes=-1",
            "bytes=-99999999999", "bytes=" + Array(repeating: "0-", count: 1_000).joined(separator: ","),
            "bytes=" + (0..<500).map { "\($0)-\($0 + 1_000)" }.joined(separator: ","),
        ])
    func ranges(range: String) async throws {
        try await withSnapshot { application, reference in
            let answer = try await application.answer(
                "GET \(reference.path)", token: "ben", headers: ["Range: \(range)"])
            #expect([200, 206, 416].contains(answer.status))
            #expect(answer.body.count <= Int(reference.bytes))
            if answer.status == 200 { #expect(answer.body.count == Int(reference.bytes)) }
        }
    }
}
