import Foundation

/// Simulations of the issue tracker with every fault: how many steps they make in a second, on all processors.
enum Simulation {
    static func measure(tool: String) throws -> [Figure] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: tool)
        process.arguments = ["--schema", "issue-tracker", "--clients", "5", "--seeds", "200", "--no-shrinking"]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("A simulation found something wrong:\n\(text)")
        }
        guard let summary = text.split(separator: "\n").last,
            let rate = summary.split(separator: ",").compactMap(Self.rate).first
        else { throw BenchmarkError("lockstep-simulate does not sum up: \(text)") }
        return [Figure(name: "simulation-steps", value: rate, unit: "steps/s", aim: .atLeast(20_000))]
    }

    /// The number in a part such as ` 21000 steps/s: clean`.
    private static func rate(_ part: Substring) -> Double? {
        let words = part.split(separator: " ")
        guard words.count > 1, words[1].hasPrefix("steps/s") else { return nil }
        return Double(words[0])
    }
}
