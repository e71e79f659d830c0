import Lockstep
import RandomSchemas
import Testing

/// The generated code of random schemas, against SQLite.
@Suite("Generated code of random schemas")
struct RandomSchemaTests {
    private static let all = RandomSchemaList.all.map { CompiledCase($0.name, $0) }

    @Test("Mutations survive JSON and apply, and queries decode what they find", arguments: all, [1, 2] as [UInt64])
    func exercise(_ each: CompiledCase, seed: UInt64) throws {
        for exercise in try each.exercise(seed) {
            let applied = exercise.applied.values.reduce(0, +)
            let refused = exercise.refused.values.reduce(0, +)
            #expect(applied > refused, "most are meant to succeed")
            #expect(exercise.rows.values.allSatisfy { $0 > 1 }, "\(exercise.rows)")
        }
    }
}
