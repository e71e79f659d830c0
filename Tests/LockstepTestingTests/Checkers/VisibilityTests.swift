import IssueTrackerSchema
import Lockstep
import Testing

@testable import LockstepTesting

@Suite("What an actor may see by the rules themselves")
struct VisibilityTests {
    private func server() throws -> SimulationDatabase {
        let server = try SimulationDatabase()
        for migration in IssueTracker.serverMigrations { try server.execute(migration.sql) }
        try server.execute(
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 1), ('q', 'Q', 1);
            INSERT INTO member (project_id, user_id, role, since)
            VALUES ('p', 'ann', 'owner', 1), ('q', 'bob', 'owner', 1);
            """)
        return server
    }

    @Test("is what the projects have that they are members of")
    func projects() throws {
        let server = try server()
        let visibility = Visibility<IssueTracker>()
        func projects(of actor: String) throws -> [String] {
            try server.with { try visibility.lookUpGrants(of: actor, on: $0) }
            return try server.texts("SELECT id FROM project WHERE \(visibility.condition(for: "project")) ORDER BY id")
        }
        #expect(try projects(of: "ann") == ["p"])
        #expect(try projects(of: "bob") == ["q"])
        #expect(try projects(of: "eve") == [])
    }
}
