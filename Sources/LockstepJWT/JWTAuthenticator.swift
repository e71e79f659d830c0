#if JWT
public import Foundation
public import LockstepServer

/// Tells the actor of a request from a JSON Web Token that somebody else signed: an identity provider, or the host itself.
///
///     let tokens = JWTAuthenticator(
///         keys: try .published(algorithms: [.rs256]) { try await fetch(keySetURL) },
///         issuer: "https://accounts.example.org", audience: "issue-tracker")
///     router.addSync(server) { request, _ in
///         try await tokens.actor(authorization: request.headers[.authorization])
///     }
///
/// A token counts if one of the keys signed it with one of the algorithms that the keys are for, whatever it says of
/// itself; if it names the issuer and the audience; if it says when it expires, and has not; if its `nbf` has come; and if
/// it has the claims that are required. Nil is the answer to any other, without a word on what was wrong with it.
public struct JWTAuthenticator: Sendable {
    /// A longer token is not looked at.
    public static let maximumTokenBytes = 16 << 10

    private let keys: JWTKeys
    private let rules: TokenRules
    private let clock: @Sendable () -> Int64
    private let actor: @Sendable (JWTClaims) async throws -> String?

    /// - Parameters:
    ///   - keys: What tokens are signed with.
    ///   - issuer: What `iss` must be.
    ///   - audience: What `aud` must be or contain: the name that the issuer knows this server by. A token for another
    ///     service of the same issuer is no token for this one.
    ///   - requiredClaims: Claims that a token must have besides, with any value but null.
    ///   - leeway: How far the issuer's clock and this one may differ.
    ///   - clock: Milliseconds since 1970.
    ///   - actor: The actor that a token with these claims is for, or nil if it is for none: `sub`, unless it is said
    ///     otherwise. What it throws is answered with 503.
    public init(
        keys: JWTKeys, issuer: String, audience: String, requiredClaims: Set<String> = [],
        leeway: Duration = .seconds(60),
        clock: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) },
        actor: @escaping @Sendable (JWTClaims) async throws -> String? = { $0.subject }
    ) {
        self.keys = keys
        rules = TokenRules(issuer: issuer, audience: audience, requiredClaims: requiredClaims, leeway: leeway)
        self.clock = clock
        self.actor = actor
    }

    /// The actor that the value of the header Authorization says, which is `Bearer` and a token.
    ///
    /// - Returns: Nil if there is no valid token. The actor is valid until the token expires.
    /// - Throws: `JWTKeysUnavailable` if there are no keys to check the token with, and what `actor` throws. The routes
    ///   answer with 503, and the client tries again.
    public func actor(authorization: String?) async throws -> AuthenticatedActor? {
        guard let words = authorization?.split(separator: " ", omittingEmptySubsequences: false), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return nil }
        return try await actor(token: String(words[1]))
    }

    /// The actor that a token is for; see `actor(authorization:)`.
    public func actor(token: String) async throws -> AuthenticatedActor? {
        guard token.utf8.count <= Self.maximumTokenBytes, let token = SignedToken(token),
            let key = try await keys.key(id: token.keyID, algorithm: token.algorithm, at: clock()),
            token.isSigned(with: key), let claims = token.claims(),
            let remaining = rules.remainingValidity(of: claims, at: clock()),
            let name = try await actor(claims)
        else { return nil }
        let actor = AuthenticatedActor(name, validFor: remaining)
        return actor.hasUsableName ? actor : nil
    }
}
#endif
