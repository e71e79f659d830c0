#if JWT
import Foundation
import JWTKit

/// The keys of a JSON Web Key Set that signatures can be checked with.
struct KeySet: Sendable {
    /// More keys, or a longer text, are not taken: no issuer has so many.
    static let maximumKeys = 100
    static let maximumBytes = 1 << 20

    /// A smaller RSA key can be broken (RFC 7518, section 3.3).
    private static let minimumModulusBytes = 256

    private struct Key: Sendable {
        let id: String?
        let algorithm: SigningAlgorithm
        let verifier: any JWTAlgorithm
    }

    private var keys: [Key] = []

    /// Keys of types and uses that are not for signatures, and broken ones, are passed over, as RFC 7517 asks in
    /// section 5.
    ///
    /// - Parameter algorithms: What keys are used for. A key that names its algorithm is used for no other.
    /// - Throws: `DecodingError` if the text is no key set.
    init(json: String, algorithms: Set<SigningAlgorithm>) async throws {
        guard json.utf8.count <= Self.maximumBytes else {
            throw KeySetError(description: "The key set has \(json.utf8.count) bytes.")
        }
        let set = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
        guard set.keys.count <= Self.maximumKeys else {
            throw KeySetError(description: "The key set has \(set.keys.count) keys.")
        }
        for key in set.keys.compactMap(\.key) {
            for algorithm in algorithms.sorted(by: { $0.rawValue < $1.rawValue }) {
                guard let verifier = await Self.verifier(key, algorithm) else { continue }
                keys.append(Key(id: key.keyIdentifier?.string, algorithm: algorithm, verifier: verifier))
            }
        }
    }

    /// The key of an id. A token that names none is checked with the one key for its algorithm, if there is just one.
    func key(id: String?, algorithm: SigningAlgorithm) -> (any JWTAlgorithm)? {
        let fitting = keys.filter { $0.algorithm == algorithm && (id == nil || $0.id == id) }
        return id != nil || fitting.count == 1 ? fitting.first?.verifier : nil
    }

    private static func verifier(_ key: JWK, _ algorithm: SigningAlgorithm) async -> (any JWTAlgorithm)? {
        guard let pinned = JWK.Algorithm(rawValue: algorithm.rawValue),
            key.algorithm == nil || key.algorithm == pinned, !isTooSmall(key)
        else { return nil }
        // jwt-kit settles on the algorithm of the first token that comes where the key names none, and asks for an id.
        var key = key
        key.algorithm = pinned
        key.keyIdentifier = ""
        // A key that is not of this algorithm, or broken.
        return try? await JWTKeyCollection().add(jwk: key).getKey(for: "", alg: algorithm.rawValue)
    }

    private static func isTooSmall(_ key: JWK) -> Bool {
        guard key.keyType == .rsa else { return false }
        guard let modulus = key.modulus else { return true }
        // Four characters of base64 for three bytes.
        return modulus.utf8.count * 3 / 4 < minimumModulusBytes
    }
}

struct KeySetError: Error, Hashable, CustomStringConvertible {
    let description: String
}

extension KeySet {
    private struct Document: Decodable {
        let keys: [Entry]
    }

    /// A key, or what is not one that is known here.
    private struct Entry: Decodable {
        let key: JWK?

        private struct Use: Decodable {
            let use: String?
            let key_ops: [String]?

            var isForSignatures: Bool { use ?? "sig" == "sig" && key_ops?.contains("verify") ?? true }
        }

        init(from decoder: any Decoder) throws {
            // A key that cannot be read is one of another type.
            guard let use = try? Use(from: decoder), use.isForSignatures else {
                key = nil
                return
            }
            key = try? JWK(from: decoder)
        }
    }
}
#endif
