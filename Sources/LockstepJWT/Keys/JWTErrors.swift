#if JWT
/// Keys or algorithms that are not safe together. A mistake of whoever configures the server, found when it starts.
public struct JWTConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// There are no keys to check tokens with, since those of the provider cannot be fetched. Transient: whether a token is
/// valid is not known.
public struct JWTKeysUnavailable: Error, Sendable, CustomStringConvertible {
    /// Why the last fetch failed; nil if it is not yet time for the next one.
    public let underlying: (any Error)?

    public var description: String {
        "The key set of the tokens' issuer cannot be fetched" + (underlying.map { ": \($0)" } ?? ".")
    }
}
#endif
