import Lockstep

@testable import LockstepClient

/// `Workshop` with derived tables of every kind: full-text indexes that store their text, that show another table's and
/// that store none, counts, and counts of counts. Its migrations leave rows.
enum IndexedWorkshop: SyncSchema {
    typealias Mutation = Workshop.Mutation

    static let name = "Workshop"
    static let version = 2
    static let fingerprint = "indexed workshop"

    static let migrations =
        Workshop.migrations + [
            Migration(
                name: "0002_search",
                sql: """
                    INSERT INTO station (id, slug) VALUES ('s1', 'one'), ('s2', 'two'), ('seed', NULL);
                    INSERT INTO task (station, position) VALUES ('s1', 1), ('s1', 2), ('s2', 1);
                    CREATE VIRTUAL TABLE station_text USING fts5(id, slug, content='station', content_rowid='rowid');
                    CREATE VIRTUAL TABLE slug_text USING fts5(id UNINDEXED, slug);
                    CREATE VIRTUAL TABLE id_text USING fts5(id, content='');
                    CREATE TABLE task_count (station TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT;
                    CREATE TABLE size (n INTEGER NOT NULL PRIMARY KEY, stations INTEGER NOT NULL) STRICT;
                    """)
        ]

    static let tables = Workshop.tables

    private static let station = [TableAccess("station", ["id", "slug"])]
    private static let task = [TableAccess("task", ["station", "position"])]

    static let derivedTables = [
        DerivedTable(
            name: "station_text", sources: station,
            clearSQL: "INSERT INTO station_text (station_text) VALUES ('delete-all')"),
        DerivedTable(name: "slug_text", sources: station, clearSQL: "DELETE FROM slug_text"),
        DerivedTable(
            name: "id_text", sources: station, clearSQL: "INSERT INTO id_text (id_text) VALUES ('delete-all')"),
        DerivedTable(name: "task_count", sources: task, clearSQL: "DELETE FROM task_count"),
        DerivedTable(name: "size", sources: task, clearSQL: "DELETE FROM size"),
    ]

    static let derivedTriggers = stationTriggers + taskTriggers

    private static let stationTriggers = [
        DerivedTrigger(
            name: "station_added", table: "station", moment: "AFTER INSERT",
            action: """
                BEGIN
                  INSERT INTO station_text (rowid, id, slug) VALUES (new.rowid, new.id, new.slug);
                  INSERT INTO id_text (rowid, id) VALUES (new._rowid_, new.id);
                END
                """),
        DerivedTrigger(
            name: "station_slug_added", table: "station", moment: "AFTER INSERT",
            action: """
                WHEN new.slug IS NOT NULL BEGIN
                  INSERT INTO slug_text (rowid, id, slug) VALUES (new.oid, new.id, new.slug);
                END
                """),
        DerivedTrigger(
            name: "station_removed", table: "station", moment: "AFTER DELETE",
            action: """
                FOR EACH ROW BEGIN
                  INSERT INTO station_text (station_text, rowid, id, slug) VALUES ('delete', old.rowid, old.id, old.slug);
                  INSERT INTO id_text (id_text, rowid, id) VALUES ('delete', old.rowid, old.id);
                  DELETE FROM slug_text WHERE rowid = old.rowid;
                END
                """),
        DerivedTrigger(
            name: "station_changed", table: "station", moment: "AFTER UPDATE OF id, slug",
            action: """
                BEGIN
                  INSERT INTO station_text (station_text, rowid, id, slug) VALUES ('delete', old.rowid, old.id, old.slug);
                  INSERT INTO station_text (rowid, id, slug) VALUES (new.rowid, new.id, new.slug);
                  INSERT INTO id_text (id_text, rowid, id) VALUES ('delete', old.rowid, old.id);
                  INSERT INTO id_text (rowid, id) VALUES (new.rowid, new.id);
                  DELETE FROM slug_text WHERE rowid = old.rowid;
                  INSERT INTO slug_text (rowid, id, slug) SELECT new.rowid, new.id, new.slug WHERE new.slug IS NOT NULL;
                END
                """),
    ]

    private static let taskTriggers = [
        DerivedTrigger(
            name: "count_added", table: "task", moment: "AFTER INSERT",
            action: """
                BEGIN
                  INSERT INTO task_count VALUES (new.station, 1) ON CONFLICT (station) DO UPDATE SET n = n + 1;
                END
                """),
        DerivedTrigger(
            name: "count_removed", table: "task", moment: "AFTER DELETE",
            action: """
                BEGIN
                  UPDATE task_count SET n = n - 1 WHERE station = old.station;
                  DELETE FROM task_count WHERE n = 0;
                END
                """),
        DerivedTrigger(
            name: "count_moved", table: "task", moment: "AFTER UPDATE OF station",
            action: """
                BEGIN
                  UPDATE task_count SET n = n - 1 WHERE station = old.station;
                  INSERT INTO task_count VALUES (new.station, 1) ON CONFLICT (station) DO UPDATE SET n = n + 1;
                  DELETE FROM task_count WHERE n = 0;
                END
                """),
        DerivedTrigger(
            name: "size_added", table: "task_count", moment: "AFTER INSERT",
            action: """
                BEGIN
                  INSERT INTO size VALUES (new.n, 1) ON CONFLICT (n) DO UPDATE SET stations = stations + 1;
                END
                """),
        DerivedTrigger(
            name: "size_removed", table: "task_count", moment: "AFTER DELETE",
            action: "BEGIN UPDATE size SET stations = stations - 1 WHERE n = old.n; END"),
        DerivedTrigger(
            name: "size_changed", table: "task_count", moment: "AFTER UPDATE OF n",
            action: """
                BEGIN
                  UPDATE size SET stations = stations - 1 WHERE n = old.n;
                  INSERT INTO size VALUES (new.n, 1) ON CONFLICT (n) DO UPDATE SET stations = stations + 1;
                END
                """),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}

extension IndexedWorkshop {
    /// What is wrong with the derived tables: empty if each is what its sources make of it.
    static func mistakes(_ connection: SQLiteConnection) throws -> [String] {
        // FTS5 compares what it shows with what it indexes
        // (https://www.sqlite.org/fts5.html#the_integrity_check_command).
        for table in ["station_text", "slug_text", "id_text"] {
            try connection.execute("INSERT INTO \(table) (\(table), rank) VALUES ('integrity-check', 1)")
        }
        return try connection.statement(
            """
            SELECT 'task_count', * FROM (SELECT * FROM task_count EXCEPT SELECT station, count(*) FROM task GROUP BY 1)
            UNION ALL
            SELECT 'task', * FROM (SELECT station, count(*) FROM task GROUP BY 1 EXCEPT SELECT * FROM task_count)
            UNION ALL
            SELECT 'size', * FROM (
              SELECT * FROM size WHERE stations <> 0 EXCEPT SELECT n, count(*) FROM task_count GROUP BY 1)
            UNION ALL
            SELECT 'task_count', * FROM (
              SELECT n, count(*) FROM task_count GROUP BY 1 EXCEPT SELECT * FROM size)
            UNION ALL
            SELECT 'slug_text', * FROM (
              SELECT rowid, id || slug FROM slug_text
              EXCEPT SELECT rowid, id || slug FROM station WHERE slug IS NOT NULL)
            UNION ALL
            SELECT 'slug', * FROM (
              SELECT rowid, id || slug FROM station WHERE slug IS NOT NULL
              EXCEPT SELECT rowid, id || slug FROM slug_text)
            UNION ALL
            SELECT 'id_text', rowid, id FROM station
            WHERE (SELECT group_concat(rowid) FROM id_text WHERE id_text MATCH '"' || station.id || '"') IS NOT station.rowid
            """
        ).all { row in (0..<row.columnCount).map { row.column($0).literal }.joined(separator: "|") }
    }
}
