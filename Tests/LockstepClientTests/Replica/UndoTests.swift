import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Undo by base images")
struct UndoTests {
    @Test("restores the base exactly, whatever the pending mutations did", arguments: 0..<8)
    func isExact(part: Int) throws {
        for seed in 0..<60 {
            var generator = SeededGenerator(seed: UInt64(part * 1000 + seed))
            let replica = try MemoryReplica(Workshop.self)
            try replica.seedBase(60, using: &generator)
            let base = try replica.dump()
            for _ in 0..<25 { replica.tryMutate(.arbitrary(using: &generator), using: &generator) }
            try replica.undo()
            #expect(try replica.dump() == base, "seed \(part * 1000 + seed)")
            #expect(!replica.connection.hasDeferredViolations)
        }
    }

    @Test("restores the base after another process continued", arguments: 0..<4)
    func isExactAcrossWriters(part: Int) throws {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(50_000 + part * 1000 + seed))
            let replica = try MemoryReplica(Workshop.self)
            try replica.seedBase(60, using: &generator)
            let base = try replica.dump()
            for _ in 0..<20 {
                // A writer that remembers nothing, as after a restart.
                if Bool.random(using: &generator) { try replica.restart() }
                replica.tryMutate(.arbitrary(using: &generator), using: &generator)
            }
            try replica.undo()
            #expect(try replica.dump() == base, "seed \(seed)")
        }
    }

    @Test("does not let a cascade take a row of the base along")
    func keepsRowsFromCascades() throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        try replica.connection.execute(
            "INSERT INTO station (id) VALUES ('s1'); INSERT INTO task (station, position) VALUES ('s1', 1)")
        let base = try replica.dump()
        try replica.mutate(Workshop.Mutation(statement: 0, a: 2, b: 2, c: 2), using: &generator)
        try replica.transaction { try $0.connection.execute("SELECT 1") }
        // The base's task moves to the new station, which the undo deletes.
        try replica.mutate(Workshop.Mutation(statement: 5, a: 3, b: 1, c: 0), using: &generator)
        try replica.undo()
        #expect(try replica.dump() == base)
    }

    @Test("gives UNIQUE values back that had been swapped")
    func swapsBack() throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        try replica.connection.execute(
            """
            INSERT INTO station (id) VALUES ('s1');
            INSERT INTO task (station, position, rank) VALUES ('s1', 1, 1), ('s1', 2, 2), ('s1', 3, -1);
            """)
        let base = try replica.dump()
        try replica.mutate(Workshop.Mutation(statement: 17, a: 3, b: 0, c: 0), using: &generator)
        try replica.mutate(Workshop.Mutation(statement: 15, a: 5, b: 0, c: 0), using: &generator)
        try replica.undo()
        #expect(try replica.dump() == base)
    }

    @Test("keeps REAL keys and values, NULLs, BLOBs and generated columns as they were")
    func keepsValues() throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        try replica.connection.execute(
            """
            INSERT INTO station (id, load) VALUES ('s1', 1), ('s2', 1e300);
            INSERT INTO reading (at, value, note) VALUES (1, 2, NULL), (2.5, 2.5, x'00ff'), (3, -1e15, zeroblob(3));
            INSERT INTO task (station, position, weight) VALUES ('s1', 1, 2);
            """)
        let base = try replica.dump()
        for statement in [7, 8, 16, 20, 21, 22, 23] {
            replica.tryMutate(Workshop.Mutation(statement: statement, a: 1, b: 0, c: 5), using: &generator)
        }
        #expect(try replica.dump() != base)
        try replica.undo()
        #expect(try replica.dump() == base)
    }

    @Test("replaces rows in their place only where no value but the key is UNIQUE")
    func deletesFirst() throws {
        let replica = try MemoryReplica(Workshop.self)
        let tables = replica.writer.tables.filter(\.deletesFirst).map(\.description.name)
        #expect(tables == ["station", "task"])
    }

    @Test("restores triggers, foreign keys and CHECK afterwards")
    func restoresEnforcement() throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try MemoryReplica(Workshop.self)
        replica.tryMutate(Workshop.Mutation(statement: 0, a: 1, b: 1, c: 1), using: &generator)
        try replica.undo()
        #expect(throws: SQLiteError.self) {
            try replica.connection.execute("INSERT INTO task (station, position) VALUES ('nobody', 1)")
        }
        #expect(throws: SQLiteError.self) {
            try replica.connection.execute("INSERT INTO reading (at, value) VALUES (1, 91)")
        }
        try replica.connection.execute(
            "INSERT INTO station (id) VALUES ('s1'); INSERT INTO task (station, position) VALUES ('s1', 1)")
        #expect(try replica.dump().contains("tally: 's1'|1"))
    }
}
