import TestSupport

/// What a seed decides, draw by draw.
struct Chance {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func percent(_ number: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < number
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    /// One of them, or nil if there is none.
    mutating func one<Element>(of all: [Element]) -> Element? {
        all.randomElement(using: &generator)
    }

    mutating func pick<Element>(_ first: Element, _ others: Element...) -> Element {
        ([first] + others).randomElement(using: &generator) ?? first
    }

    /// Some of them in their order, as many as the range says if there are so many.
    mutating func some<Element>(_ count: ClosedRange<Int>, of all: [Element]) -> [Element] {
        let number = min(int(count), all.count)
        return all.indices.shuffled(using: &generator).prefix(number).sorted().map { all[$0] }
    }

    mutating func shuffled<Element>(_ all: [Element]) -> [Element] {
        all.shuffled(using: &generator)
    }
}
