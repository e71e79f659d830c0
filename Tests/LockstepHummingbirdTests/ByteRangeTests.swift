import Testing

@testable import LockstepHummingbird

@Suite("The header Range")
struct ByteRangeTests {
    struct Case: Sendable, CustomStringConvertible {
        let header: String?
        let range: ByteRange

        init(_ header: String?, _ range: ByteRange) {
            self.header = header
            self.range = range
        }

        var description: String { header ?? "none" }
    }

    static let cases: [Case] = [
        Case(nil, .whole),
        Case("bytes=0-0", .part(0..<1)),
        Case("bytes=0-99", .part(0..<100)),
        Case("bytes=0-100", .part(0..<100)),
        Case("bytes=10-19", .part(10..<20)),
        Case("BYTES=10-19", .part(10..<20)),
        Case("bytes=99-", .part(99..<100)),
        Case("bytes=0-", .part(0..<100)),
        Case("bytes=-1", .part(99..<100)),
        Case("bytes=-1000", .part(0..<100)),
        Case("bytes=50-99999999999999999999999999", .part(50..<100)),
        Case("bytes=-99999999999999999999999999", .part(0..<100)),
        Case("bytes=100-", .unsatisfiable),
        Case("bytes=100-200", .unsatisfiable),
        Case("bytes=9223372036854775807-", .unsatisfiable),
        Case("bytes=99999999999999999999999999-99999999999999999999999999", .unsatisfiable),
        Case("bytes=-0", .unsatisfiable),
        Case("bytes=-", .whole),
        Case("bytes=", .whole),
        Case("bytes=20-10", .whole),
        Case("bytes=0-1,3-4", .whole),
        Case("bytes=--5", .whole),
        Case("bytes=+1-5", .whole),
        Case("bytes= 1-5", .whole),
        Case("bytes=a-b", .whole),
        Case("bytes=\u{661}-", .whole),
        Case("items=0-5", .whole),
        Case("0-5", .whole),
        Case("bytes=" + String(repeating: "0", count: 100) + "-", .whole),
    ]

    @Test("is one range, or none", arguments: cases)
    func parses(_ example: Case) {
        #expect(ByteRange(example.header, of: 100) == example.range)
    }

    @Test("never names what is not in the file", arguments: [1, 2, .max] as [Int64])
    func withinTheFile(total: Int64) {
        for header in Self.cases.compactMap(\.header) + ["bytes=0-9223372036854775807", "bytes=-9223372036854775807"] {
            guard case .part(let range) = ByteRange(header, of: total) else { continue }
            #expect(range.lowerBound >= 0 && range.upperBound <= total && !range.isEmpty)
        }
    }
}
