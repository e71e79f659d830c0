public import Foundation

/// An entry of the log as the inspector shows it: texts are cut, and the arguments are there only if they were asked
/// for.
public struct InspectedEntry: Hashable, Sendable {
    public let version: Int64

    /// Milliseconds since 1970.
    public let committedAt: Int64

    public let kind: Kind

    /// The mutation that the entry is about; nil for `external` and `migration`.
    public let mutation: Mutation?

    /// Why the mutation was refused, if it was: the code, and the message if arguments were asked for.
    public let code: String?
    public let message: String?

    /// What `LogEntry.Content` tells apart.
    public enum Kind: String, Hashable, Sendable {
        case applied, rejected, repeated, external, migration
    }

    public struct Mutation: Hashable, Sendable {
        /// The nil UUID stands for the server.
        public let client: UUID
        public let number: Int64
        public let actor: String
        public let name: String

        /// When the client made it, in milliseconds since 1970.
        public let at: Int64

        /// The text of a JSON value, or the beginning of one.
        public let arguments: String?

        public init(client: UUID, number: Int64, actor: String, name: String, at: Int64, arguments: String?) {
            self.client = client
            self.number = number
            self.actor = actor
            self.name = name
            self.at = at
            self.arguments = arguments
        }
    }

    public init(
        version: Int64, committedAt: Int64, kind: Kind, mutation: Mutation?, code: String?, message: String?
    ) {
        self.version = version
        self.committedAt = committedAt
        self.kind = kind
        self.mutation = mutation
        self.code = code
        self.message = message
    }
}
