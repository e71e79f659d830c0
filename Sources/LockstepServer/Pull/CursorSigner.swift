import Crypto
import Foundation

/// Turns cursors into texts that clients can keep and not make, and back.
///
/// A text is base64url without padding of: a byte for the form (1), version, tag, schema version and grants as 8 bytes
/// each, big-endian, and HMAC-SHA256 over these bytes followed by the actor. The actor is not in it: a cursor that
/// another actor presents has a bad signature.
struct CursorSigner {
    private static let form: UInt8 = 1
    private static let payloadCount = 33
    private static let signatureCount = 32

    private let current: SymmetricKey
    private let previous: SymmetricKey?

    init(_ keys: SigningKeys) {
        current = SymmetricKey(data: keys.current)
        previous = keys.previous.map { SymmetricKey(data: $0) }
    }

    func text(of cursor: Cursor, for actor: String) -> String {
        var bytes = Self.payload(of: cursor)
        let signature = HMAC<SHA256>.authenticationCode(for: Self.signed(bytes, actor), using: current)
        bytes.append(contentsOf: signature)
        return Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// The cursor that a text stands for, or nil if this server did not give it to this actor.
    func cursor(from text: String, for actor: String) -> Cursor? {
        guard let bytes = Self.bytes(from: text), bytes.count == Self.payloadCount + Self.signatureCount,
            bytes[0] == Self.form
        else { return nil }
        let payload = Array(bytes[..<Self.payloadCount])
        let signature = Array(bytes[Self.payloadCount...])
        let isValid = [current, previous].contains { key in
            guard let key else { return false }
            return HMAC<SHA256>.isValidAuthenticationCode(
                signature, authenticating: Self.signed(payload, actor), using: key)
        }
        guard isValid else { return nil }
        return Cursor(
            version: Int64(bitPattern: Self.word(0, of: payload)), tag: Int64(bitPattern: Self.word(1, of: payload)),
            schemaVersion: Int64(bitPattern: Self.word(2, of: payload)), grants: Self.word(3, of: payload))
    }

    private static func payload(of cursor: Cursor) -> [UInt8] {
        var bytes = [form]
        let words = [
            UInt64(bitPattern: cursor.version), UInt64(bitPattern: cursor.tag),
            UInt64(bitPattern: cursor.schemaVersion), cursor.grants,
        ]
        for word in words { withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    private static func signed(_ payload: [UInt8], _ actor: String) -> [UInt8] {
        payload + Array(actor.utf8)
    }

    private static func word(_ index: Int, of payload: [UInt8]) -> UInt64 {
        payload[(1 + index * 8)..<(9 + index * 8)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func bytes(from text: String) -> [UInt8]? {
        var base64 = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        return Data(base64Encoded: base64).map(Array.init)
    }
}
