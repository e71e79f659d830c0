import Foundation

/// The SQL parser against SQLite: its verdicts on SQLite's own test suite, if that corpus is there, and on a million
/// statements that are changed at random.
enum Grammar {
    static func measure(tool: String, example: String) throws -> [Figure] {
        let corpus = Corpus.path(beside: example)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: tool)
        // Some cannot be compared: SQLite complains of something else before the syntax error.
        process.arguments = [corpus, "--count", "1010000"].compactMap(\.self)
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("lockstep-grammar failed") }
        var values: [Substring: Double] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            values[parts[0]] = parts.count == 2 ? Double(parts[1]) : nil
        }
        let figures: [(key: Substring, unit: String, aim: Figure.Aim)] = [
            ("corpus-agreement", "%", .atLeast(100)), ("compared", "statements", .atLeast(1_000_000)),
            ("disagreements", "statements", .atMost(0)), ("speed", "MB/s", .atLeast(50)),
        ]
        return figures.compactMap { figure in
            values[figure.key].map {
                Figure(name: "grammar-\(figure.key)", value: $0, unit: figure.unit, aim: figure.aim)
            }
        }
    }
}
