import LockstepSchema

/// Tables with a column of every kind, for tests of types.
enum TypeFixture {
    static let tables = """
        CREATE TABLE t (
          id     INTEGER NOT NULL PRIMARY KEY,
          n      INTEGER NOT NULL,
          m      INTEGER,
          r      REAL NOT NULL,
          q      REAL,
          s      TEXT NOT NULL,
          u      TEXT,
          b      BLOB NOT NULL,
          c      BLOB,
          j      TEXT,
          at     INTEGER NOT NULL,   -- type: Date
          until  INTEGER,            -- type: Date
          done   INTEGER NOT NULL CHECK (done IN (0, 1)),
          status TEXT NOT NULL CHECK (status IN ('open', 'done'))
        ) STRICT;
        CREATE TABLE o (
          id INTEGER NOT NULL PRIMARY KEY,
          t_id INTEGER NOT NULL,
          name TEXT NOT NULL,
          note TEXT
        ) STRICT;
        CREATE VIEW v AS SELECT t.id, s, name, count(*) AS count FROM t LEFT JOIN o ON o.t_id = t.id GROUP BY t.id, o.id;
        """

    /// Rows whose every value is likely to be NULL where it may be, and rows with the values that rules forget.
    static func rows(count: Int, seed: UInt64, nulls: Int) -> [String] {
        var random = Generator(state: seed)
        let integers = ["0", "1", "-1", "2", "7", "9223372036854775807", "-9223372036854775808", "1700000000000"]
        let reals = ["0.0", "1.0", "1.5", "-2.5", "1e308", "9e999", "-9e999", "1e18", "-0.0"]
        let texts = ["''", "'a'", "'12'", "'1.5'", "'x y'", "'2024-02-29'", "'1e999'", "'ä€'", "'%'", "'now'"]
        let blobs = ["x''", "x'00'", "x'6162'", "x'3132'"]
        let documents = ["'{\"a\":1}'", "'[1,2.5,\"x\",null]'", "'null'", "'{}'", "'\"t\"'"]
        func pick(_ values: [String]) -> String { values[Int(random.next() % UInt64(values.count))] }
        func orNull(_ values: [String]) -> String { Int(random.next() % 10) < nulls ? "NULL" : pick(values) }
        return (1...count).flatMap { id -> [String] in
            let row = [
                "\(id)", pick(integers), orNull(integers), pick(reals), orNull(reals), pick(texts), orNull(texts),
                pick(blobs), orNull(blobs), orNull(documents), pick(integers), orNull(integers), pick(["0", "1"]),
                pick(["'open'", "'done'"]),
            ]
            let other = ["\(id)", "\(random.next() % UInt64(count * 2))", pick(texts), orNull(texts)]
            return [
                "INSERT INTO t VALUES (\(row.joined(separator: ", ")))",
                "INSERT INTO o VALUES (\(other.joined(separator: ", ")))",
            ]
        }
    }

    struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }

    /// The type of the only column of a query over these tables, as Swift spells it.
    static func type(of select: String, sqlite: String? = nil) throws -> String {
        let fixture = Fixture(tables, queries: "-- name: q :many\n\(select);", sqlite: sqlite)
        let schema = try fixture.schema
        guard case .scalar(let type) = schema.query("q")?.result else { return "not a scalar" }
        return type.spelling
    }
}
