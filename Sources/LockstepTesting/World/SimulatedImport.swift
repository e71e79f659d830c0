import Lockstep
import LockstepClient

/// An import of a device, which goes on until it is complete, whatever ends the processes meanwhile.
struct SimulatedImport<Schema: ServerSchema>: Sendable {
    let name: String
    let mutations: [Schema.Mutation]
    let batch: Int
    let policy: ImportFailurePolicy

    /// What the app was told: so many are dealt with.
    var done = 0
}
