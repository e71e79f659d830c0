import Crypto
import Foundation

/// Makes the ids of snapshots in paths: one file's id and a signature that ties it to an actor, so that another actor's
/// path says nothing to this one, although both may be given the same file.
///
/// 64 hexadecimal digits in lowercase: 32 of the file's id, 32 of HMAC-SHA256 over it and the actor. The key is of this
/// process, as the files are.
struct SnapshotSignature: Sendable {
    static let idCount = 32
    static let count = 64

    private let key: SymmetricKey

    init(random: () -> UInt64) {
        var bytes: [UInt8] = []
        for _ in 0..<4 { withUnsafeBytes(of: random()) { bytes.append(contentsOf: $0) } }
        key = SymmetricKey(data: bytes)
    }

    func pathID(of id: String, for actor: String) -> String {
        id + signature(of: id, actor)
    }

    /// The id of the file that a path's id names, if this process gave it to the actor.
    func id(fromPath pathID: String, for actor: String) -> String? {
        let digits = Array(pathID.utf8)
        guard digits.count == Self.count, digits.allSatisfy(Self.isDigit) else { return nil }
        let id = String(decoding: digits[..<Self.idCount], as: UTF8.self)
        // Compared in constant time: who guesses a signature digit by digit learns nothing.
        let expected = Array(signature(of: id, actor).utf8)
        var difference: UInt8 = 0
        for (digit, other) in zip(digits[Self.idCount...], expected) { difference |= digit ^ other }
        return difference == 0 ? id : nil
    }

    private func signature(of id: String, _ actor: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(id.utf8) + Array(actor.utf8), using: key)
        return Hexadecimal.text(of: code.prefix(16))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}

/// Bytes as hexadecimal digits in lowercase.
enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(of bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xf)]] }, as: UTF8.self)
    }
}
