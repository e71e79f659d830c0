/// Who a request comes from, and for how long what says so is valid.
public struct AuthenticatedActor: Hashable, Sendable {
    /// The longest name of an actor in bytes of UTF-8: it is stored with each of the actor's mutations.
    public static let maximumNameBytes = 255

    /// The name that mutations and permissions know the actor by: never empty, and compared byte by byte.
    public let name: String

    /// How long the token or session is still valid: an event stream ends then, and the client comes again with a new
    /// one. Nil if it does not end.
    public let validFor: Duration?

    public init(_ name: String, validFor: Duration? = nil) {
        self.name = name
        self.validFor = validFor
    }

    /// False for a name that no request is answered for: empty, or too long.
    public var hasUsableName: Bool { (1...Self.maximumNameBytes).contains(name.utf8.count) }
}
