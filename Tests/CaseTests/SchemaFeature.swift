import Foundation
import LockstepSchema
import SchemaGenerator
import Testing

/// Something that the compiled schemas have between them.
struct SchemaFeature: CustomTestStringConvertible, Sendable {
    let name: String

    /// Whether a schema has it: its definition files in one text, and what Lockstep made of them.
    let isPart: @Sendable (_ text: String, _ schema: Schema) -> Bool

    var testDescription: String { name }

    /// - Parameter pattern: A regular expression that the definition files match somewhere.
    private init(_ name: String, _ pattern: String) {
        self.init(name) { text, _ in
            text.range(of: pattern, options: .regularExpression) != nil
        }
    }

    private init(_ name: String, isPart: @escaping @Sendable (_ text: String, _ schema: Schema) -> Bool) {
        self.name = name
        self.isPart = isPart
    }

    static let all = tables + foreignKeys + triggers + reading + statements + queries

    private static let tables = [
        SchemaFeature("composite primary key", #"PRIMARY KEY \(\w+, "#),
        SchemaFeature("WITHOUT ROWID", #"\) (STRICT, )?WITHOUT ROWID;"#),
        SchemaFeature("INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY"),
        SchemaFeature("UUID key as text", "id TEXT NOT NULL PRIMARY KEY,? -- type: UUID"),
        SchemaFeature("UUID key as bytes", "uid BLOB NOT NULL"),
        SchemaFeature("text key", "code TEXT NOT NULL PRIMARY KEY|PRIMARY KEY \\(code\\)"),
        SchemaFeature("REAL key", "place REAL NOT NULL PRIMARY KEY|PRIMARY KEY \\(place\\)"),
        SchemaFeature("key with an enum", #"PRIMARY KEY \([^)]*colour"#),
        SchemaFeature("table that is not STRICT", #"(?m)^\);$"#),
        SchemaFeature("every type of Swift") { text, schema in
            let types = Set(schema.replicatedTables.flatMap(\.columns).map { "\($0.type.swift)" })
            return types.count >= 8
        },
        SchemaFeature("collation", "COLLATE (NOCASE|RTRIM)[,)]"),
        SchemaFeature("UNIQUE", #"(?m)^  UNIQUE \("#),
        SchemaFeature("partial unique index", "CREATE UNIQUE INDEX .* WHERE"),
        SchemaFeature("unique index by a collation", "CREATE UNIQUE INDEX .*COLLATE"),
        SchemaFeature("partial index", "CREATE INDEX .* WHERE"),
        SchemaFeature("index on an expression", #"CREATE INDEX .*\(lower\("#),
        SchemaFeature("CHECK of the table", #"(?m)^  CHECK \("#),
        SchemaFeature("DEFAULT", "NOT NULL DEFAULT '"),
        SchemaFeature("stored generated column", #"GENERATED ALWAYS AS \(.*\) STORED"#),
        SchemaFeature("virtual generated column", #"GENERATED ALWAYS AS \(.*\) VIRTUAL"#),
        SchemaFeature("column that a migration adds", "ALTER TABLE .* ADD COLUMN"),
        SchemaFeature("row that a migration inserts", #"(?m)^INSERT INTO \w+ \(.*\) VALUES \([^:]*\);$"#),
        SchemaFeature("table of the server", "-- side: server"),
        SchemaFeature("table of the client", "-- side: client"),
        SchemaFeature("derived table", #"-- side: derived\nCREATE TABLE"#),
        SchemaFeature("full-text index", "USING fts5"),
    ]

    private static let foreignKeys =
        ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"].flatMap { action in
            ["DELETE", "UPDATE"].map { SchemaFeature("ON \($0) \(action)", "REFERENCES .* ON \($0) \(action)") }
        } + [
            SchemaFeature("foreign key without actions", #"REFERENCES \w+ \([^)]*\),?( DEFERR.*)?\n"#),
            SchemaFeature("deferred foreign key", "DEFERRABLE INITIALLY DEFERRED"),
            SchemaFeature("foreign key of several columns", #"FOREIGN KEY \(\w+, "#),
            SchemaFeature("foreign key within its table", #"FOREIGN KEY \(above_"#),
            SchemaFeature("foreign key in the primary key") { _, schema in
                schema.replicatedTables.contains { table in
                    table.key.contains { $0.hasPrefix("crate_") || $0.hasPrefix("parcel_") || $0.hasPrefix("shelf_") }
                }
            },
            SchemaFeature("foreign key towards UNIQUE") { text, _ in
                text.range(of: #"REFERENCES \w+ \((label|title|remark)"#, options: .regularExpression) != nil
            },
        ]

    private static let triggers = [
        SchemaFeature("trigger after INSERT", "AFTER INSERT ON .* BEGIN\n  UPDATE"),
        SchemaFeature("trigger after UPDATE OF", "AFTER UPDATE OF .* BEGIN\n  UPDATE"),
        SchemaFeature("trigger after DELETE", "AFTER DELETE ON .* BEGIN\n  (UPDATE|DELETE)"),
        SchemaFeature("trigger that deletes", "BEGIN\n  DELETE FROM"),
        SchemaFeature("trigger that inserts", #"BEGIN\n  INSERT INTO (crate|parcel|shelf|ticket) "#),
        SchemaFeature("trigger that refuses", #"BEFORE .*\n  SELECT RAISE\((ABORT|FAIL)"#),
        SchemaFeature("trigger that ignores", #"BEFORE .*\n  SELECT RAISE\(IGNORE"#),
        SchemaFeature("trigger of the server", "AFTER .*\n  INSERT INTO audit"),
        SchemaFeature("trigger about its own table", "WHEN OLD.* IS NOT NEW"),
    ]

    private static let reading = [
        SchemaFeature("scope with a grant", #"-- scope: team\w*\nSELECT team"#),
        SchemaFeature("scope that is an expression", #"-- scope: (iif|lower)\("#),
        SchemaFeature("scope that is the actor", #"-- scope: \w+\nSELECT :actor"#),
        SchemaFeature("inherited scope", #"-- scope: [\w, ]+ -> "#),
        SchemaFeature("alternative rules", #"-- name: \w+\.\w+ :read"#),
        SchemaFeature("grant by a table of the server", "-- side: server\nCREATE TABLE member"),
        SchemaFeature("table for everyone", "-- read: everyone"),
        SchemaFeature("allow", "-- allow: EXISTS"),
        SchemaFeature("require", "-- require"),
        SchemaFeature("no rules") { text, _ in !text.contains(":read") },
    ]

    private static let statements = [
        SchemaFeature("INSERT OR REPLACE", "INSERT OR REPLACE|(?m)^REPLACE INTO"),
        SchemaFeature("INSERT OR IGNORE", "INSERT OR IGNORE"),
        SchemaFeature("ON CONFLICT DO UPDATE", "ON CONFLICT .* DO UPDATE SET .*excluded"),
        SchemaFeature("ON CONFLICT DO NOTHING", "ON CONFLICT DO NOTHING"),
        SchemaFeature("upsert with several clauses", "DO (NOTHING|UPDATE .*)\nON CONFLICT"),
        SchemaFeature("INSERT of two rows", #"VALUES \(.*\), \("#),
        SchemaFeature("INSERT SELECT", #"INSERT OR IGNORE .*\nSELECT .* FROM (crate|parcel|shelf|ticket)"#),
        SchemaFeature("bulk INSERT", #"SELECT .* FROM json_each\(:rows\)"#),
        SchemaFeature("bulk UPDATE", #"FROM json_each\(:changes\)"#),
        SchemaFeature("partial UPDATE", "-- optional:"),
        SchemaFeature("UPDATE OR REPLACE", "UPDATE OR REPLACE"),
        SchemaFeature("UPDATE of a key", #"UPDATE .* SET (\w+) = :new_"#),
        SchemaFeature("UPDATE of a range", #"UPDATE (OR \w+ )?\w+ SET .* WHERE \w+ (<|>=|BETWEEN|IN) "#),
        SchemaFeature("UPDATE FROM", #"UPDATE \w+ SET .*\nFROM (crate|parcel|shelf|ticket)"#),
        SchemaFeature("UPDATE of the first by an order", #"ORDER BY hits, .* LIMIT 1\)"#),
        SchemaFeature("UPDATE of any of several", #"ORDER BY hits LIMIT 1\)"#),
        SchemaFeature("DELETE by key", #"DELETE FROM \w+ WHERE \w+ = :\w+;"#),
        SchemaFeature("DELETE by a subquery", #"DELETE FROM \w+ WHERE .*\(SELECT (?!value)"#),
        SchemaFeature("WITH", #"WITH \w+ AS .*\nDELETE"#),
        SchemaFeature("DELETE by a list", #"DELETE FROM \w+ WHERE \w+ IN \(SELECT value"#),
        SchemaFeature("several statements", #"(?m);\n(INSERT|UPDATE|DELETE).*:"#),
        SchemaFeature(":actor", ":actor"),
        SchemaFeature(":now", ":now"),
        SchemaFeature(":committedAt", ":committedAt"),
        SchemaFeature("statement about a table of the server", "(?m)^INSERT INTO audit"),
        SchemaFeature("mutation that is replayable") { _, schema in schema.mutations.contains(where: \.isReplayable) },
        SchemaFeature("mutation that travels as rows, without a rule") { text, schema in
            !text.contains(":read") && schema.mutations.contains { !$0.isReplayable }
        },
    ]

    private static let queries = [
        SchemaFeature("join", #"SELECT \w+\.\*, \w+\.\* FROM \w+ JOIN"#),
        SchemaFeature("outer join", "LEFT JOIN"),
        SchemaFeature("aggregate", "GROUP BY .* ORDER BY"),
        SchemaFeature("order with ties", #"DESC, hits LIMIT"#),
        SchemaFeature("list", #"SELECT \* FROM \w+ WHERE \w+ IN \(SELECT value FROM json_each"#),
        SchemaFeature("window", "OVER"),
        SchemaFeature("subquery", #"\(SELECT count\(\*\) FROM .* AS children"#),
        SchemaFeature("compound", "UNION|EXCEPT|INTERSECT"),
        SchemaFeature("MATCH", "MATCH"),
        SchemaFeature("view", "CREATE VIEW"),
    ]
}
