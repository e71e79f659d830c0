import Testing

/// The generated code of the accepted cases, against SQLite.
@Suite("Generated code of the cases")
struct ExerciseTests {
    @Test(
        "Mutations survive JSON and apply, and queries decode what they find",
        arguments: CompiledCases.all, [1, 2, 3] as [UInt64])
    func exercise(_ each: CompiledCase, seed: UInt64) throws {
        let exercise = try each.exercise(seed)
        let outcomes = exercise.applied.count + exercise.refused.count
        #expect(outcomes == 0 || !exercise.applied.isEmpty, "no mutation was ever applied")
    }
}
