import Lockstep
import Testing

/// An accepted case with the code that was generated from it.
struct CompiledCase: CustomTestStringConvertible, Sendable {
    let path: String

    /// Runs the generated code on new databases, as a client and as a server does.
    let exercise: @Sendable (_ seed: UInt64) throws -> [Exercise]

    var testDescription: String { path }

    init<Schema: ServerSchema>(_ path: String, _ schema: Schema.Type) {
        self.path = path
        exercise = { seed in
            var client = Exercise()
            try client.runOnClient(schema, seed: seed)
            var server = Exercise()
            try server.runOnServer(schema, seed: seed)
            return [client, server]
        }
    }
}
