#if JWT
import DecoderFuzz
import Foundation
import LockstepServer
import TokenTestSupport

@testable import LockstepJWT

/// Tokens and the keys of their issuers.
enum TokenDecoders {
    static func all() async throws -> [FuzzedDecoder] {
        let secret = try await TokenIssuer.hs256()
        let elliptic = try await TokenIssuer.es256()
        let rsa = try await TokenIssuer.rsa()
        let claims = TokenIssuer.claims(exp: "1800000000", more: #","scope":["a",{"b":null}],"nbf":1.5"#)
        let tokens = try [secret, elliptic, rsa].map { Array(try $0.token(claims).utf8) }
        let authenticator = JWTAuthenticator(
            keys: try .secret(TokenIssuer.secret), issuer: "https://issuer.example", audience: "tracker",
            clock: { 1_767_225_600_000 })
        let keySets = [TokenIssuer.keySet(elliptic.publicKey, rsa.publicKey), TokenIssuer.keySet()]
        return [
            FuzzedDecoder("JWTClaims", .json, samples: [Array(claims.utf8)]) { _ = try JWTClaims(json: $0) },
            FuzzedDecoder("SignedToken", .words, samples: tokens) {
                _ = try accepted(SignedToken(String(decoding: $0, as: UTF8.self))).claims()
            },
            FuzzedDecoder("JWTAuthenticator", .words, samples: [Array("Bearer ".utf8) + tokens[0]]) {
                let header = String(decoding: $0, as: UTF8.self)
                let actor = try accepted(try await authenticator.actor(authorization: header))
                guard actor.name == "ann" else { throw BrokenPromise("is the token of \(actor.name)") }
            },
            FuzzedDecoder("KeySet", .json, samples: keySets.map { Array($0.utf8) }, cost: 5) { input in
                let set = try await KeySet(
                    json: String(decoding: input, as: UTF8.self), algorithms: [.es256, .rs256, .ps512])
                for id in [nil, "first", "rsa"] { _ = set.key(id: id, algorithm: .es256) }
            },
        ]
    }
}
#endif
