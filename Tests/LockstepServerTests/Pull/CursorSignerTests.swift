import Foundation
import Testing

@testable import LockstepServer

@Suite struct CursorSignerTests {
    private let keys = SigningKeys(current: Array(0..<32), previous: Array(32..<64))
    private let cursor = Cursor(version: 12, tag: -5, schemaVersion: 3, grants: 0xfedc_ba98_7654_3210)

    @Test func aCursorIsReadBack() {
        let signer = CursorSigner(keys)
        let text = signer.text(of: cursor, for: "ann")
        #expect(signer.cursor(from: text, for: "ann") == cursor)
        #expect(
            text.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isASCIIAlphanumeric
            })
    }

    /// The form is a promise to cursors that clients keep: 1, version, tag, schema version and grants, then the
    /// signature, here of HMAC-SHA256 computed by another program.
    @Test func theFormIsFixed() {
        let signer = CursorSigner(SigningKeys(current: Array(repeating: 7, count: 32), previous: nil))
        let text = signer.text(of: Cursor(version: 1, tag: 2, schemaVersion: 3, grants: 4), for: "ann")
        #expect(
            text == "AQAAAAAAAAABAAAAAAAAAAIAAAAAAAAAAwAAAAAAAAAEiKim-3Hi_mBrGxyTo5_wQtN7Rc8Ty67vLuG2t3o-y6k")
    }

    @Test func theKeyBeforeIsAccepted() {
        let old = CursorSigner(SigningKeys(current: Array(32..<64), previous: nil)).text(of: cursor, for: "ann")
        #expect(CursorSigner(keys).cursor(from: old, for: "ann") == cursor)
        let older = CursorSigner(SigningKeys(current: Array(64..<96), previous: nil)).text(of: cursor, for: "ann")
        #expect(CursorSigner(keys).cursor(from: older, for: "ann") == nil)
    }

    @Test func anotherActorsCursorIsNone() {
        let signer = CursorSigner(keys)
        #expect(signer.cursor(from: signer.text(of: cursor, for: "ann"), for: "bob") == nil)
        #expect(signer.cursor(from: signer.text(of: cursor, for: "ann"), for: "anne") == nil)
    }

    @Test func everyBitCounts() throws {
        let signer = CursorSigner(keys)
        let text = signer.text(of: cursor, for: "ann")
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let bytes = Array(
            try #require(Data(base64Encoded: base64 + String(repeating: "=", count: (4 - base64.count % 4) % 4))))
        #expect(bytes.count == 65)
        for index in bytes.indices {
            for bit in 0..<8 {
                var forged = bytes
                forged[index] ^= 1 << UInt8(bit)
                let text = Data(forged).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                #expect(signer.cursor(from: text, for: "ann") == nil)
            }
        }
    }

    @Test(arguments: ["", "x", "AQ", "not base64!", String(repeating: "A", count: 87), "é", "{}"])
    func whatIsNoCursorIsNone(text: String) {
        #expect(CursorSigner(keys).cursor(from: text, for: "ann") == nil)
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
