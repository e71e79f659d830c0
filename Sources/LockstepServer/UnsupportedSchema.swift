package import Lockstep

/// A schema asks for what this version of the server does not do. It is not served at all: without its read rules
/// everybody would be sent everything.
public struct UnsupportedSchema: Error, Hashable, Sendable, CustomStringConvertible {
    /// What it asks for, and what to do.
    public let description: String

    /// - Throws: `UnsupportedSchema`.
    package static func check<Schema: ServerSchema>(_ schema: Schema.Type) throws {
        let tables = Set(Schema.readRules.map(\.table)).sorted()
        guard tables.isEmpty else {
            throw UnsupportedSchema(
                description: """
                    \(Schema.name) has read rules (for \(list(tables))), and read permissions are not enforced by this \
                    version of Lockstep. Leave out the `:read` definitions if everybody may read these tables.
                    """)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
