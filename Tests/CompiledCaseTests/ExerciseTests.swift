import Testing

/// The generated code of the accepted cases, against SQLite.
@Suite("Generated code of the cases")
struct ExerciseTests {
    @Test(
        "Mutations survive JSON and apply, and queries decode what they find",
        arguments: CompiledCases.all, [1, 2, 3] as [UInt64])
    func exercise(_ each: CompiledCase, seed: UInt64) throws {
        for exercise in try each.exercise(seed) {
            let isIdle = exercise.applied.isEmpty && exercise.refused.isEmpty
            #expect(isIdle || !exercise.applied.isEmpty, "no mutation was ever applied")
        }
    }
}
