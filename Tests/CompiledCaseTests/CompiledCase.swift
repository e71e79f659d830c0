import Lockstep
import TestSupport
import Testing

/// An accepted case with the code that was generated from it.
struct CompiledCase: CustomTestStringConvertible, Sendable {
    let path: String

    /// Runs the generated code on a new database.
    let exercise: @Sendable (_ seed: UInt64) throws -> Exercise

    var testDescription: String { path }

    init<Schema: SyncSchema>(_ path: String, _ schema: Schema.Type) {
        self.path = path
        exercise = { seed in
            var exercise = Exercise()
            try exercise.run(schema, seed: seed)
            return exercise
        }
    }
}
