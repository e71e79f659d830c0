public import Lockstep

/// An entry of the log as it is stored, lent for the time of a call: its texts are where the store has them.
///
/// Not `Sendable`, and not to be kept.
public struct StoredEntry {
    public let head: LogHead
    public let content: Content

    public enum Content {
        /// The mutation ran.
        case applied(Mutation)

        /// Nothing changed: the mutation was rejected, or had its outcome already.
        case unchanged

        /// Rows changed otherwise than by a mutation of the schema: by somebody else than the server, or by a migration.
        case changed
    }

    /// A mutation that ran.
    public struct Mutation {
        public typealias Text = UnsafeBufferPointer<UInt8>

        /// The client's id as 36 characters, and its number for the mutation.
        public let client: Text
        public let number: Int64

        public let actor: Text
        public let name: Text

        /// The text of a JSON object.
        public let arguments: Text

        /// Milliseconds since 1970.
        public let at: Int64
        public let effect: EffectHash

        /// That of the definition which it ran under.
        public let fingerprint: Text

        public init(
            client: Text, number: Int64, actor: Text, name: Text, arguments: Text, at: Int64, effect: EffectHash,
            fingerprint: Text
        ) {
            self.client = client
            self.number = number
            self.actor = actor
            self.name = name
            self.arguments = arguments
            self.at = at
            self.effect = effect
            self.fingerprint = fingerprint
        }
    }

    public init(head: LogHead, content: Content) {
        self.head = head
        self.content = content
    }
}
