import Lockstep

/// A schema of everything that is hard to undo: composite, REAL and text keys, a table WITHOUT ROWID, cascades, a
/// deferred and a self-referring foreign key, UNIQUE values that swap, generated columns before stored ones, REAL
/// columns, BLOBs, triggers, and every conflict clause.
enum Workshop: SyncSchema {
    static let name = "Workshop"
    static let version = 1
    static let fingerprint = "workshop"

    static let migrations = [
        Migration(
            name: "0001_workshop",
            sql: """
                CREATE TABLE station (
                  id TEXT NOT NULL PRIMARY KEY,
                  slug TEXT UNIQUE,
                  load REAL NOT NULL DEFAULT 0,
                  lead TEXT REFERENCES station (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
                );
                CREATE TABLE task (
                  station TEXT NOT NULL REFERENCES station (id) ON DELETE CASCADE ON UPDATE CASCADE,
                  twice INTEGER GENERATED ALWAYS AS (position * 2) VIRTUAL,
                  position INTEGER NOT NULL,
                  half REAL GENERATED ALWAYS AS (position / 2.0) STORED,
                  rank INTEGER UNIQUE,
                  weight REAL,
                  PRIMARY KEY (station, position)
                ) WITHOUT ROWID;
                CREATE TABLE reading (
                  at REAL NOT NULL PRIMARY KEY,
                  station TEXT REFERENCES station (id) ON DELETE SET NULL,
                  value NUMERIC,
                  note BLOB,
                  CHECK (value IS NULL OR value < 90)
                );
                CREATE TABLE tally (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT;
                CREATE TRIGGER task_added AFTER INSERT ON task BEGIN
                  INSERT INTO tally VALUES (new.station, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1;
                END;
                CREATE TRIGGER task_removed AFTER DELETE ON task BEGIN
                  UPDATE tally SET n = n - 1 WHERE name = old.station;
                END;
                CREATE TRIGGER station_loaded AFTER UPDATE OF load ON station BEGIN
                  UPDATE reading SET value = value + 1 WHERE station = new.id AND value < 50;
                END;
                """)
    ]

    static let tables = [
        TableDescription(
            name: "station",
            columns: [
                ColumnDescription("id", .text), ColumnDescription("slug", .text), ColumnDescription("load", .real),
                ColumnDescription("lead", .text),
            ],
            key: ["id"]),
        TableDescription(
            name: "task",
            columns: [
                ColumnDescription("station", .text), ColumnDescription("twice", .integer, generated: .virtual),
                ColumnDescription("position", .integer), ColumnDescription("half", .real, generated: .stored),
                ColumnDescription("rank", .integer), ColumnDescription("weight", .real),
            ],
            key: ["station", "position"], isWithoutRowID: true),
        TableDescription(
            name: "reading",
            columns: [
                ColumnDescription("at", .real), ColumnDescription("station", .text),
                ColumnDescription("value", .numeric), ColumnDescription("note", .blob),
            ],
            key: ["at"]),
        TableDescription(
            name: "tally", columns: [ColumnDescription("name", .text), ColumnDescription("n", .integer)],
            key: ["name"]),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }

    /// One of the statements below with three small numbers.
    struct Mutation: SyncMutation {
        var statement: Int
        var a: Int
        var b: Int
        var c: Int

        static let descriptions = [
            MutationDescription(name: "step", fingerprint: "step", isReplayable: true, reads: [], writes: [])
        ]

        var name: String { "step" }

        static func arbitrary(using generator: inout some RandomNumberGenerator) -> Mutation {
            Mutation(
                statement: .random(in: statements.indices, using: &generator), a: .random(in: 0...5, using: &generator),
                b: .random(in: 0...5, using: &generator), c: .random(in: 0...5, using: &generator))
        }
    }
}

extension Workshop.Mutation {
    init(name: String, arguments json: inout JSONReader) throws {
        guard name == "step" else { throw UnknownMutation(name: name) }
        var values: [String: Int] = [:]
        try json.beginObject()
        while let key = try json.nextKey() { values[key.name] = try Int(from: &json) }
        guard Self.statements.indices.contains(values["statement"] ?? -1) else {
            throw JSONError(field: "statement", problem: "must be the number of a statement")
        }
        self.init(
            statement: try values["statement"].required("statement"), a: try values["a"].required("a"),
            b: try values["b"].required("b"), c: try values["c"].required("c"))
    }

    func encodeArguments(to json: inout JSONWriter) {
        json.object { json in
            for (key, value) in [("statement", statement), ("a", a), ("b", b), ("c", c)] {
                json.key(key)
                value.encode(to: &json)
            }
        }
    }

    func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
        let statement = try connection.statement(Self.statements[statement])
        try statement.bind(a, at: 1)
        try statement.bind(b, at: 2)
        try statement.bind(c, at: 3)
        try statement.run()
    }

    static let statements: [StaticString] = [
        "INSERT INTO station (id, slug, load) VALUES ('s' || ?1, 'x' || ?2, ?3)",
        "INSERT OR REPLACE INTO station (id, slug, load) VALUES ('s' || ?1, 'x' || ?2, ?3 + 0.5)",
        "INSERT OR IGNORE INTO station (id, slug, lead) VALUES ('s' || ?1, 'x' || ?2, 's' || ?3)",
        "INSERT INTO station (id, slug) VALUES ('s' || ?1, 'x' || ?2) ON CONFLICT (slug) DO UPDATE SET id = 's' || ?3",
        "DELETE FROM station WHERE id > 's' || max(?1, ?2, ?3)",
        "UPDATE OR IGNORE station SET id = 's' || ?1 WHERE id = 's' || ?2 AND ?3 >= 0",
        "UPDATE OR REPLACE station SET slug = 'x' || ?1 WHERE id >= 's' || ?2 AND ?3 >= 0",
        "UPDATE station SET load = load + ?1, lead = 's' || ?2 WHERE id = 's' || ?3",
        "UPDATE station SET slug = CASE slug WHEN 'x' || ?1 THEN NULL ELSE slug END, load = ?2 WHERE load < ?3",
        "INSERT INTO task (station, position, rank, weight) VALUES ('s' || ?1, ?2, ?3, ?2)",
        "INSERT OR REPLACE INTO task (station, position, rank, weight) VALUES ('s' || ?1, ?2, ?3, 0.25)",
        "INSERT OR IGNORE INTO task (station, position, rank) SELECT id, ?1, ?2 + ?3 FROM station",
        """
        INSERT INTO task (station, position, rank) VALUES ('s' || ?1, ?2, ?3) \
        ON CONFLICT (station, position) DO UPDATE SET position = position + 1, weight = excluded.rank
        """,
        "UPDATE OR REPLACE task SET position = position + ?1 - ?2 WHERE position < ?3",
        "UPDATE OR FAIL task SET rank = rank + ?1 - ?2 WHERE position <> ?3",
        "UPDATE task SET rank = -rank WHERE position <= max(?1, ?2, ?3)",
        "DELETE FROM task WHERE ?1 + ?2 + ?3 < 6",
        "DELETE FROM task WHERE position = ?1 AND ?2 + ?3 >= 0",
        "INSERT INTO reading (at, station, value) VALUES (?1, 's' || ?2, ?3)",
        "INSERT OR REPLACE INTO reading (at, value, note) VALUES (?1 + 0.5, ?2 / 2.0, CAST('n' || ?3 AS BLOB))",
        "UPDATE OR IGNORE reading SET at = at + ?1 - ?2, value = value * 10 WHERE at > ?3",
        "UPDATE reading SET station = 's' || ?1, note = zeroblob(?2) WHERE at < ?3",
        "DELETE FROM reading WHERE ?1 + ?2 + ?3 < 4",
        "UPDATE tally SET n = n * 2 WHERE name = 's' || ?1 AND ?2 + ?3 >= 0",
        "DELETE FROM tally WHERE ?1 + ?2 + ?3 < 3",
    ]
}
