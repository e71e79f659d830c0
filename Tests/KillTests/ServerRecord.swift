import Foundation

/// What the server's file says when all is over: its log, its audit and the tables.
struct ServerRecord {
    private let database: Database

    init(_ file: URL) throws {
        database = try Database(file)
    }

    /// The tables of clients, with what an actor may read of each, as the permissions of `schema/` have it.
    static func visible(to actor: String) -> [(table: String, condition: String)] {
        let projects = "(SELECT project_id FROM member WHERE user_id = '\(actor)')"
        return [
            ("project", "id IN \(projects)"), ("member", "project_id IN \(projects)"),
            ("issue", "project_id IN \(projects)"),
            ("comment", "issue_id IN (SELECT id FROM issue WHERE project_id IN \(projects))"),
        ]
    }

    func rows(of table: String, where condition: String) throws -> [String] {
        try database.rows(of: table, where: condition)
    }

    /// The tokens of a client's mutations that ended so, in the order of the log.
    func tokens(_ kind: String, of client: String) throws -> [String] {
        try database.column(
            "SELECT token FROM lockstep_log WHERE kind = '\(kind)' AND client = '\(client)' ORDER BY version")
    }

    /// Each mutation has one outcome, and what was applied was applied once: the audit, of which each mutation writes a
    /// row of its own, has exactly one for each; and the tables hold what the log adds up to.
    ///
    /// - Returns: Where it is otherwise.
    func inconsistencies() throws -> [String] {
        var verdict = Verdict()
        verdict.expectEqual(try database.column("PRAGMA integrity_check"), ["ok"], "server: integrity")
        verdict.expectEqual(
            try database.column("SELECT \"table\" FROM pragma_foreign_key_check"), [], "server: foreign keys")
        verdict.expectEqual(
            try database.column(
                """
                SELECT token FROM lockstep_log WHERE kind IN ('mutation', 'rejection')
                GROUP BY token HAVING count(*) > 1
                """), [], "server: mutations with two outcomes")
        let applied = try database.column(
            """
            SELECT committed_at || '|' || actor || '|' || name FROM lockstep_log
            WHERE kind = 'mutation' ORDER BY committed_at
            """)
        verdict.expectEqual(
            try database.column("SELECT at || '|' || actor || '|' || action FROM audit ORDER BY at"), applied,
            "server: the audit of what was applied")
        verdict.expectEqual(
            try database.column(
                """
                SELECT issue_id FROM audit WHERE action = 'createIssue' GROUP BY issue_id HAVING count(*) > 1
                """), [], "server: issues that were opened twice")
        let created = "SELECT issue_id FROM audit WHERE action = 'createIssue'"
        let deleted = "SELECT issue_id FROM audit WHERE action = 'deleteIssue'"
        verdict.expectEqual(
            try database.column("SELECT id FROM issue ORDER BY id"),
            try database.column("SELECT issue_id FROM (\(created) EXCEPT \(deleted)) ORDER BY issue_id"),
            "server: issues")
        verdict.expectEqual(
            try database.column("SELECT id FROM comment ORDER BY id"),
            try database.column(
                """
                SELECT args ->> 'id' AS id FROM lockstep_log
                WHERE kind = 'mutation' AND name = 'addComment' AND args ->> 'issueId' NOT IN (\(deleted))
                ORDER BY id
                """), "server: comments")
        return verdict.problems
    }
}
