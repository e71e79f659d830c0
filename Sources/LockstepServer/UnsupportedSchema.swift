package import Lockstep

/// A schema asks for what this version of the server does not do. It is not served at all.
public struct UnsupportedSchema: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it asks for, and what to do.
    public let description: String

    /// - Throws: `UnsupportedSchema`.
    package static func check<Schema: ServerSchema>(_ schema: Schema.Type) throws {
        let mutations = Schema.handledMutations.map(\.name)
        guard mutations.isEmpty else {
            throw UnsupportedSchema(
                description: """
                    \(Schema.name) has mutations with a handler (\(list(mutations))), and this version of Lockstep \
                    cannot be given handlers. Leave out `-- handler:` and write the mutation in SQL.
                    """)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
