import LockstepSQL
import TestSupport

/// Makes texts that are almost SQL: statements of a corpus with their tokens and bytes changed at random.
public struct StatementMutator {
    private let statements: [[UInt8]]

    /// The tokens of each statement, as ranges of its bytes.
    private let tokens: [[Range<Int>]]
    private var generator: SeededGenerator

    /// - precondition: There is a statement with a token.
    public init(_ statements: [[UInt8]], seed: UInt64) {
        let split = statements.map(Self.tokens)
        let full = statements.indices.filter { !split[$0].isEmpty }
        precondition(!full.isEmpty, "There is nothing to change.")
        self.statements = full.map { statements[$0] }
        tokens = full.map { split[$0] }
        generator = SeededGenerator(seed: seed)
    }

    private static func tokens(of statement: [UInt8]) -> [Range<Int>] {
        var lexer = Lexer(SourceText(path: "statement.sql", bytes: statement))
        var ranges: [Range<Int>] = []
        while true {
            let token = lexer.next()
            if token.kind == .endOfInput { return ranges }
            ranges.append(token.span.range)
        }
    }

    /// A statement with one to three changes.
    public mutating func next() -> [UInt8] {
        let index = Int.random(in: statements.indices, using: &generator)
        var pieces = tokens[index].map { Array(statements[index][$0]) }
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !pieces.isEmpty {
            change(&pieces)
        }
        var text = joined(pieces)
        if Int.random(in: 0..<8, using: &generator) == 0 {
            changeByte(&text)
        }
        return text
    }

    private mutating func change(_ pieces: inout [[UInt8]]) {
        let place = Int.random(in: pieces.indices, using: &generator)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: pieces.remove(at: place)
        case 2: pieces.insert(pieces[place], at: place)
        case 3: pieces.swapAt(place, Int.random(in: pieces.indices, using: &generator))
        case 4, 5: pieces[place] = foreignToken()
        case 6: pieces.insert(foreignToken(), at: place)
        case 7: pieces.insert(keyword(), at: place)
        case 8: pieces[place] = keyword()
        case 9: splice(&pieces, at: place)
        case 10: pieces.removeSubrange(place...)
        default: pieces[place] = quoted(pieces[place])
        }
    }

    private mutating func foreignToken() -> [UInt8] {
        let index = Int.random(in: statements.indices, using: &generator)
        return Array(statements[index][tokens[index].randomElement(using: &generator) ?? 0..<0])
    }

    private mutating func keyword() -> [UInt8] {
        Array((Keyword.allCases.randomElement(using: &generator) ?? .select).rawValue.utf8)
    }

    /// Goes on with the end of another statement.
    private mutating func splice(_ pieces: inout [[UInt8]], at place: Int) {
        let index = Int.random(in: statements.indices, using: &generator)
        let start = Int.random(in: tokens[index].indices, using: &generator)
        pieces.replaceSubrange(place..., with: tokens[index][start...].map { Array(statements[index][$0]) })
    }

    private mutating func quoted(_ piece: [UInt8]) -> [UInt8] {
        let content = piece.filter { !"\"'`[]".utf8.contains($0) }
        let quotes = ["''", "\"\"", "``", "[]", "  ", "x'", ":_", "?_", "@ ", "1_", "0x", "$a"]
        let pair = Array((quotes.randomElement(using: &generator) ?? "''").utf8)
        return [pair[0]] + content + [pair[1]]
    }

    private mutating func joined(_ pieces: [[UInt8]]) -> [UInt8] {
        let isTight = Int.random(in: 0..<16, using: &generator) == 0
        var text: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            if index > 0, !isTight || Bool.random(using: &generator) {
                // A line comment ends at its line's.
                text.append(UInt8(ascii: piece.first == UInt8(ascii: "-") || isComment(pieces[index - 1]) ? "\n" : " "))
            }
            text += piece
        }
        return text
    }

    private func isComment(_ piece: [UInt8]) -> Bool {
        piece.starts(with: "--".utf8)
    }

    private mutating func changeByte(_ text: inout [UInt8]) {
        guard !text.isEmpty else { return }
        let place = Int.random(in: text.indices, using: &generator)
        let signs = Array("'\"`[]()/*-+|!<>=#$@:?.,;_0x1eE~%&\\{}^ \t\n\r\u{0C}\u{0B}\u{FEFF}é".utf8)
        let byte =
            Bool.random(using: &generator)
            ? signs.randomElement(using: &generator) ?? 0 : UInt8.random(in: 1...255, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text[place] = byte
        case 1: text.insert(byte, at: place)
        default: text.remove(at: place)
        }
    }
}
