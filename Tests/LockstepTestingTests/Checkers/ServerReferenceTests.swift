import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepTesting

@Suite("What a server's log leads to")
struct ServerReferenceTests {
    private static let id = "00000000-0000-4000-8000-000000000001"

    /// A server's tables and log, as far as the reference looks at them.
    private func server() throws -> SimulationDatabase {
        let server = try SimulationDatabase()
        for migration in IssueList.serverMigrations { try server.execute(migration.sql) }
        try server.execute(
            """
            CREATE TABLE lockstep_log (version INTEGER PRIMARY KEY, tag INTEGER, kind TEXT, committed_at INTEGER,
              actor TEXT, name TEXT, args TEXT, at INTEGER, code TEXT, client TEXT, number INTEGER, token TEXT);
            INSERT INTO lockstep_log (version, tag, kind, committed_at) VALUES (1, 1, 'migration', 1)
            """)
        return server
    }

    private func log(
        _ version: Int, _ name: String, _ arguments: String, kind: String = "mutation", code: String? = nil,
        at time: Int = 5, in server: SimulationDatabase
    ) throws {
        let code = code.map { "'\($0)'" } ?? "NULL"
        try server.execute(
            """
            INSERT INTO lockstep_log VALUES (\(version), \(version), '\(kind)', \(version * 10), 'ann', '\(name)',
              '\(arguments)', \(time), \(code), NULL, NULL, NULL)
            """)
    }

    private func create(_ server: SimulationDatabase, title: String = "a") throws {
        try log(2, "createIssue", #"{"id":"\#(Self.id)","title":"\#(title)","description":""}"#, in: server)
    }

    /// The checker that finds something wrong; nil if none does.
    private func violated(_ server: SimulationDatabase) throws -> Violation.Checker? {
        let reference = try ServerReference<IssueList>(handlers: NoHandlers())
        do {
            try server.with {
                _ = try reference.follow($0)
                try reference.compare($0)
            }
            return nil
        } catch let violation as Violation {
            return violation.checker
        }
    }

    private func insert(title: String, into server: SimulationDatabase) throws {
        try server.execute(
            """
            INSERT INTO issue (id, title, description, status, owner, created_at)
            VALUES ('\(Self.id)', '\(title)', '', 'todo', 'ann', 5)
            """)
    }

    @Test("The rows of its mutations, and no others")
    func rows() throws {
        let sound = try server()
        try create(sound)
        try insert(title: "a", into: sound)
        #expect(try violated(sound) == nil)
        let other = try server()
        try create(other)
        try insert(title: "b", into: other)
        #expect(try violated(other) == .logTruth)
        let missing = try server()
        try create(missing)
        #expect(try violated(missing) == .logTruth)
    }

    @Test("What is rejected fails on the same rows")
    func rejections() throws {
        let server = try server()
        try log(
            2, "createIssue", #"{"id":"\#(Self.id)","title":"a","description":""}"#, kind: "rejection",
            code: "constraint", in: server)
        #expect(try violated(server) == .logTruth)
    }

    @Test("What is applied does not fail")
    func applied() throws {
        let server = try server()
        try create(server, title: "")
        #expect(try violated(server) == .logTruth)
    }

    @Test("What others write is taken as it is")
    func external() throws {
        let server = try server()
        try insert(title: "by hand", into: server)
        try log(2, "", "", kind: "external", at: 0, in: server)
        #expect(try violated(server) == nil)
    }

    @Test("Versions have no gaps, and times ascend")
    func order() throws {
        let gap = try server()
        try log(3, "", "", kind: "external", in: gap)
        #expect(try violated(gap) == .logTruth)
        let early = try server()
        try log(2, "", "", kind: "external", in: early)
        try early.execute("UPDATE lockstep_log SET committed_at = 1 WHERE version = 2")
        #expect(try violated(early) == .logTruth)
    }

    @Test("A replica shows its base and on it what is pending, failed mutations left out")
    func optimisticRows() throws {
        let server = try server()
        try create(server)
        let reference = try ServerReference<IssueList>(handlers: NoHandlers())
        try server.with { _ = try reference.follow($0) }
        let cursor = CursorPlace(version: 2, tag: 2)
        let id = try #require(UUID(uuidString: Self.id))
        let rename = IssueList.Mutation.updateIssue(id: id, title: .set("b"), description: .keep)
        let again = IssueList.Mutation.createIssue(id: id, title: "c", description: "")
        func rows(_ pending: [IssueList.Mutation]) throws -> String {
            let rows = try reference.expectedRows(at: cursor, actor: "ann", pending: pending.map { ($0, 7) })
            return try #require(rows).flatMap(\.self).map(\.description).joined()
        }
        #expect(try rows([]).contains("a"))
        #expect(try rows([rename, again]) == rows([rename]))
        #expect(try rows([rename]) != rows([]))
        #expect(try reference.expectedRows(at: CursorPlace(version: 2, tag: 9), actor: "ann", pending: []) == nil)
    }
}
