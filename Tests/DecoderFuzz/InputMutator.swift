/// Spoils inputs: a valid one in, one out that may be valid, wrong, or nothing of the kind.
package struct InputMutator<Generator: RandomNumberGenerator> {
    package var generator: Generator
    private let grammar: InputGrammar
    private let values: [[UInt8]]

    /// - Parameter values: What to put in the place of tokens, beside the grammar's own.
    package init(generator: Generator, grammar: InputGrammar, values: [[UInt8]] = []) {
        self.generator = generator
        self.grammar = grammar
        self.values = grammar.values + values
    }

    /// - Parameter other: Another valid input, of which a part may be taken.
    package mutating func spoiled(_ input: [UInt8], other: [UInt8] = []) -> [UInt8] {
        var input = input
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return random(upTo: 300)
        case 1: return input
        case 2: return Array(input.prefix(Int.random(in: 0...input.count, using: &generator)))
        case 3:
            let start = Int.random(in: 0...other.count, using: &generator)
            input = Array(input.prefix(Int.random(in: 0...input.count, using: &generator)) + other[start...])
        default: break
        }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            input = Int.random(in: 0..<4, using: &generator) == 0 ? bytesChanged(input) : tokensChanged(input)
        }
        return input
    }

    private mutating func random(upTo limit: Int) -> [UInt8] {
        (0..<Int.random(in: 0...limit, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private mutating func bytesChanged(_ input: [UInt8]) -> [UInt8] {
        guard !input.isEmpty else { return input }
        var input = input
        let start = Int.random(in: 0..<input.count, using: &generator)
        let end = min(input.count, start + Int.random(in: 0...8, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: input.removeSubrange(start..<end)
        case 1: input.insert(contentsOf: Array(input[start..<end]), at: start)
        case 2: input[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default: input.replaceSubrange(start..<end, with: random(upTo: 4))
        }
        return input
    }

    /// Replaces, doubles, removes, repeats or exchanges whole tokens: names, strings, numbers, brackets.
    private mutating func tokensChanged(_ input: [UInt8]) -> [UInt8] {
        var tokens = grammar.tokens(of: input)
        guard !tokens.isEmpty else { return input }
        let index = Int.random(in: 0..<tokens.count, using: &generator)
        let other = Int.random(in: 0..<tokens.count, using: &generator)
        switch Int.random(in: 0..<32, using: &generator) {
        case 0..<15: tokens[index] = values[Int.random(in: 0..<values.count, using: &generator)][...]
        case 15..<19: tokens.remove(at: index)
        case 19..<23: tokens.insert(tokens[other], at: index)
        case 23..<27: tokens.swapAt(index, other)
        case 27:
            // What nests nests deeper than any stack, in no more than some kilobytes.
            let count = Int.random(in: 2...max(min(5_000, 65_536 / tokens[other].count), 2), using: &generator)
            tokens.insert(contentsOf: repeatElement(tokens[other], count: count), at: index)
        default:
            // A run of tokens again, as where a member or an element is there twice.
            let run = tokens[min(index, other)...min(max(index, other), min(index, other) + 12)]
            tokens.insert(contentsOf: run, at: max(index, other))
        }
        // `joined()` takes several times as long without optimisation.
        return tokens.reduce(into: []) { $0.append(contentsOf: $1) }
    }
}
