import Lockstep

/// One concern's chance in a simulation. Each concern has its own, so that a simulation with fewer faults or clients does
/// otherwise what it did with more.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
final class Chance: @unchecked Sendable {
    private var generator: SplitMix64

    /// - Parameter concern: Any words; the numbers of two concerns have nothing to do with each other.
    init(seed: UInt64, _ concern: String) {
        // FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/).
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in concern.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        generator = SplitMix64(seed: seed ^ hash)
        generator = SplitMix64(seed: generator.next())
    }

    func next() -> UInt64 { generator.next() }

    func number(_ range: Range<Int>) -> Int { .random(in: range, using: &generator) }
    func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

    /// True once in so many times.
    func once(in times: Int) -> Bool { number(0..<times) == 0 }

    func element<Elements: Collection>(of elements: Elements) -> Elements.Element? {
        elements.randomElement(using: &generator)
    }

    /// A time from 0 to a limit.
    func time(upTo limit: Duration) -> Duration {
        .microseconds(number(0...max(Int(limit / .microseconds(1)), 0)))
    }

    func using<Result>(_ body: (inout SplitMix64) throws -> Result) rethrows -> Result {
        try body(&generator)
    }
}
