import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing

extension PermissionTests {
    @Suite("Exits in a log that is trimmed") struct TrimmedExitsTests {
        private static func trim(_ server: RuledServer, toEntries count: Int64) async throws -> TrimmedWork {
            var policy = RetentionPolicy.keepsEverything
            policy.maximumEntries = count
            policy.pause = .zero
            return try await server.server.trim(policy)
        }

        /// `member` has a key of two columns, `issue` one that is called `id`.
        @Test("Those that no cursor needs go, and those of the same row that came later stay")
        func trimmed() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await server.change("UPDATE issue SET project_id = 'q' WHERE id = 'p1'", isForeign: false)
            try await server.change("DELETE FROM member WHERE project_id = 'q'", isForeign: false)
            try await server.change("UPDATE issue SET project_id = 'p' WHERE id = 'p1'", isForeign: false)
            try await bob.client.sync()
            #expect(try await bob.rows().contains("issue p1 First of P"))
            try await server.change("UPDATE issue SET project_id = 'q' WHERE id = 'p1'", isForeign: false)
            let before = try server.file.values("SELECT count(*) FROM lockstep_exits_issue WHERE id = 'p1'")
            let work = try await Self.trim(server, toEntries: 2)
            #expect(work.exits > 0)
            let after = try server.file.values("SELECT count(*) FROM lockstep_exits_issue WHERE id = 'p1'")
            #expect(Int(after[0]) ?? 0 < Int(before[0]) ?? 0)
            try await bob.client.sync()
            #expect(try await !bob.rows().contains { $0.hasPrefix("issue p1") })
            #expect(try await bob.client.verify().isEqual)
            try await bob.client.close()
            try server.store.close()
        }
    }
}
