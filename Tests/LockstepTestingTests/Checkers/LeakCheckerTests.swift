import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepServer
import Testing

@testable import LockstepTesting

@Suite("What may be sent to an actor")
struct LeakCheckerTests {
    /// A server at version 2, with a project of Ann's and one of Bob's.
    private func reference() throws -> ServerReference<IssueTracker> {
        let server = try SimulationDatabase()
        for migration in IssueTracker.serverMigrations { try server.execute(migration.sql) }
        try server.execute(
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 1), ('q', 'Q', 1);
            INSERT INTO member (project_id, user_id, role, since)
            VALUES ('p', 'ann', 'owner', 1), ('q', 'bob', 'owner', 1);
            CREATE TABLE lockstep_log (version INTEGER PRIMARY KEY, tag INTEGER, kind TEXT, committed_at INTEGER,
              actor TEXT, name TEXT, args TEXT, at INTEGER, code TEXT, client TEXT, number INTEGER, token TEXT);
            INSERT INTO lockstep_log (version, tag, kind, committed_at) VALUES (1, 1, 'migration', 1), (2, 2, 'external', 2)
            """)
        let reference = try ServerReference<IssueTracker>(handlers: NoHandlers())
        try server.with { _ = try reference.follow($0) }
        return reference
    }

    /// The cursor of version 2, as far as the simulation reads it.
    private var cursor: String {
        var bytes: [UInt8] = [1]
        for word in [2, 2, 1, 0] as [UInt64] { withUnsafeBytes(of: word.bigEndian) { bytes += $0 } }
        return Data(bytes).base64EncodedString()
    }

    /// Whether one of some answers to Ann's device tells her what is not hers.
    private func leaks(_ answers: [PullResponse.Changes]) throws -> Bool {
        let checker = LeakChecker<IssueTracker>()
        let request = NetworkRequest(
            device: 0, actor: "ann", path: SyncProtocol.pullPath, body: [], tokenEnd: .seconds(1))
        let reference = try reference()
        do {
            for changes in answers {
                let answer = PullResponse(
                    from: nil, cursor: cursor, more: false, acknowledged: 0, acknowledgedToken: nil, rejected: [],
                    changes: changes)
                try checker.check(SyncResponse(status: 200, body: answer.json), to: request, reference)
            }
            return false
        } catch let violation as Violation where violation.checker == .leak {
            return true
        }
    }

    private func rows(delete: String = "", upsert: String = "") -> PullResponse.Changes {
        .rows(
            Array(
                """
                {"project":{"columns":["id","name","created_at"],"delete":[\(delete)],"upsert":[\(upsert)]}}
                """.utf8))
    }

    @Test("The rows of her own projects, and no others")
    func rowsOfOthers() throws {
        #expect(try !leaks([rows(upsert: #"["p","P",1]"#)]))
        #expect(try leaks([rows(upsert: #"["q","Q",1]"#)]))
    }

    @Test("That a row is gone which she had, and no other")
    func goneRows() throws {
        #expect(try !leaks([rows(upsert: #"["p","P",1]"#), rows(delete: #"["p"]"#)]))
        #expect(try leaks([rows(delete: #"["q"]"#)]))
    }

    @Test("No mutation that writes what has a rule")
    func mutations() throws {
        let mutation = LoggedMutation(
            version: 2, client: UUID(number: 1), id: 1, actor: "bob", name: "createProject",
            arguments: Array("{}".utf8), at: 1, committedAt: 2, effect: EffectHash(value: 0))
        #expect(try leaks([.mutations([mutation])]))
    }
}
