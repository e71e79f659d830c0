#if JWT
import JWTKit

/// The keys that tokens are signed with, and the algorithms that they are for.
public struct JWTKeys: Sendable {
    private enum Source: Sendable {
        case secret([UInt8], SigningAlgorithm)
        case published(PublishedKeys)
    }

    private let source: Source

    /// A secret that the host shares with whoever makes the tokens: as a rule, itself.
    ///
    /// - Throws: `JWTConfigurationError` if the secret is shorter than the algorithm's hash, or the algorithm has none.
    public static func secret(_ secret: String, algorithm: SigningAlgorithm = .hs256) throws -> JWTKeys {
        guard let minimum = algorithm.minimumSecretBytes else {
            throw JWTConfigurationError("\(algorithm.rawValue) has public keys and no secret: use `published`.")
        }
        guard secret.utf8.count >= minimum else {
            throw JWTConfigurationError(
                "The secret has \(secret.utf8.count) bytes and can be guessed; \(algorithm.rawValue) needs \(minimum). "
                    + "`openssl rand -base64 \(minimum)` makes one.")
        }
        return JWTKeys(source: .secret(Array(secret.utf8), algorithm))
    }

    /// The keys that an identity provider publishes as a JSON Web Key Set (RFC 7517), and changes from time to time.
    ///
    /// The set is fetched when the first token comes; again when it is older than `refreshInterval`; and when a token
    /// names a key that is not in it. A key that is not in the set that was fetched last is no key any longer. Where the
    /// set cannot be fetched, the last one counts until `lifetime`.
    ///
    /// - Parameters:
    ///   - algorithms: Those that the provider signs with. A token with another one is refused, whatever the set says.
    ///   - refreshInterval: How old a set may be before the next one is asked for.
    ///   - lifetime: How old a set may be at most.
    ///   - retryInterval: The least time between two fetches, whatever comes: tokens with invented key ids do not turn
    ///     into requests.
    ///   - fetch: Gets the text of the set. It must end by itself, with an error if nothing comes for long.
    /// - Throws: `JWTConfigurationError` if there is no algorithm, or one of a secret, which a public key is none.
    public static func published(
        algorithms: Set<SigningAlgorithm>, refreshInterval: Duration = .seconds(600),
        lifetime: Duration = .seconds(86_400), retryInterval: Duration = .seconds(10),
        fetch: @escaping @Sendable () async throws -> String
    ) throws -> JWTKeys {
        guard !algorithms.isEmpty else { throw JWTConfigurationError("Without an algorithm no token is ever valid.") }
        if let secret = algorithms.first(where: \.isSymmetric) {
            throw JWTConfigurationError(
                "\(secret.rawValue) signs with a secret; with a published key as the secret anybody could sign.")
        }
        let schedule = KeySetSchedule(
            refreshInterval: refreshInterval, lifetime: lifetime, retryInterval: retryInterval)
        return JWTKeys(source: .published(PublishedKeys(algorithms: algorithms, schedule: schedule, fetch: fetch)))
    }

    /// The key that a token must be signed with; nil if there is none of that id for that algorithm.
    ///
    /// - Parameter now: Milliseconds since 1970.
    func key(id: String?, algorithm: SigningAlgorithm, at now: Int64) async throws -> (any JWTAlgorithm)? {
        switch source {
        case .secret(let secret, let pinned):
            guard algorithm == pinned else { return nil }
            return try await JWTKeyCollection()
                .add(hmac: HMACKey(from: secret), digestAlgorithm: pinned.digest)
                .getKey()
        case .published(let keys):
            return try await keys.key(id: id, algorithm: algorithm, at: now)
        }
    }
}

extension SigningAlgorithm {
    fileprivate var digest: DigestAlgorithm {
        switch self {
        case .hs384: .sha384
        case .hs512: .sha512
        default: .sha256
        }
    }
}
#endif
