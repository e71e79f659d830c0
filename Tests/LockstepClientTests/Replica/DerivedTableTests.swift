import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Derived tables follow the rows of their sources")
struct DerivedTableTests {
    private typealias Replica = MemoryReplica<IndexedWorkshop>

    @Test("through every interleaving of mutations, steps, undo, failed replays and restarts", arguments: 0..<12)
    func interleavings(part: Int) async throws {
        var rows = 0
        for seed in 0..<10 {
            var generator = SeededGenerator(seed: UInt64(part * 100 + seed))
            let server = try ReferenceServer(IndexedWorkshop.self)
            let replica = try Replica(IndexedWorkshop.self)
            for round in 0..<15 {
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    await server.run(.arbitrary(using: &generator))
                }
                for _ in 0..<Int.random(in: 0...4, using: &generator) {
                    replica.tryMutate(.arbitrary(using: &generator), using: &generator)
                    #expect(try Self.mistakes(replica) == [], "mutation, seed \(part * 100 + seed), round \(round)")
                }
                if Int.random(in: 0...9, using: &generator) == 0 { try replica.restart() }
                if Int.random(in: 0...9, using: &generator) == 0 { try Self.undoAndRollBack(replica) }
                await server.set(
                    encoding: Bool.random(using: &generator) ? .mutations : .rows,
                    maximumEntries: Int.random(in: 1...6, using: &generator))
                try await replica.exchange(with: server, pushing: Int.random(in: 0...3, using: &generator))
                #expect(try Self.mistakes(replica) == [], "step, seed \(part * 100 + seed), round \(round)")
            }
            rows += try replica.connection.statement("SELECT count(*) FROM station").only { try $0.value(at: 0) }
            try replica.undo()
            #expect(try Self.mistakes(replica) == [], "undo, seed \(part * 100 + seed)")
        }
        #expect(rows > 0)
    }

    private static func mistakes(_ replica: Replica) throws -> [String] {
        try IndexedWorkshop.mistakes(replica.connection)
    }

    private struct Change: Error {}

    private static func undoAndRollBack(_ replica: Replica) throws {
        #expect(throws: Change.self) {
            try replica.transaction { writer in
                try writer.connection.withoutEnforcement { try writer.undo() }
                #expect(try mistakes(replica) == [])
                throw Change()
            }
        }
        #expect(try mistakes(replica) == [])
    }

    @Test("from the rows on that migrations leave")
    func fill() throws {
        let replica = try Replica(IndexedWorkshop.self)
        #expect(try Self.mistakes(replica) == [])
        #expect(try Self.values(replica, "SELECT station, n FROM task_count") == ["'s1'|2", "'s2'|1"])
        #expect(try Self.values(replica, "SELECT * FROM size") == ["1|1", "2|1"])
        #expect(try Self.values(replica, "SELECT id FROM station_text WHERE station_text MATCH 'two'") == ["'s2'"])
    }

    @Test("again after content was lost that nothing told of")
    func fillAgain() throws {
        let replica = try Replica(IndexedWorkshop.self)
        try replica.connection.execute(
            "INSERT INTO station_text (station_text) VALUES ('delete-all'); DELETE FROM task_count")
        try replica.transaction { try $0.fillDerivedTables() }
        #expect(try Self.mistakes(replica) == [])
    }

    @Test("which leaves neither base images nor an effect")
    func isUnrecorded() throws {
        var generator = SeededGenerator(seed: 1)
        let replica = try Replica(IndexedWorkshop.self)
        try replica.mutate(Workshop.Mutation(statement: 0, a: 3, b: 3, c: 1), using: &generator)
        #expect(try replica.imageCount() == 1)
        let effect = try replica.transaction { writer in
            writer.recorder.beginMutation()
            try writer.connection.execute("DELETE FROM task_count; DELETE FROM slug_text")
            return writer.recorder.endMutation()
        }
        #expect(effect == EffectHash())
    }

    private static func values(_ replica: Replica, _ sql: String) throws -> [String] {
        try replica.connection.statement(sql).all { row in
            (0..<row.columnCount).map { row.column($0).literal }.joined(separator: "|")
        }
    }
}
