import Lockstep
import Testing

@Suite("The recorder")
struct RecorderTests {
    private static let tables = [
        TableDescription(
            name: "item",
            columns: [
                ColumnDescription("id", .text), ColumnDescription("n", .integer), ColumnDescription("r", .real),
                ColumnDescription("twice", .integer, generated: .virtual), ColumnDescription("note", .text),
            ],
            key: ["id"]),
        TableDescription(
            name: "link",
            columns: [ColumnDescription("a", .text), ColumnDescription("b", .real), ColumnDescription("item", .text)],
            key: ["b", "a"], isWithoutRowID: true),
        TableDescription(
            name: "sized",
            columns: [
                ColumnDescription("half", .integer, generated: .virtual), ColumnDescription("id", .text),
                ColumnDescription("kept", .integer, generated: .stored), ColumnDescription("size", .integer),
                ColumnDescription("name", .text),
            ],
            key: ["id"], isWithoutRowID: true),
    ]

    private let database: MemoryDatabase
    private let recorder: Recorder

    init() throws {
        database = try MemoryDatabase()
        recorder = Recorder(on: database.connection, tables: Self.tables)
        try database.execute(
            """
            CREATE TABLE item (
              id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, r REAL, twice INTEGER AS (n * 2), note TEXT
            ) STRICT;
            CREATE TABLE link (
              a TEXT NOT NULL, b REAL NOT NULL, item TEXT REFERENCES item(id) ON DELETE CASCADE, PRIMARY KEY (b, a)
            ) WITHOUT ROWID;
            CREATE TABLE sized (
              half INTEGER AS (size / 2), id TEXT NOT NULL PRIMARY KEY, kept INTEGER AS (size * 3) STORED, size INTEGER,
              name TEXT
            ) WITHOUT ROWID;
            INSERT INTO sized (id, size, name) VALUES ('a', 10, 'ten');
            CREATE TABLE other (id INTEGER PRIMARY KEY);
            INSERT INTO item (id, n, r) VALUES ('a', 1, 1.0), ('b', 2, NULL), ('c', 3, 0.5);
            INSERT INTO link VALUES ('x', 1.0, 'a'), ('y', 2.5, 'a'), ('z', 3.0, 'b');
            """)
        recorder.isRecording = true
    }

    private func effect(of sql: String...) throws -> EffectHash {
        recorder.beginTransaction()
        recorder.beginMutation()
        try database.execute("BEGIN")
        for statement in sql { try database.execute(statement) }
        let effect = recorder.endMutation()
        try database.execute("ROLLBACK")
        return effect
    }

    private func change(_ sql: String) throws -> NetChange {
        recorder.beginTransaction()
        try database.execute(sql)
        return recorder.netChange()
    }

    @Test("A net change names the columns that differ and the rows")
    func netChange() throws {
        let update = try change("UPDATE item SET n = 9, note = note WHERE id = 'a'")
        #expect(update.columns == [0: ColumnSet([1])])
        #expect(update.rows[0]?.count == 1)
        let cascade = try change("DELETE FROM item WHERE id = 'a'")
        #expect(cascade.columns == [0: .all, 1: .all])
        #expect(cascade.rows[1]?.count == 2)
    }

    @Test(
        "What ends as it began is no change",
        arguments: [
            "UPDATE item SET n = n",
            "UPDATE item SET n = n + 1; UPDATE item SET n = n - 1",
            "DELETE FROM item WHERE id = 'c'; INSERT INTO item (id, n, r) VALUES ('c', 3, 0.5)",
            "INSERT INTO item (id, n) VALUES ('d', 1); DELETE FROM item WHERE id = 'd'",
            "UPDATE item SET r = 2.0 WHERE id = 'a'; UPDATE item SET r = 1 WHERE id = 'a'",
            "INSERT INTO other VALUES (1)",
        ])
    func noChange(sql: String) throws {
        #expect(try change(sql).isEmpty)
    }

    @Test("Generated columns are left out, wherever they stand and whatever is done to the row")
    func generatedColumns() throws {
        recorder.takesImages = true
        #expect(try change("UPDATE sized SET name = 'ten!'").columns == [2: ColumnSet([4])])
        #expect(try change("UPDATE sized SET size = 11").columns == [2: ColumnSet([3])])
        #expect(try change("UPDATE item SET note = 'x' WHERE id = 'a'").columns == [0: ColumnSet([4])])
        _ = try change("DELETE FROM sized; DELETE FROM item WHERE id = 'b'")
        let images = recorder.takeImages()
        #expect(try literals(images.first { $0.table == 2 }, count: 3) == ["'a'", "11", "'ten!'"])
        #expect(try literals(images.first { $0.table == 0 }, count: 4) == ["'b'", "2", "NULL", "NULL"])
        let inserted = try effect(of: "INSERT INTO sized (id, size, name) VALUES ('q', 1, 'n')")
        let updated = try effect(
            of: "INSERT INTO sized (id, size, name) VALUES ('q', 2, 'm')", "UPDATE sized SET size = 1, name = 'n'")
        #expect(inserted == updated)
    }

    private func literals(_ image: Recorder.Image?, count: Int32) throws -> [String]? {
        let row = try #require(image?.row)
        let parameters = (1...count).map { "?\($0)" }.joined(separator: ", ")
        let echo = try database.connection.statement("SELECT \(parameters)")
        try row.withUnsafeBytes { bytes in
            var record = RecordReader(bytes)
            for index in 1...count { try record.bindNext(to: echo, at: index) }
            #expect(record.isAtEnd)
        }
        return try echo.first { row in (0..<count).map { row.column($0).literal } }
    }

    @Test("A change of the key is a row gone and a row come")
    func keyChange() throws {
        let change = try change("UPDATE link SET b = 9 WHERE a = 'z'")
        #expect(change.columns == [1: .all])
        #expect(change.rows[1]?.count == 2)
    }

    @Test("An effect does not depend on the order of the rows, nor on the way there")
    func effectOrder() throws {
        let forward = try effect(of: "UPDATE item SET n = 10 WHERE id = 'a'", "UPDATE item SET n = 20 WHERE id = 'b'")
        let backward = try effect(
            of: "UPDATE item SET n = 20 WHERE id = 'b'", "UPDATE item SET n = 5 WHERE id = 'a'",
            "UPDATE item SET n = 10 WHERE id = 'a'")
        #expect(forward == backward)
        #expect(forward != EffectHash())
    }

    @Test("Different effects have different hashes")
    func effectDifferences() throws {
        let effects = try [
            effect(of: "UPDATE item SET n = 10 WHERE id = 'a'"),
            effect(of: "UPDATE item SET n = 11 WHERE id = 'a'"),
            effect(of: "UPDATE item SET n = 10 WHERE id = 'b'"),
            effect(of: "UPDATE item SET note = '10' WHERE id = 'a'"),
            effect(of: "UPDATE item SET note = '' WHERE id = 'a'"),
            effect(of: "DELETE FROM item WHERE id = 'b'"),
            effect(of: "DELETE FROM item WHERE id = 'c'"),
            effect(of: "INSERT INTO item (id, n) VALUES ('d', 10)"),
            effect(of: "INSERT INTO link VALUES ('d', 10, NULL)"),
            effect(of: "UPDATE item SET r = 2 WHERE id = 'a'"),
        ]
        #expect(Set(effects).count == effects.count)
    }

    @Test("A REAL without fraction is the same value whether it is inserted or updated")
    func realsWithoutFraction() throws {
        let update = try effect(of: "UPDATE item SET r = 7 WHERE id = 'b'")
        let insert = try effect(
            of: "DELETE FROM item WHERE id = 'b'", "INSERT INTO item (id, n, r) VALUES ('b', 2, 7.0)",
            "INSERT INTO link VALUES ('z', 3, 'b')")
        #expect(update == insert)
    }

    @Test("A mutation that is rolled back leaves no effect, no change and no image")
    func cancelledMutation() throws {
        recorder.takesImages = true
        recorder.beginTransaction()
        try database.execute("BEGIN")
        recorder.beginMutation()
        try database.execute("UPDATE item SET n = 5 WHERE id = 'a'")
        _ = recorder.endMutation()
        #expect(recorder.takeImages().count == 1)
        recorder.beginMutation()
        try database.execute("SAVEPOINT m; UPDATE item SET n = n + 1; ROLLBACK TO m; RELEASE m")
        recorder.cancelMutation()
        #expect(recorder.takeImages().isEmpty)
        recorder.beginMutation()
        try database.execute("UPDATE item SET n = n + 1 WHERE id <> 'c'")
        _ = recorder.endMutation()
        #expect(recorder.takeImages().count == 1, "`a` left its image before, `b` leaves it now")
        #expect(recorder.netChange().rows[0]?.count == 2)
        try database.execute("ROLLBACK")
    }

    @Test("An image has the stored columns as the base has them, or says that there is no row")
    func images() throws {
        recorder.takesImages = true
        recorder.beginTransaction()
        recorder.beginMutation()
        try database.execute("UPDATE item SET n = 5 WHERE id = 'a'; INSERT INTO item (id, n) VALUES ('d', 1)")
        let images = recorder.takeImages()
        #expect(try literals(images.first, count: 4) == ["'a'", "1", "1.0", "NULL"])
        #expect(images[1].row == nil)
    }

    @Test("DELETE without WHERE is seen row by row")
    func deleteAll() throws {
        #expect(try change("DELETE FROM link").rows[1]?.count == 3)
    }

    @Test("REPLACE shows the row that it deletes")
    func replace() throws {
        try database.execute("CREATE UNIQUE INDEX item_n ON item (n)")
        let change = try change("INSERT OR REPLACE INTO item (id, n) VALUES ('z', 3)")
        #expect(change.rows[0]?.count == 2)
    }

    @Test("A step of more rows than are counted changes its tables as a whole")
    func manyRows() throws {
        let change = try change(
            """
            WITH RECURSIVE counter(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < 100050)
            INSERT INTO link SELECT 'n' || i, i, NULL FROM counter
            """)
        #expect(change.columns == [1: .all])
        #expect(change.rows[1] == nil)
    }

    @Test("A row that was counted stays exact when no more rows are")
    func manyRowsAgain() throws {
        try database.execute(
            """
            WITH RECURSIVE counter(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < 100050)
            INSERT INTO link SELECT 'n' || i, i, NULL FROM counter
            """)
        recorder.beginTransaction()
        try database.execute(
            "CREATE TEMP TABLE kept AS SELECT * FROM link; DELETE FROM link; INSERT INTO link SELECT * FROM kept")
        recorder.beginMutation()
        try database.execute("DELETE FROM link WHERE a = 'n1'")
        #expect(recorder.endMutation() != EffectHash())
    }

    @Test("A key is the same bytes whenever SQLite takes it as equal")
    func keys() throws {
        let one = try change("INSERT INTO link VALUES ('k', 4, NULL)").rows[1]
        try database.execute("DELETE FROM link WHERE a = 'k'")
        let same = try change("INSERT INTO link VALUES ('k', 4.0, NULL)").rows[1]
        #expect(one == same)
        let pinned = PinnedRow(table: "link") {
            try $0.bind(4.0, at: 1)
            try $0.bind("k", at: 2)
        }
        #expect(one?.contains(try pinned.key(in: Self.tables[1], using: database.connection)) == true)
    }
}
