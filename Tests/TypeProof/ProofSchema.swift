/// Tables with a column of every kind, for generated queries.
enum ProofSchema {
    static let statements = [
        """
        CREATE TABLE a (
          id INTEGER NOT NULL PRIMARY KEY, i INTEGER NOT NULL, j INTEGER, r REAL NOT NULL, q REAL,
          s TEXT NOT NULL, t TEXT, b BLOB NOT NULL, c BLOB,
          f INTEGER NOT NULL CHECK (f IN (0, 1)), e TEXT NOT NULL CHECK (e IN ('open', 'done')),
          m TEXT CHECK (m IN ('low', 'high')),
          g INTEGER AS (i & 7) STORED, h TEXT AS (lower(t)), n TEXT NOT NULL AS (s || 'x')
        ) STRICT
        """,
        """
        CREATE TABLE l (
          id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER, i INTEGER NOT NULL, x REAL, s TEXT NOT NULL COLLATE NOCASE,
          u TEXT, v VARCHAR(10), y DOUBLE NOT NULL, z BLOB
        )
        """,
        """
        CREATE TABLE w (k TEXT NOT NULL, i INTEGER NOT NULL, p TEXT, q REAL, PRIMARY KEY (k, i)) WITHOUT ROWID, STRICT
        """,
        "CREATE TABLE o (d TEXT PRIMARY KEY, i INT)",
        """
        CREATE VIEW v1 AS SELECT a.id, a.s, l.u, count(*) AS c, max(l.x) AS x FROM a LEFT JOIN l ON l.a_id = a.id
        GROUP BY a.id, l.id
        """,
        "CREATE VIEW v2 AS SELECT v1.*, w.p, coalesce(w.q, 0.5) AS q FROM v1 JOIN w ON w.i = v1.c WHERE w.p IS NOT NULL",
    ]

    /// The columns of tables and views by storage class.
    struct Relation {
        let name: String
        let columns: [(name: String, storage: String)]
    }

    private static func relation(_ name: String, _ columns: String) -> Relation {
        Relation(
            name: name,
            columns: columns.split(separator: " ").map {
                let parts = $0.split(separator: ":")
                let storages = ["i": "INTEGER", "r": "REAL", "t": "TEXT", "b": "BLOB"]
                return (String(parts[0]), storages[String(parts[1])] ?? "TEXT")
            })
    }

    static let relations = [
        relation("a", "id:i i:i j:i r:r q:r s:t t:t b:b c:b f:i e:t m:t g:i h:t n:t"),
        relation("l", "id:i a_id:i i:i x:r s:t u:t v:t y:r z:b"), relation("w", "k:t i:i p:t q:r"),
        relation("o", "d:t i:i"), relation("v1", "id:i s:t u:t c:i x:r"),
        relation("v2", "id:i s:t u:t c:i x:r p:t q:r"),
    ]

    /// INSERT statements for so many rows of each table.
    static func rows(_ count: Int, seed: UInt64, nulls: Int, isWild: Bool, isExtreme: Bool = false) -> [String] {
        var generator = RowGenerator(seed: seed, nulls: nulls, isWild: isWild, isExtreme: isExtreme)
        func value(_ storage: String, null: Bool = false, strict: Bool = true, _ values: [String] = []) -> String {
            generator.value(storage, isNullable: null, isStrict: strict, values: values)
        }
        let ids = (0..<count).map(String.init)
        return (0..<count).flatMap { row -> [String] in
            let a = [
                "\(row)", value("INTEGER"), value("INTEGER", null: true), value("REAL"), value("REAL", null: true),
                value("TEXT"), value("TEXT", null: true), value("BLOB"), value("BLOB", null: true),
                value("INTEGER", ["0", "1"]), value("TEXT", ["'open'", "'done'"]),
                value("TEXT", null: true, ["'low'", "'high'"]),
            ]
            let l = [
                "\(row)", value("INTEGER", null: true, ids), value("INTEGER", strict: false),
                value("REAL", null: true, strict: false), value("TEXT", strict: false),
                value("TEXT", null: true, strict: false), value("TEXT", null: true, strict: false),
                value("REAL", strict: false), value("BLOB", null: true, strict: false),
            ]
            let w = [
                "'k\(row)'", value("INTEGER", ["1", "2", "3"]), value("TEXT", null: true), value("REAL", null: true),
            ]
            let o = [value("TEXT", null: true, strict: false), value("INTEGER", null: true, strict: false)]
            return [
                "INSERT INTO a (id, i, j, r, q, s, t, b, c, f, e, m) VALUES (\(a.joined(separator: ", ")))",
                "INSERT INTO l VALUES (\(l.joined(separator: ", ")))",
                "INSERT INTO w VALUES (\(w.joined(separator: ", ")))",
                "INSERT OR IGNORE INTO o VALUES (\(o.joined(separator: ", ")))",
            ]
        }
    }
}
