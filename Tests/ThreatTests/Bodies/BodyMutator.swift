import Foundation

/// Spoils JSON texts: a valid body in, a body out that may be valid, wrong, or no JSON at all.
struct BodyMutator<Generator: RandomNumberGenerator> {
    var generator: Generator

    /// Values of the wrong type, at the edge of a type, or somebody else's.
    let values: [String]

    static var nasty: [String] {
        [
            "null", "true", "0", "-0", "-1", "1.0", "1e999", "-1e999", "1e-400", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "4096", "65536", "0.1", "\"\"",
            "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "{}", "[]", "[[[]]]", "{\"a\":{}}", "[0,0,0]",
            "\"' OR 1=1 --\"", "\"createProject\"", "\"\u{212a}\"", "\"e\\u0301\"", String(repeating: "[", count: 200),
            String(repeating: "9", count: 400), "\"\(String(repeating: "x", count: 2_000))\"", "\"AAAA\"", "\"inf\"",
            "{\"real\":\"inf\"}", "{\"text\":\"/w==\"}", "{\"blob\":\"AA==\"}",
        ]
    }

    mutating func spoiled(_ body: [UInt8]) -> [UInt8] {
        var body = body
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return random(upTo: 300)
        case 1: return body
        case 2: return Array(body.prefix(Int.random(in: 0...body.count, using: &generator)))
        default: break
        }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            body = Int.random(in: 0..<4, using: &generator) == 0 ? bytesChanged(body) : tokensChanged(body)
        }
        return body
    }

    private mutating func random(upTo limit: Int) -> [UInt8] {
        (0..<Int.random(in: 0...limit, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private mutating func bytesChanged(_ body: [UInt8]) -> [UInt8] {
        guard !body.isEmpty else { return body }
        var body = body
        let start = Int.random(in: 0..<body.count, using: &generator)
        let end = min(body.count, start + Int.random(in: 0...8, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: body.removeSubrange(start..<end)
        case 1: body.insert(contentsOf: Array(body[start..<end]), at: start)
        case 2: body[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default: body.replaceSubrange(start..<end, with: random(upTo: 4))
        }
        return body
    }

    /// Replaces, doubles, removes or exchanges whole tokens: names, strings, numbers, brackets.
    private mutating func tokensChanged(_ body: [UInt8]) -> [UInt8] {
        var tokens = Self.tokens(of: body)
        guard !tokens.isEmpty else { return body }
        let index = Int.random(in: 0..<tokens.count, using: &generator)
        let other = Int.random(in: 0..<tokens.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0...3: tokens[index] = Array(values[Int.random(in: 0..<values.count, using: &generator)].utf8)
        case 4: tokens.remove(at: index)
        case 5: tokens.insert(tokens[other], at: index)
        case 6: tokens.swapAt(index, other)
        default:
            // A run of tokens again, as where a member or an element is there twice.
            let run = tokens[min(index, other)...min(max(index, other), min(index, other) + 12)]
            tokens.insert(contentsOf: run, at: max(index, other))
        }
        return Array(tokens.joined())
    }

    private static func tokens(of body: [UInt8]) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        var position = 0
        while position < body.count {
            let start = position
            position += 1
            if body[start] == UInt8(ascii: "\"") {
                while position < body.count, body[position] != UInt8(ascii: "\"") {
                    position += body[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position = min(position + 1, body.count)
            } else if !isPunctuation(body[start]) {
                while position < body.count, !isPunctuation(body[position]), body[position] != UInt8(ascii: "\"") {
                    position += 1
                }
            }
            tokens.append(Array(body[start..<position]))
        }
        return tokens
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool { "{}[],:".utf8.contains(byte) }
}
