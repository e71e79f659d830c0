import DecoderFuzz
import Foundation
import TokenTestSupport

@testable import LockstepServer

/// Texts that a server gives to clients, of which it takes back only those that it gave.
enum SignedDecoders {
    static let all: [FuzzedDecoder] = [
        FuzzedDecoder("CursorSigner", .words, samples: cursors.map { Array(signer.text(of: $0, for: "ann").utf8) }) {
            let text = String(decoding: $0, as: UTF8.self)
            guard signer.cursor(from: text, for: "eve") == nil else { throw BrokenPromise("is a cursor for another") }
            let cursor = try accepted(signer.cursor(from: text, for: "ann"))
            guard cursors.contains(cursor) else { throw BrokenPromise("is \(cursor), which was never given") }
        },
        FuzzedDecoder("SnapshotSignature", .words, samples: [Array(signature.pathID(of: file, for: "ann").utf8)]) {
            let text = String(decoding: $0, as: UTF8.self)
            guard signature.id(fromPath: text, for: "eve") == nil else { throw BrokenPromise("is one for another") }
            let id = try accepted(signature.id(fromPath: text, for: "ann"))
            guard id == file else { throw BrokenPromise("is the id \(id), which was never given") }
        },
    ]

    private static let signer = CursorSigner(
        SigningKeys(current: Array(repeating: 7, count: 32), previous: Array(repeating: 8, count: 32)))
    private static let cursors = [
        Cursor(version: 12, tag: -1, schemaVersion: 3, grants: .max),
        Cursor(version: .max, tag: .min, schemaVersion: 0, grants: 0),
    ]
    private static let signature = SnapshotSignature(random: { 7 })
    private static let file = String(repeating: "0a", count: 16)
}
