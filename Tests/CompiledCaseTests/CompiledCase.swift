import DecoderFuzz
import Lockstep
import Testing

/// An accepted case with the code that was generated from it.
struct CompiledCase: CustomTestStringConvertible, Sendable {
    let path: String

    /// Runs the generated code on new databases, as a client and as a server does.
    let exercise: @Sendable (_ seed: UInt64) throws -> [Exercise]

    /// Decodes what clients send as arguments of the case's mutations, if it has any.
    let arguments: FuzzedDecoder?

    var testDescription: String { path }

    init<Schema: ServerSchema>(_ path: String, _ schema: Schema.Type) {
        self.path = path
        let hasMutations = !Schema.Mutation.descriptions.isEmpty
        arguments = hasMutations ? .arguments(of: Schema.Mutation.self, "arguments of \(path)") : nil
        exercise = { seed in
            var client = Exercise()
            try client.runOnClient(schema, seed: seed)
            var server = Exercise()
            try server.runOnServer(schema, seed: seed)
            return [client, server]
        }
    }
}

extension FuzzedDecoder {
    fileprivate static func arguments<Mutation: SyncMutation>(of type: Mutation.Type, _ name: String) -> FuzzedDecoder {
        .arguments(of: type, name) { generator in
            let mutation = Mutation.arbitrary(using: &generator)
            return (mutation.name, mutation.encodedArguments)
        } decode: { name, arguments in
            try JSONReader.read(arguments) { try Mutation(name: name, arguments: &$0) }
        } encode: {
            $0.encodedArguments
        }
    }
}
