import CSQLite
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing

@testable import LockstepSQLiteStore

@Suite struct ConnectionTests {
    @Test(arguments: [
        ("synchronous", "2"), ("foreign_keys", "1"), ("recursive_triggers", "1"), ("journal_mode", "wal"),
        ("fullfsync", "1"), ("temp_store", "2"),
    ])
    func theWriterHasTheSetting(pragma: String, value: String) async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        let found = try await store.write { transaction in
            try transaction.connection.statement("PRAGMA \(pragma)").first {
                String(decoding: $0.column(0).text, as: UTF8.self)
            }
        }
        #expect(found == value)
        try store.close()
    }

    @Test(arguments: [
        (
            "SELECT code, message FROM lockstep_log WHERE token = ?1 AND kind IN ('mutation', 'rejection')",
            "SEARCH lockstep_log USING INDEX lockstep_log_token (token=?)"
        ),
        (
            "SELECT token FROM lockstep_log WHERE client = ?1 AND number = ?2",
            "SEARCH lockstep_log USING INDEX lockstep_log_number (client=? AND number=?)"
        ),
        (
            "SELECT number, token FROM lockstep_log WHERE client = ?1 AND version <= ?2 ORDER BY number DESC LIMIT 1",
            "SEARCH lockstep_log USING INDEX lockstep_log_number (client=?)"
        ),
        (
            """
            SELECT number, code, message FROM lockstep_log
            WHERE client = ?1 AND code IS NOT NULL AND version > ?2 AND version <= ?3 ORDER BY version
            """,
            "SEARCH lockstep_log USING INDEX lockstep_log_rejection (client=? AND rowid>? AND rowid<?)"
        ),
    ])
    func theLogIsSearchedByIndex(sql: String, plan: String) throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        let steps = try file.withConnection { connection in
            try connection.statement("EXPLAIN QUERY PLAN \(sql)").all {
                String(decoding: $0.column(3).text, as: UTF8.self)
            }
        }
        #expect(steps == [plan])
    }

    @Test func changedRowsAreFoundByVersion() throws {
        let file = try TemporaryFile()
        try SQLiteStore(Board.self, path: file.path).close()
        let selection = RowSelection(Board.tables[2])
        for (sql, index) in [
            (selection.count, "USING COVERING INDEX lockstep_versions_member"),
            (selection.goneKeys, "USING COVERING INDEX lockstep_versions_member"),
            (selection.changedRows, "USING COVERING INDEX lockstep_versions_member"),
        ] {
            let steps = try file.withConnection { connection in
                try connection.statement("EXPLAIN QUERY PLAN \(sql)").all {
                    String(decoding: $0.column(3).text, as: UTF8.self)
                }
            }
            #expect(steps.contains { $0.contains(index) && $0.hasPrefix("SEARCH") }, "\(steps)")
            #expect(!steps.contains { $0.hasPrefix("SCAN") && !$0.contains("subquery") }, "\(steps)")
        }
    }

    @Test func namesAreQuoted() {
        let selection = RowSelection(
            TableDescription(
                name: "order \"x\"",
                columns: [
                    ColumnDescription("group", .text), ColumnDescription("twice", .integer, generated: .virtual),
                    ColumnDescription("a\"b", .integer),
                ],
                key: ["a\"b", "group"]))
        #expect(selection.columns == ["group", "a\"b"])
        #expect(
            selection.allRows
                == #"SELECT t."group", t."a""b" FROM "order ""x""" t ORDER BY t."a""b", t."group""#)
    }
}
