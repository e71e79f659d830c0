/// Finds the keyword that some bytes spell, letter case aside: open addressing over a hash of length, first, middle and
/// last byte.
struct KeywordTable: Sendable {
    static let shared = KeywordTable()

    private static let mask = 1023
    private static let empty = UInt8.max

    /// For each hash, the position of its keyword in `Keyword.allCases`; a collision takes the next free slot.
    private var slots: [UInt8]
    private let keywords: [Keyword]
    private let spellings: [[UInt8]]

    private init() {
        keywords = Keyword.allCases
        spellings = keywords.map { Array($0.rawValue.utf8) }
        slots = [UInt8](repeating: Self.empty, count: Self.mask + 1)
        for (position, spelling) in spellings.enumerated() {
            var slot = Self.hash(spelling, 0, spelling.count)
            while slots[slot] != Self.empty {
                slot = (slot + 1) & Self.mask
            }
            slots[slot] = UInt8(position)
        }
    }

    func keyword(in bytes: [UInt8], from start: Int, to end: Int) -> Keyword? {
        guard end - start >= 2, end - start <= 17 else { return nil }
        var slot = Self.hash(bytes, start, end)
        while slots[slot] != Self.empty {
            let position = Int(slots[slot])
            if Self.matches(spellings[position], bytes, start, end) {
                return keywords[position]
            }
            slot = (slot + 1) & Self.mask
        }
        return nil
    }

    private static func matches(_ spelling: [UInt8], _ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        guard spelling.count == end - start else { return false }
        var offset = 0
        while offset < spelling.count {
            guard upper(bytes[start + offset]) == spelling[offset] else { return false }
            offset += 1
        }
        return true
    }

    private static func hash(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        let first = Int(upper(bytes[start]))
        let middle = Int(upper(bytes[(start + end) / 2]))
        let last = Int(upper(bytes[end - 1]))
        return (first &* 5 &+ middle &* 53 &+ last &* 157 &+ (end - start) &* 331) & mask
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
    }
}
