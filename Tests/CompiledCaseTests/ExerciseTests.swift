import DecoderFuzz
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

    @Test("Spoiled arguments are refused, or those of a mutation", arguments: CompiledCases.all.compactMap(\.arguments))
    func arguments(_ decoder: FuzzedDecoder) async throws {
        var trial = DecoderTrial(decoder, seed: 1)
        try await trial.run()
        #expect(trial.accepted > 0)
        #expect(trial.refused > 0)
    }
}
