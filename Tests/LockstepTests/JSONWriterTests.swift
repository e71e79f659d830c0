import Foundation
import Lockstep
import TestSupport
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("Members and elements are separated, in the order of the calls")
    func structure() {
        let bytes = JSONWriter.write { json in
            json.object { json in
                json.key("a")
                json.array {
                    $0.int64(1)
                    $0.object { _ in }
                    $0.array { _ in }
                    $0.null()
                }
                json.key("b")
                json.bool(true)
            }
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":[1,{},[],null],"b":true}"#)
    }

    @Test(
        "A REAL has a point or an exponent, always",
        arguments: [
            (0.0, "0.0"), (1.0, "1.0"), (-2.5, "-2.5"), (1e300, "1e+300"), (Double.leastNonzeroMagnitude, "5e-324"),
            (0.1, "0.1"),
        ])
    func reals(value: Double, text: String) {
        #expect(String(decoding: JSONWriter.write { $0.double(value) }, as: UTF8.self) == text)
    }

    @Test("What is written reads back the same, and Foundation reads it too", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text = String.random(using: &random)
        let bytes = JSONWriter.write { $0.string(text) }
        let read = try JSONReader.read(bytes) { try $0.string() }
        #expect(Array(read.utf8) == Array(text.utf8))
        let foundation = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        #expect((foundation as? String).map { Array($0.utf8) } == Array(text.utf8))

        let integer = Int64(bitPattern: random.next()) >> (random.next() % 64)
        #expect(try JSONReader.read(JSONWriter.write { $0.int64(integer) }) { try $0.int64() } == integer)
        let real = Double(bitPattern: random.next())
        if real.isFinite {
            #expect(try JSONReader.read(JSONWriter.write { $0.double(real) }) { try $0.double() } == real)
        }
    }
}

extension String {
    /// Text of up to 40 scalars, with controls, quotes and scalars beyond 16 bits among them.
    static func random(using generator: inout some RandomNumberGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            let range: ClosedRange<UInt32> =
                [0...0x1f, 0x20...0x7e, 0x80...0x7ff, 0x800...0xd7ff, 0x1_0000...0x10_ffff].randomElement(
                    using: &generator)!
            text.append(Unicode.Scalar(UInt32.random(in: range, using: &generator))!)
        }
        return String(text)
    }
}
