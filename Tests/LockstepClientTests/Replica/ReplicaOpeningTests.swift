import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Making a replica")
struct ReplicaOpeningTests {
    @Test("Rows of an earlier migration have the columns of a later one in their images")
    func addedColumns() throws {
        let replica = try MemoryReplica(Grown.self)
        let base = try replica.dump()
        #expect(base == ["station: 's1'|'x1'|0.0|NULL|3"])
        var generator = SeededGenerator(seed: 1)
        let load = try #require(Workshop.Mutation.statements.firstIndex { $0.description.contains("load = load + ?1") })
        try replica.mutate(Workshop.Mutation(statement: load, a: 1, b: 1, c: 1), using: &generator)
        #expect(try replica.dump() == ["station: 's1'|'x1'|1.0|'s1'|3"])
        try replica.undo()
        #expect(try replica.dump() == base)
    }

    @Test("A table that is made anew keeps the rows that refer to its own")
    func rebuiltTables() throws {
        let replica = try MemoryReplica(Rebuilt.self)
        #expect(try replica.dump() == ["shelf: 1|'A'", "book: 7|1"])
    }

    @Test("A migration that leaves a key without its row fails")
    func danglingReferences() throws {
        let error = #expect(throws: SQLiteError.self) { try MemoryReplica(Dangling.self) }
        #expect(
            error?.message
                == "the migration `0002_books` leaves a row with rowid 8 of `book` that refers to no row of `shelf`")
    }

    @Test("The first pull replaces the rows of migrations by the server's, below what is pending")
    func firstPull() throws {
        let replica = try MemoryReplica(Rebuilt.self)
        var generator = SeededGenerator(seed: 1)
        try replica.mutate(.move(book: 7, shelf: 1), using: &generator)
        let state = try replica.state()
        let request = StepRequest(
            path: "", body: [], client: state.client, cursor: nil, sentCursor: nil, pushedCount: 0)
        let rows = """
            {"shelf": {"columns": ["id", "name"], "upsert": [[1, "Z"], [2, "B"]]},
            "book": {"columns": ["id", "shelf"], "upsert": [[7, 2]]}}
            """
        let answer = PullResponse(
            from: nil, cursor: "1.1.1", more: false, acknowledged: 0, acknowledgedToken: nil, rejected: [],
            changes: .rows(Array(rows.utf8)))
        try replica.apply(answer, to: request)
        #expect(try replica.dump() == ["shelf: 1|'Z'", "shelf: 2|'B'", "book: 7|1"])
        try replica.undo()
        #expect(try replica.dump() == ["shelf: 1|'Z'", "shelf: 2|'B'", "book: 7|2"])
    }
}

/// `Workshop` with a second migration, which adds a column to a table that has a row, and a trigger that only an UPDATE
/// of that column fires.
private enum Grown: SyncSchema {
    typealias Mutation = Workshop.Mutation
    static let name = "Workshop"
    static let version = 2
    static let fingerprint = "grown"

    static let migrations =
        Workshop.migrations + [
            Migration(
                name: "0002_floors",
                sql: """
                    INSERT INTO station (id, slug) VALUES ('s1', 'x1');
                    ALTER TABLE station ADD COLUMN floor INTEGER NOT NULL DEFAULT 3;
                    CREATE TRIGGER station_moved AFTER UPDATE OF floor ON station BEGIN
                      UPDATE station SET load = 99 WHERE id = new.id;
                    END;
                    """)
        ]

    static let tables = Workshop.tables.map { table in
        guard table.name == "station" else { return table }
        return TableDescription(
            name: table.name, columns: table.columns + [ColumnDescription("floor", .integer)], key: table.key)
    }

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}
