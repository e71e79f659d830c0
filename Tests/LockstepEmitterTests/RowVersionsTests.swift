import LockstepSchema
import Testing

@testable import LockstepEmitter

@Suite("Row versions")
struct RowVersionsTests {
    private static let board = table("board", key: ["id"], columns: ["id", "title"])
    private static let member = table("me\"mber", key: ["board id", "user"], columns: ["user", "board id", "role"])

    private static func table(_ name: String, key: [String], columns: [String]) -> Table {
        Table(
            name: name, structName: SwiftIdentifier("Row"), documentation: "",
            columns: columns.map { column in
                Column(
                    name: column, property: SwiftIdentifier(column), documentation: "", declaredType: "TEXT",
                    affinity: .text, type: ValueType(.string, .text), isGenerated: false, isInKey: key.contains(column),
                    hasDefault: false)
            },
            key: key, isStrict: true, isWithoutRowID: false, foreignKeys: [], uniqueConstraints: [])
    }

    private static func schema(of tables: [Table]) -> Schema {
        Schema(
            name: SwiftIdentifier("Club"), access: .internal, imports: [], oldestSQLite: SQLiteVersion(minor: 40),
            migrations: [], tables: tables, mutations: [], queries: [], enums: [], rowStructs: [])
    }

    /// A server's database: its log at version 7, and a transaction of its own begun.
    private static func database() throws -> TestDatabase {
        let database = try TestDatabase(
            """
            CREATE TABLE lockstep_server (
              id INTEGER PRIMARY KEY, writing INTEGER NOT NULL, external_changes INTEGER NOT NULL);
            INSERT INTO lockstep_server VALUES (1, 0, 0);
            CREATE TABLE lockstep_log (
              version INTEGER PRIMARY KEY, tag INTEGER NOT NULL, kind TEXT NOT NULL, committed_at INTEGER NOT NULL);
            CREATE TRIGGER lockstep_external AFTER UPDATE OF external_changes ON lockstep_server BEGIN
              INSERT INTO lockstep_log (kind, tag, committed_at)
              SELECT 'external', random(), max(committed_at) + 1 FROM lockstep_log;
            END;
            INSERT INTO lockstep_log VALUES (7, 1, 'migration', 5);
            CREATE TABLE board (id TEXT NOT NULL PRIMARY KEY, title TEXT UNIQUE) STRICT;
            CREATE TABLE "me""mber" (
              user TEXT NOT NULL, "board id" TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE ON UPDATE CASCADE,
              role TEXT, PRIMARY KEY ("board id", user)) STRICT;
            """)
        try database.execute(RowVersions(schema(of: [board, member])).sql)
        try database.execute("UPDATE lockstep_server SET writing = 1")
        return database
    }

    private static let boards = "SELECT * FROM lockstep_rows_board ORDER BY 1"
    private static let members = "SELECT * FROM \"lockstep_rows_me\"\"mber\" ORDER BY 1, 2"

    @Test("A row that is inserted, updated or deleted gets the version of the entry that is about to be logged")
    func changes() throws {
        let database = try Self.database()
        try database.execute("INSERT INTO board VALUES ('a', 'A'), ('b', 'B')")
        #expect(try database.rows(Self.boards) == ["a|8|0", "b|8|0"])
        try database.execute("INSERT INTO lockstep_log VALUES (8, 1, 'mutation', 6)")
        try database.execute("UPDATE board SET title = 'C' WHERE id = 'a'; DELETE FROM board WHERE id = 'b'")
        #expect(try database.rows(Self.boards) == ["a|9|0", "b|9|1"])
        try database.execute("INSERT INTO lockstep_log VALUES (9, 1, 'mutation', 6)")
        try database.execute("INSERT INTO board VALUES ('b', 'B')")
        #expect(try database.rows(Self.boards) == ["a|9|0", "b|10|0"])
    }

    @Test("A changed key leaves a tombstone for the old one, also in what follows by cascade")
    func keys() throws {
        let database = try Self.database()
        try database.execute("INSERT INTO board VALUES ('a', 'A')")
        try database.execute("INSERT INTO \"me\"\"mber\" VALUES ('ann', 'a', NULL)")
        try database.execute("INSERT INTO lockstep_log VALUES (8, 1, 'mutation', 6)")
        try database.execute("UPDATE board SET id = 'z'")
        #expect(try database.rows(Self.boards) == ["a|9|1", "z|9|0"])
        #expect(try database.rows(Self.members) == ["a|ann|9|1", "z|ann|9|0"])
        try database.execute("DELETE FROM board")
        #expect(try database.rows(Self.members) == ["a|ann|9|1", "z|ann|9|1"])
    }

    @Test("The conflict clause of the statement from outside does not reach the version rows")
    func conflictClauses() throws {
        let database = try Self.database()
        try database.execute("INSERT INTO board VALUES ('a', 'A'), ('b', 'B')")
        try database.execute("INSERT INTO lockstep_log VALUES (8, 1, 'mutation', 6)")
        try database.execute("UPDATE OR IGNORE board SET title = 'C' WHERE id = 'a'")
        #expect(try database.rows(Self.boards) == ["a|9|0", "b|8|0"])
        try database.execute("INSERT INTO lockstep_log VALUES (9, 1, 'mutation', 6)")
        try database.execute("INSERT OR REPLACE INTO board VALUES ('c', 'B')")
        #expect(try database.rows(Self.boards) == ["a|9|0", "b|10|1", "c|10|0"])
    }

    @Test("A change that does not come through the server gets a log entry of its own")
    func externalChanges() throws {
        let database = try Self.database()
        try database.execute("UPDATE lockstep_server SET writing = 0")
        try database.execute("INSERT INTO board VALUES ('a', 'A'); UPDATE board SET title = 'B'")
        #expect(try database.rows(Self.boards) == ["a|9|0"])
        #expect(
            try database.rows("SELECT version, kind FROM lockstep_log") == ["7|migration", "8|external", "9|external"])
    }
}
