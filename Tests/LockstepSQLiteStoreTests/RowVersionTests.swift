import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing

/// Changes that other programs make: each reaches the version rows, whatever the form of the statement.
@Suite struct RowVersionTests {
    private static let start = """
        INSERT INTO board (id, name) VALUES ('a', 'A'), ('b', 'B');
        INSERT INTO card (id, board_id, slug, weight) VALUES ('k', 'a', 's', 1), ('l', 'a', 't', 1);
        INSERT INTO member (board_id, user_id, role) VALUES ('a', 'ann', 'guest');
        """

    @Test(arguments: [
        ("UPDATE board SET name = 'X' WHERE id = 'a'", ["board a 0"]),
        ("UPDATE OR IGNORE board SET name = 'X' WHERE id = 'a'", ["board a 0"]),
        ("UPDATE OR REPLACE board SET name = 'X' WHERE id = 'a'", ["board a 0"]),
        ("INSERT OR IGNORE INTO board (id, name) VALUES ('a', 'X'), ('c', 'C')", ["board c 0"]),
        ("INSERT INTO board (id, name) VALUES ('a', 'X') ON CONFLICT (id) DO UPDATE SET name = 'Y'", ["board a 0"]),
        ("REPLACE INTO card (id, board_id, slug, weight) VALUES ('m', 'a', 's', 2)", ["card k 1", "card m 0"]),
        ("UPDATE OR REPLACE card SET slug = 't' WHERE id = 'k'", ["card k 0", "card l 1"]),
        ("UPDATE card SET id = 'z' WHERE id = 'k'", ["card k 1", "card z 0"]),
        ("UPDATE member SET user_id = 'eve'", ["member a ann 1", "member a eve 0"]),
        ("DELETE FROM board WHERE id = 'a'", ["board a 1", "card k 1", "card l 1", "member a ann 1"]),
        ("DELETE FROM card", ["card k 1", "card l 1"]),
    ])
    func aStatementFromElsewhereLeavesVersions(sql: String, expected: [String]) throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        try file.edit(Self.start)
        let version = try file.values("SELECT max(version) FROM lockstep_log")[0]
        try file.edit(sql)
        let versions = try file.values(
            """
            SELECT 'board ' || id || ' ' || lockstep_deleted FROM lockstep_rows_board
            WHERE lockstep_version > \(version)
            UNION ALL
            SELECT 'card ' || id || ' ' || lockstep_deleted FROM lockstep_rows_card WHERE lockstep_version > \(version)
            UNION ALL
            SELECT 'member ' || board_id || ' ' || user_id || ' ' || lockstep_deleted FROM lockstep_rows_member
            WHERE lockstep_version > \(version) ORDER BY 1
            """)
        #expect(versions == expected)
        let kinds = try file.values("SELECT DISTINCT kind FROM lockstep_log WHERE version > \(version)")
        #expect(kinds == ["external"])
        #expect(
            try file.values(
                """
                SELECT count(*) FROM lockstep_log a JOIN lockstep_log b ON b.version = a.version + 1
                WHERE b.committed_at <= a.committed_at
                """) == ["0"])
        try store.close()
    }

    @Test func theTimeOfAnEntryIsTheClocksButLaterThanThatOfTheOneBefore() throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        let newest = "SELECT committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1"
        let before = Date().millisecondsSince1970
        try file.edit("INSERT INTO board (id, name) VALUES ('a', 'A')")
        let time = try #require(Int64(try file.values(newest)[0]))
        // SQLite's clock has the same milliseconds, but for the last one's rounding.
        #expect((before - 1...Date().millisecondsSince1970 + 1).contains(time))
        try file.edit("UPDATE lockstep_log SET committed_at = 9000000000000")
        try file.edit("INSERT INTO board (id, name) VALUES ('b', 'B')")
        #expect(try file.values(newest) == ["9000000000001"])
        try store.close()
    }

    /// The one form that triggers do not see; pulls still tell the truth about rows that others changed.
    @Test func replaceWithoutRecursiveTriggersHidesTheDeletionOnly() async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        try file.edit(Self.start)
        let version = try await store.read { try $0.head().version }
        try file.edit(
            "REPLACE INTO card (id, board_id, slug, weight) VALUES ('m', 'a', 's', 2)",
            settings: "PRAGMA recursive_triggers = OFF")
        let rows = try await store.read { transaction in
            try JSONWriter.write { try transaction.writeRows(after: version - 4, for: "ann", to: &$0) }
        }
        #expect(
            String(decoding: rows, as: UTF8.self).contains(
                #""delete":[["k"]],"upsert":[["l","a","t",1.0,null],["m","a","s",2.0,null]]"#))
        try store.close()
    }

    @Test func valuesThatJSONHasNoFormForAreTagged() async throws {
        let file = try TemporaryFile()
        let store = try SQLiteStore(Board.self, path: file.path)
        try file.edit(
            """
            INSERT INTO card (id, board_id, slug, weight, cover) VALUES
              ('k1', 'first', 'nul' || char(0), 1e308 * 10, x''), ('k2', 'first', CAST(x'ff' AS TEXT), -2, NULL)
            """)
        let rows = try await store.read { transaction in
            try JSONWriter.write { try transaction.writeRows(after: 1, for: "ann", to: &$0) }
        }
        #expect(
            String(decoding: rows, as: UTF8.self)
                == #"{"card":{"columns":["id","board_id","slug","weight","cover"],"delete":[],"upsert":["#
                + #"["k1","first","nul\u0000",{"real":"inf"},{"blob":""}],"#
                + #"["k2","first",{"text":"/w=="},-2.0,null]]}}"#)
        try store.close()
    }
}
