import Lockstep
import Testing

@Suite("The stable hash")
struct StableHashTests {
    // Fixed values: a change of the function would part every client from its server.
    @Test(
        "It is the same on every device and in every version",
        arguments: [
            ("", 0, 0x9c26_8340_cd8b_c1fe), ("a", 0, 0xc20a_f327_85a6_62f6), ("abcdefgh", 0, 0x98ab_f39e_de18_05d5),
            ("abcdefghi", 7, 0x3898_19bd_2e8d_7e2d),
        ] as [(String, UInt64, UInt64)])
    func fixedValues(text: String, seed: UInt64, expected: UInt64) {
        #expect(StableHash(Array(text.utf8), seed: seed).value == expected)
    }

    @Test("Every bit of a short text counts")
    func everyBitCounts() {
        var seen: Set<UInt64> = []
        for count in 0...24 {
            seen.insert(StableHash([UInt8](repeating: 0, count: count)).value)
            for bit in 0..<count * 8 {
                var bytes = [UInt8](repeating: 0, count: count)
                bytes[bit / 8] = 1 << (bit % 8)
                seen.insert(StableHash(bytes).value)
            }
        }
        #expect(seen.count == 25 + (0...24).reduce(0) { $0 + $1 * 8 })
    }
}
