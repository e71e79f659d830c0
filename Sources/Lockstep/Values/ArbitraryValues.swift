public import Foundation

// Values come from small pools, so that simulated mutations meet in the same rows, and break UNIQUE and foreign keys now
// and then. Text is never empty and never long, which is what most CHECKs ask for.

extension Optional where Wrapped: ColumnValue {
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Wrapped? {
        Int.random(in: 0..<4, using: &generator) == 0 ? nil : Wrapped.arbitrary(using: &generator)
    }
}

extension Array where Element: ColumnValue {
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> [Element] {
        let count = Int.random(in: 0..<4, using: &generator)
        return (0..<count).map { _ in Element.arbitrary(using: &generator) }
    }
}

extension Change {
    /// A change that keeps as often as it sets.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Change {
        Bool.random(using: &generator) ? .keep : .set(Value.arbitrary(using: &generator))
    }
}

extension String {
    /// Words that a comparison, a quote or a terminator handled wrongly would show: composed and decomposed accents,
    /// quotes of SQL and JSON, a NUL, characters beyond 16 bits.
    private static let words: [String] = [
        "ann", "bob", "Ann", "é", "e\u{301}", "it's", "\"quoted\"", "back\\slash", "a\u{0}b", "日本", "👩‍👩‍👧", "two\nlines",
    ]

    /// One of a few words, or a few letters.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> String {
        let index = Int.random(in: 0..<(words.count * 2), using: &generator)
        if index < words.count { return words[index] }
        let letters = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
            UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z"), using: &generator)
        }
        return String(decoding: letters, as: UTF8.self)
    }
}

extension Int64 {
    /// Small numbers; now and then one that only an integer of 64 bits holds.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Int64 {
        switch Int.random(in: 0..<16, using: &generator) {
        case 0: .max
        case 1: .min
        case 2: 1 << 53 + 1
        default: Int64.random(in: 0...20, using: &generator)
        }
    }
}

extension Int {
    /// As of `Int64`.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Int {
        Int(truncatingIfNeeded: Int64.arbitrary(using: &generator))
    }
}

extension Bool {
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Bool {
        Bool.random(using: &generator)
    }
}

extension Double {
    /// Quarters from 0 to 10, which are exact; some of them have no fraction.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Double {
        Double(Int.random(in: 0...40, using: &generator)) / 4
    }
}

extension Data {
    /// Up to 8 bytes.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Data {
        let count = Int.random(in: 0...8, using: &generator)
        return Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}

extension UUID {
    /// One of 32.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> UUID {
        let number = UInt8.random(in: 0..<32, using: &generator)
        return UUID(uuid: (0x01, 0x95, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

extension Date {
    /// A millisecond of the year 2026.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Date {
        Date(millisecondsSince1970: 1_767_225_600_000 + Int64.random(in: 0..<31_536_000_000, using: &generator))
    }
}

extension URL {
    private static let pages: [URL] = (0..<8).compactMap { URL(string: "https://example.org/\($0)") }

    /// One of 8 pages of example.org.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> URL {
        pages[Int.random(in: pages.indices, using: &generator)]
    }
}

extension TextEnum where Self: CaseIterable {
    /// A value that the schema knows.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self {
        allCases.randomElement(using: &generator) ?? Self(rawValue: "")
    }
}

extension IntegerEnum where Self: CaseIterable {
    /// A value that the schema knows.
    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self {
        allCases.randomElement(using: &generator) ?? Self(rawValue: 0)
    }
}
