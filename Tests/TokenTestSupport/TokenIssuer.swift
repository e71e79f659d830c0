#if JWT
import Foundation
import JWTKit

/// Somebody who signs tokens, honest or not: header and claims are whatever the test says.
package struct TokenIssuer: Sendable {
    package static let secret = "0123456789abcdef0123456789abcdef"

    /// What the header says if the test says nothing else.
    package let header: String

    /// The member of a JSON Web Key Set, with a public key; empty for a secret.
    package let publicKey: String

    private let key: any JWTAlgorithm

    /// An issuer with a new key for ES256.
    package static func es256(id: String = "first") async throws -> TokenIssuer {
        let key = ES256PrivateKey()
        guard let (x, y) = key.parameters else { preconditionFailure("A new key has parameters.") }
        return TokenIssuer(
            header: #"{"alg":"ES256","kid":"\#(id)"}"#,
            publicKey: """
                {"kty":"EC","crv":"P-256","use":"sig","kid":"\(id)","x":"\(base64URL(x))","y":"\(base64URL(y))"}
                """,
            key: try await JWTKeyCollection().add(ecdsa: key).getKey())
    }

    /// An issuer with `TestKeys.rsa`.
    package static func rsa(id: String = "rsa", algorithm: String = "RS256") async throws -> TokenIssuer {
        let key = try Insecure.RSA.PrivateKey(pem: TestKeys.rsa)
        let (modulus, exponent) = try key.publicKey.getKeyPrimitives()
        let digest: DigestAlgorithm = algorithm.hasSuffix("512") ? .sha512 : .sha256
        let keys = JWTKeyCollection()
        if algorithm.hasPrefix("PS") {
            await keys.add(pss: key, digestAlgorithm: digest)
        } else {
            await keys.add(rsa: key, digestAlgorithm: digest)
        }
        return TokenIssuer(
            header: #"{"alg":"\#(algorithm)","kid":"\#(id)"}"#,
            publicKey: """
                {"kty":"RSA","use":"sig","kid":"\(id)","n":"\(base64URL(modulus.base64EncodedString()))",\
                "e":"\(base64URL(exponent.base64EncodedString()))"}
                """,
            key: try await keys.getKey())
    }

    /// An issuer with a secret.
    package static func hs256(
        secret: String = TokenIssuer.secret, header: String = #"{"alg":"HS256","typ":"JWT"}"#
    ) async throws -> TokenIssuer {
        let keys = JWTKeyCollection()
        await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        return TokenIssuer(header: header, publicKey: "", key: try await keys.getKey())
    }

    package func token(_ claims: String, header: String? = nil) throws -> String {
        let signed = Self.base64URL(text: header ?? self.header) + "." + Self.base64URL(text: claims)
        return signed + "." + Self.base64URL(Data(try key.sign(Array(signed.utf8))).base64EncodedString())
    }

    /// Claims in JSON that are right for `issuer` and `audience`, but for what the test gives.
    ///
    /// - Parameter more: Members beside them, each with a comma before it.
    package static func claims(
        sub: String = #""ann""#, iss: String = #""https://issuer.example""#, aud: String = #""tracker""#,
        exp: String, more: String = ""
    ) -> String {
        #"{"sub":\#(sub),"iss":\#(iss),"aud":\#(aud),"exp":\#(exp)\#(more)}"#
    }

    package static func keySet(_ keys: String...) -> String {
        #"{"keys":[\#(keys.joined(separator: ","))]}"#
    }

    package static func base64URL(text: String) -> String {
        base64URL(Data(text.utf8).base64EncodedString())
    }

    private static func base64URL(_ base64: String) -> String {
        base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
#endif
