import Foundation
import IssueListSchema
import Lockstep

@testable import LockstepServer

/// What the server's table held at each version of its log, found by a replay of the log in a database of its own.
///
/// It knows of the engine only the log's columns, the form of cursors and the mutations themselves.
final class ServerHistory {
    /// An entry of a log. Versions alone do not tell: a restored server uses them again.
    private struct Point: Hashable {
        let version: Int64
        let tag: Int64
    }

    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }

    private var states: [Point: [IssueRow]] = [:]
    private let replay: TestDatabase
    private var version: Int64 = 0

    init() throws {
        replay = try TestDatabase()
        for migration in IssueList.migrations { try replay.execute(migration.sql) }
    }

    /// Follows the log to its end.
    ///
    /// - Parameter server: The server's file.
    /// - Throws: `Mismatch` if the mutations of the log do not lead to the rows of the table.
    func follow(_ server: TestDatabase) throws {
        let issues = try server.issues()
        let log = try server.connection.statement(
            """
            SELECT version, tag, kind, committed_at, actor, name, args, at FROM lockstep_log WHERE version > ?1
            ORDER BY version
            """ as StaticString)
        try log.bind(version, at: 1)
        try log.all { entry in
            let point = Point(version: try entry.value(at: 0), tag: try entry.value(at: 1))
            guard point.version == version + 1 else {
                throw Mismatch(description: "version \(point) follows \(version)")
            }
            version = point.version
            switch try entry.value(String.self, at: 2) {
            case "mutation": try run(entry)
            case "external": try load(issues)
            default: break
            }
            states[point] = try replay.issues()
        }
        guard try replay.issues() == issues else {
            throw Mismatch(description: "at version \(version) the table is \(issues), the log \(try replay.issues())")
        }
    }

    /// Begins anew with the log as it is: the file was exchanged.
    func restart(_ server: TestDatabase) throws {
        version = try server.connection.statement("SELECT max(version) FROM lockstep_log" as StaticString)
            .only { try $0.value(at: 0) }
        try load(server.issues())
    }

    private func run(_ entry: SQLiteStatement) throws {
        let arguments = Array(entry.column(6).text)
        let mutation = try JSONReader.read(arguments) {
            try IssueList.Mutation(name: try entry.value(at: 5), arguments: &$0)
        }
        let context = MutationContext(
            actor: try entry.value(at: 4), now: try entry.value(at: 7), committedAt: try entry.value(at: 3))
        try mutation.apply(to: replay.connection, in: context)
    }

    private func load(_ issues: [IssueRow]) throws {
        try replay.execute("DELETE FROM issue")
        try replay.insert(issues)
    }

    // MARK: Replicas

    /// What a replica should contain: the server's rows at its cursor, and what is pending run on them.
    func expectedIssues(of replica: TestDatabase, server: TestDatabase, actor: String) throws -> [IssueRow] {
        let expected = try TestDatabase()
        for migration in IssueList.migrations { try expected.execute(migration.sql) }
        try expected.insert(base(of: replica, server: server, actor: actor))
        try replica.connection.statement(
            "SELECT name, arguments, made_at FROM lockstep_pending ORDER BY number" as StaticString
        ).all { row in
            let mutation = try JSONReader.read(Array(row.column(1).blob)) {
                try IssueList.Mutation(name: try row.value(at: 0), arguments: &$0)
            }
            let madeAt: Int64 = try row.value(at: 2)
            try expected.execute("SAVEPOINT pending")
            do {
                let context = MutationContext(actor: actor, now: madeAt, committedAt: madeAt)
                try mutation.apply(to: expected.connection, in: context)
            } catch is SQLiteError {
                try expected.execute("ROLLBACK TO pending")
            }
            try expected.execute("RELEASE pending")
        }
        return try expected.issues()
    }

    private func base(of replica: TestDatabase, server: TestDatabase, actor: String) throws -> [IssueRow] {
        let text = try replica.connection.statement("SELECT cursor FROM lockstep_replica" as StaticString)
            .only { try $0.value(String?.self, at: 0) }
        guard let text else { return [] }
        let key = try server.connection.statement("SELECT key FROM lockstep_server" as StaticString)
            .only { Array($0.column(0).blob) }
        let signer = CursorSigner(SigningKeys(current: key, previous: nil))
        guard let cursor = signer.cursor(from: text, for: actor),
            let state = states[Point(version: cursor.version, tag: cursor.tag)]
        else { throw Mismatch(description: "the replica of \(actor) has a cursor that the server never gave") }
        return state
    }
}
