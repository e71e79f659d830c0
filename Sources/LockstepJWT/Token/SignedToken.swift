#if JWT
import Foundation
import JWTKit
import Lockstep

/// A token in the compact form (RFC 7515, section 7.1), taken apart. Nothing in it is trusted before `isSigned(with:)`.
struct SignedToken: Sendable {
    let algorithm: SigningAlgorithm

    /// `kid`: which of the issuer's keys is said to have signed it.
    let keyID: String?

    private let signed: [UInt8]
    private let payload: [UInt8]
    private let signature: [UInt8]

    /// Nil for what is no token, and for one of an unknown algorithm or with extensions that must be understood.
    init?(_ text: String) {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.bytes(parts[0]), let payload = Self.bytes(parts[1]),
            let signature = Self.bytes(parts[2]),
            // What is wrong with a token is nobody's to know.
            let fields = try? JWTClaims(json: header),
            let algorithm = fields["alg"]?.text.flatMap(SigningAlgorithm.init(rawValue:)),
            fields["crit"] == nil
        else { return nil }
        switch fields["kid"] {
        case nil: keyID = nil
        case .text(let id): keyID = id
        default: return nil
        }
        self.algorithm = algorithm
        self.payload = payload
        self.signature = signature
        signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    }

    func isSigned(with key: any JWTAlgorithm) -> Bool {
        // An error says that the signature has not the form of one.
        (try? key.verify(signature, signs: signed)) ?? false
    }

    /// Nil if they are no JSON object, or say something twice.
    func claims() -> JWTClaims? {
        // As above.
        try? JWTClaims(json: payload)
    }

    /// Base64url without padding: one text per value, so that a token has one spelling.
    private static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var base64: [UInt8] = []
        base64.reserveCapacity(text.count + 3)
        for byte in text {
            switch byte {
            case UInt8(ascii: "-"): base64.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): base64.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: base64.append(byte)
            }
        }
        base64.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - base64.count % 4) % 4))
        return Data(base64Encoded: Data(base64)).map(Array.init)
    }
}
#endif
