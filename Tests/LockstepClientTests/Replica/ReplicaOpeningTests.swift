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
