import Foundation
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepTool

@Suite("What lockstep check --json says")
struct ReportTests {
    private static let migration = """
        CREATE TABLE list (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          name TEXT NOT NULL
        ) STRICT;
        CREATE TABLE item (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          list_id TEXT NOT NULL REFERENCES list(id) ON DELETE CASCADE,
          state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
          done_at INTEGER, -- type: Date
          size INTEGER AS (length(id)) STORED
        ) STRICT;
        CREATE INDEX item_by_list ON item (list_id);
        """

    private static func report(mutations: String = "", queries: String = "") throws -> [String: Any] {
        var files = DefinitionFiles()
        files.migrations = [SourceText(path: "migrations/0001_lists.sql", text: migration)]
        if !mutations.isEmpty { files.mutations = [SourceText(path: "mutations.sql", text: mutations)] }
        if !queries.isEmpty { files.queries = [SourceText(path: "queries.sql", text: queries)] }
        let result = Pipeline().run(files, module: "App")
        let json = try result.schema.map { try SchemaReport($0, diagnostics: result.diagnostics).json }
        let object = try JSONSerialization.jsonObject(with: json ?? FailureReport(result.diagnostics).json)
        return try #require(object as? [String: Any])
    }

    /// The members of objects that are named, as text: 1 and 0 for true and false.
    private static func texts(_ objects: Any?, _ names: String...) -> [[String]] {
        let objects = objects as? [[String: Any]] ?? []
        return objects.map { object in names.map { object[$0].map { "\($0)" } ?? "-" } }
    }

    @Test("Tables have their columns as declared and in Swift")
    func tables() throws {
        let tables = try #require(try Self.report()["tables"] as? [[String: Any]])
        let item = try #require(tables.last)
        #expect(item["name"] as? String == "item")
        #expect(
            Self.texts(item["columns"], "name", "declaredType", "type", "swiftType", "optional", "generated") == [
                ["id", "TEXT", "UUID", "UUID", "0", "-"], ["list_id", "TEXT", "UUID", "UUID", "0", "-"],
                ["state", "TEXT", "State", "State", "0", "-"],
                ["done_at", "INTEGER", "Date?", "Date", "1", "-"],
                ["size", "INTEGER", "Int", "Int", "0", "stored"],
            ])
    }

    @Test("Queries have parameters and the columns of their result, nested structs column by column")
    func queries() throws {
        let report = try Self.report(
            queries: """
                -- name: open :many
                SELECT list.*, item.*, count(*) AS n FROM list LEFT JOIN item ON item.list_id = list.id
                WHERE list.id IN (SELECT value FROM json_each(:ids)) GROUP BY list.id ORDER BY list.id;
                -- name: total :one
                SELECT count(*) FROM item WHERE list_id = :listId;
                """)
        let queries = try #require(report["queries"] as? [[String: Any]])
        #expect(
            Self.texts(queries, "name", "kind", "cardinality", "rowType", "pinnedTable") == [
                ["open", "many", "many", "OpenRow", "-"], ["total", "one", "exactlyOne", "Int", "-"],
            ])
        #expect(Self.texts(queries[0]["parameters"], "name", "type", "optional") == [["ids", "[UUID]", "0"]])
        #expect(
            Self.texts(queries[0]["columns"], "name", "property", "type", "optional") == [
                ["id", "list.id", "UUID", "0"], ["name", "list.name", "String", "0"],
                ["id", "item.id", "UUID?", "1"], ["list_id", "item.listId", "UUID?", "1"],
                ["state", "item.state", "State?", "1"], ["done_at", "item.doneAt", "Date?", "1"],
                ["size", "item.size", "Int?", "1"], ["n", "n", "Int", "0"],
            ])
        #expect(Self.texts(queries[1]["columns"], "name", "property", "type") == [["count(*)", "", "Int"]])
    }

    @Test("Mutations have their row, their conditions, and where replaying them fails")
    func mutations() throws {
        let report = try Self.report(
            mutations: """
                -- name: finish :mutation
                -- allow: true
                -- require missing: EXISTS (SELECT 1 FROM item WHERE id = :id)
                UPDATE item SET state = 'done', done_at = :now WHERE id = :id;
                -- name: trim :mutation
                DELETE FROM list WHERE id IN (SELECT id FROM list LIMIT :count);
                """)
        let mutations = try #require(report["mutations"] as? [[String: Any]])
        #expect((mutations[0]["addressedRow"] as? [String: Any])?["key"] as? [String] == [":id"])
        #expect(
            Self.texts(mutations[0]["conditions"], "code", "alwaysTrue", "line", "column") == [
                ["denied", "1", "2", "11"], ["missing", "0", "3", "21"],
            ])
        #expect(
            Self.texts(mutations[1]["obstaclePlaces"], "path", "line", "column") == [["mutations.sql", "6", "51"]])
        #expect(
            Self.texts(mutations[1]["writes"], "table", "columns").map { $0[0] } == ["item", "list"])
    }

    @Test("Warnings come with the model, errors in place of it")
    func diagnostics() throws {
        let warned = try Self.report(queries: "-- name: q :many\nSELECT * FROM item, list;")["diagnostics"]
        #expect(
            Self.texts(warned, "severity", "rule", "path", "line", "column", "endLine", "endColumn").first
                == ["warning", "missing-order", "queries.sql", "2", "1", "2", "7"])
        let failed = try Self.report(queries: "-- name: q :many\nSELECT idd FROM list ORDER BY id;")
        #expect(failed.keys.sorted() == ["diagnostics"])
        #expect(
            Self.texts(failed["diagnostics"], "severity", "line", "column", "endColumn", "suggestion") == [
                ["error", "2", "8", "11", "did you mean `id`?"]
            ])
    }
}
