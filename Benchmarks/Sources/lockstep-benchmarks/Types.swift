import Foundation

/// `lockstep-type-proof`: types held against what SQLite gives, over generated queries, those of the accepted cases and
/// the statements of SQLite's own test suite, if they are there.
enum Types {
    static func measure(prover: String, example: String) throws -> [Figure] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: prover)
        process.arguments = [Corpus.path(beside: example), "--queries", "5000"].compactMap(\.self)
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("lockstep-type-proof failed") }
        let words = text.split(whereSeparator: \.isWhitespace)
        func number(_ name: String) throws -> Double {
            guard let index = words.firstIndex(where: { $0 == name }), index + 1 < words.count,
                let number = Double(words[index + 1])
            else { throw BenchmarkError("lockstep-type-proof does not say \(name)") }
            return number
        }
        let imprecise = try number("imprecise") / number("columns") * 100
        return [
            Figure(name: "types-checked", value: try number("checks"), unit: "columns × data", aim: .atLeast(10_000)),
            Figure(name: "types-contradictions", value: try number("contradictions"), unit: "columns", aim: .atMost(0)),
            Figure(name: "types-imprecise", value: imprecise, unit: "% of columns", aim: .none),
            Figure(
                name: "types-imprecise-app-queries", value: try number("app-imprecise"), unit: "% of columns",
                aim: .atMost(2)),
        ]
    }
}
