import LockstepSQL
import LockstepSchema
import Testing

/// What is wrong in the statements of migrations. SQLite refuses nearly all of it too, later and in fewer words.
@Suite struct SchemaMistakeTests {
    private static let tables = """
        CREATE TABLE p (id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL DEFAULT 0, u TEXT UNIQUE, g AS (n + 1)) STRICT2;
        CREATE TABLE c (id TEXT NOT NULL PRIMARY KEY, p_id TEXT REFERENCES p(id), x TEXT CHECK (x <> ''));
        CREATE INDEX c_x ON c (x);
        CREATE VIEW v AS SELECT id, n FROM p;
        CREATE TRIGGER t AFTER INSERT ON c BEGIN UPDATE p SET n = n + 1 WHERE id = NEW.p_id; END;

        """.replacing(" STRICT2", with: "")

    @Test(arguments: [
        // Tables
        ("a (x INTEGER PRIMARY KEY, y TEXT PRIMARY KEY)", "1:47: `a` has two PRIMARY KEYs"),
        ("a (x TEXT NOT NULL PRIMARY KEY, PRIMARY KEY (x))", "1:46: `a` has two PRIMARY KEYs"),
        ("a (x TEXT NOT NULL PRIMARY KEY AUTOINCREMENT)", "1:33: AUTOINCREMENT belongs to an INTEGER PRIMARY KEY"),
        ("a (x TEXT NOT NULL) WITHOUT ROWID", "1:14: `a` is WITHOUT ROWID and has no PRIMARY KEY"),
        ("a (x TEXT NOT NULL, PRIMARY KEY (y))", "1:47: `a` has no column `y`"),
        ("a (x TEXT NOT NULL, PRIMARY KEY (lower(x)))", "1:47: a key consists of columns"),
        ("a (x TEXT NOT NULL PRIMARY KEY, UNIQUE (y))", "1:54: `a` has no column `y`"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT, UNIQUE (y NULLS FIRST))", "1:62: NULLS FIRST has no place in a key"),
        ("a (x TEXT NOT NULL PRIMARY KEY, FOREIGN KEY (y) REFERENCES a)", "1:59: `a` has no column `y`"),
        ("a (x TEXT NOT NULL PRIMARY KEY REFERENCES a (x, x))", "1:45: a column refers to one column, not to 2"),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y TEXT, FOREIGN KEY (x, y) REFERENCES a (x))",
            "1:73: 2 columns refer to 1 of `a`"
        ),
        ("a (x TEXT COLLATE NOCSE NOT NULL PRIMARY KEY)", "1:32: there is no collation `NOCSE`"),
        ("a (x TEXT NOT NULL PRIMARY KEY, UNIQUE (x COLLATE NO))", "1:64: there is no collation `NO`"),
        ("a (x AS (1), y AS (2))", "1:14: `a` has generated columns only"),
        ("a (x TEXT AS ('a') PRIMARY KEY)", "1:33: the generated column `x` cannot be the PRIMARY KEY"),
        ("a (x TEXT NOT NULL, y TEXT AS (x), PRIMARY KEY (y))", "1:62: the generated column `y` cannot be in the key"),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (1) DEFAULT 2)",
            "1:63: the generated column `y` cannot have a DEFAULT"
        ),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER DEFAULT 1.5)", "1:64: the DEFAULT of `y` is not INTEGER"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT x'00')", "1:61: the DEFAULT of `y` is not TEXT"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y REAL DEFAULT 'a')", "1:61: the DEFAULT of `y` is not REAL"),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y INTEGER DEFAULT (9223372036854775807 + 1))",
            "1:65: the DEFAULT of `y` is not INTEGER"
        ),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (y + 1))", "1:60: `y` is generated from itself"),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (z), z INTEGER AS (y))",
            "1:60: `y` is generated from itself"
        ),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (zz))", "1:60: there is no column `zz`"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (random()))", "1:60: `random` cannot stand in a migration"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (lower(x)))", "1:46: `y` is declared INTEGER, and what it is"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS ((SELECT 1)))", "1:60: a subquery cannot stand in a generated"),
        ("a (x VARCHAR(5) NOT NULL PRIMARY KEY) STRICT", "1:19: VARCHAR(5) is no type of a STRICT table"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y) STRICT", "1:46: `y` has no type in a STRICT table"),
        // Expressions
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (lenght(x) > 1))", "1:52: there is no function `lenght`"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (y > 1))", "1:52: there is no column `y`"),
        ("a (x TEXT NOT NULL PRIMARY KEY, CHECK (x <> \"y\"))", "1:58: there is no column `y`"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (count(x) > 1))", "1:52: the aggregate `count` cannot stand here"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (x IN (SELECT 'a')))", "1:52: a subquery cannot stand in a CHECK"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (x < CURRENT_TIMESTAMP))", "1:56: `CURRENT_TIMESTAMP` is another time"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (x <> :y))", "1:57: a migration has no parameters"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (length(x, 2) > 1))", "1:58: `length` takes 1 argument"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT (x))", "1:62: the DEFAULT of `y` is not constant"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT ((SELECT 'a')))", "1:62: the DEFAULT of `y` is not constant"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER DEFAULT 'a')", "1:64: the DEFAULT of `y` is not INTEGER"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT 'c' CHECK (y IN ('a', 'b')))", "1:61: `y` is one of 'a', 'b'"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT CHECK (RAISE(ABORT, 'a')))", "1:60: RAISE stands in triggers only"),
        // Names
        ("sqlite_a (x TEXT NOT NULL PRIMARY KEY)", "1:14: names that begin with `sqlite_` belong to SQLite"),
        ("temp.a (x TEXT NOT NULL PRIMARY KEY)", "1:14: names of databases are not supported"),
    ])
    func `in a CREATE TABLE`(table: String, message: String) {
        expect(message, of: "CREATE TABLE " + table)
    }

    @Test(arguments: [
        ("CREATE TABLE p (x TEXT NOT NULL PRIMARY KEY)", "14: the name `p` is taken"),
        ("CREATE TABLE c_x (x TEXT NOT NULL PRIMARY KEY)", "14: the name `c_x` is taken"),
        ("CREATE VIEW P AS SELECT 1 AS x", "13: the name `P` is taken"),
        ("CREATE TEMP TABLE a (x TEXT NOT NULL PRIMARY KEY)", "19: `a` is temporary"),
        ("CREATE TEMP VIEW a AS SELECT 1 AS x", "18: `a` is temporary"),
        ("CREATE TEMP TRIGGER a AFTER INSERT ON p BEGIN SELECT 1; END", "21: `a` is temporary"),
        // Indexes
        ("CREATE INDEX i ON c (y)", "22: there is no column `y`"),
        ("CREATE INDEX i ON v (id)", "19: `v` is a view"),
        ("CREATE INDEX c_x ON c (id)", "14: the name `c_x` is taken"),
        ("CREATE INDEX i ON c (random())", "22: `random` cannot stand in a migration"),
        ("CREATE INDEX i ON c ((SELECT 1))", "22: a subquery cannot stand in an index"),
        ("CREATE INDEX i ON c (x) WHERE y > 1", "31: there is no column `y`"),
        ("CREATE INDEX i ON c (x) WHERE x > date('now')", "35: `date` cannot stand in a migration"),
        ("CREATE INDEX i ON c (x NULLS LAST)", "22: NULLS LAST has no place in an index"),
        ("CREATE INDEX i ON c (x COLLATE NOCSE)", "32: there is no collation `NOCSE`"),
        // Views
        ("CREATE VIEW w AS SELECT y FROM p", "25: there is no column `y`"),
        ("CREATE VIEW w (a) AS SELECT id, n FROM p", "16: 1 names for 2 columns"),
        // ALTER TABLE
        ("ALTER TABLE q RENAME TO r", "13: there is no table `q`"),
        ("ALTER TABLE v RENAME TO r", "13: `v` is a view"),
        ("ALTER TABLE c RENAME TO p", "25: the name `p` is taken"),
        ("ALTER TABLE c RENAME TO lockstep_c", "25: names that begin with `lockstep_` belong to Lockstep"),
        ("ALTER TABLE c RENAME COLUMN y TO z", "29: `c` has no column `y`"),
        ("ALTER TABLE c RENAME COLUMN x TO id", "34: `c` has a column `id` already"),
        ("ALTER TABLE c ADD COLUMN x TEXT", "26: `c` has a column `x` already"),
        ("ALTER TABLE c ADD COLUMN y TEXT PRIMARY KEY", "33: a column that is added cannot be the PRIMARY KEY"),
        ("ALTER TABLE c ADD COLUMN y TEXT UNIQUE", "33: a column that is added cannot be UNIQUE"),
        ("ALTER TABLE c ADD COLUMN y TEXT NOT NULL", "33: `y` is NOT NULL, and rows that are there have no value"),
        ("ALTER TABLE c ADD COLUMN y TEXT NOT NULL DEFAULT NULL", "33: `y` is NOT NULL"),
        (
            "ALTER TABLE c ADD COLUMN y TEXT DEFAULT CURRENT_DATE",
            "41: the DEFAULT of a column that is added is a literal"
        ),
        ("ALTER TABLE c ADD COLUMN y TEXT DEFAULT (lower('A'))", "42: the DEFAULT of a column that is added is"),
        ("ALTER TABLE c ADD COLUMN y TEXT DEFAULT 'a' REFERENCES p(id)", "45: a column that is added with REFERENCES"),
        ("ALTER TABLE c ADD COLUMN y TEXT AS (x) STORED", "33: a column that is added cannot be STORED"),
        ("ALTER TABLE c DROP COLUMN y", "27: `c` has no column `y`"),
        ("ALTER TABLE c DROP COLUMN id", "27: `id` is in the PRIMARY KEY"),
        ("ALTER TABLE c DROP COLUMN x", "27: the index `c_x` is on `x`"),
        ("ALTER TABLE c DROP COLUMN p_id", "1: after this the trigger `t` does not work: `NEW` has no column `p_id`"),
        ("ALTER TABLE p DROP COLUMN u", "27: `u` is UNIQUE"),
        ("ALTER TABLE p DROP COLUMN n", "27: a generated column names `n`"),
        // DROP
        ("DROP TABLE q", "12: there is no table `q`"), ("DROP TABLE v", "12: `v` is a view"),
        ("DROP VIEW p", "11: `p` is a table"), ("DROP VIEW w", "11: there is no view `w`"),
        ("DROP INDEX i", "12: there is no index `i`"), ("DROP TRIGGER u", "14: there is no trigger `u`"),
        ("DROP TABLE p", "12: after this the view `v` does not work: there is no table `p`"),
        ("DROP TABLE p", "12: `c` refers to `p`, which is dropped here"),
        // Others
        ("PRAGMA foreign_keys = OFF", "1: PRAGMA cannot stand in a migration"),
        ("ATTACH 'x' AS y", "1: ATTACH cannot stand in a migration"), ("VACUUM", "1: VACUUM cannot stand in a"),
        ("INSERT INTO p (id, n) VALUES ('a', 'b', 'c')", "30: 3 values for 2 columns"),
    ])
    func `in a statement on other tables`(statement: String, message: String) {
        expect("6:" + message, of: Self.tables + statement)
    }

    private func expect(_ message: String, of sql: String) {
        let messages = Fixture(sql + ";").messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }

    @Test func `a name that is taken shows the other one`() throws {
        let fixture = Fixture("CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY);\nCREATE VIEW a AS SELECT 1 AS x;")
        let diagnostic = try #require(fixture.analysis.diagnostics.first)
        #expect(diagnostic.notes.compactMap { $0.place?.location.description } == ["1:14"])
    }
}
