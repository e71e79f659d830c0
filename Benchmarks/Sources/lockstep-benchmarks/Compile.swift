import Foundation

/// The compiler on generated code, as in a debug build: processor time, which other work on the machine changes little.
enum Compile {
    /// Mutations of the schemas that are compiled.
    private static let sizes = [50, 500]

    /// - Parameter generator: The tool, in the folder of a debug build that has the module `Lockstep` too.
    static func measure(generator: String) throws -> [Figure] {
        var figures: [Figure] = []
        for size in sizes {
            let run = try compile(mutations: size, generator: URL(filePath: generator))
            figures.append(
                Figure(
                    name: "compile-\(size)-mutations", value: run.seconds * 1_000 / Double(size), unit: "ms/mutation",
                    aim: .none))
            figures.append(
                Figure(
                    name: "compile-\(size)-mutations-lines", value: run.seconds * 1_000 / Double(run.lines),
                    unit: "s/1000 lines", aim: .atMost(1)))
            figures.append(
                Figure(
                    name: "compile-\(size)-mutations-slow", value: Double(run.slowExpressions),
                    unit: "expressions > 0.1 s", aim: .atMost(0)))
        }
        // What grows with the square would cost ten times as much per mutation.
        figures.append(
            Figure(
                name: "compile-growth", value: figures[3].value / figures[0].value, unit: "x, 500 to 50 mutations",
                aim: .atMost(1.5)))
        return figures
    }

    private struct Run {
        let seconds: Double
        let lines: Int
        let slowExpressions: Int
    }

    private static func compile(mutations: Int, generator: URL) throws -> Run {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-compile-\(UUID())")
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        try ScaledSchema.write(mutations: mutations, to: folder.appending(path: "schema"))
        let generated = folder.appending(path: "Generated")
        _ = try run(
            generator,
            [
                "generate", "--schema", folder.appending(path: "schema").path(), "--output", generated.path(),
                "--module", "LargeSchema",
            ], in: folder)
        let files = try FileManager.default.contentsOfDirectory(at: generated, includingPropertiesForKeys: nil)
        let lines = try files.reduce(0) { sum, file in
            try sum + String(contentsOf: file, encoding: .utf8).utf8.count { $0 == UInt8(ascii: "\n") }
        }
        let build = generator.deletingLastPathComponent()
        let before = childrenSeconds()
        let messages = try run(
            URL(filePath: "/usr/bin/env"),
            [
                "swiftc", "-swift-version", "6", "-Onone", "-g", "-enable-testing", "-parse-as-library",
                "-enable-batch-mode", "-j2", "-module-name", "LargeSchema", "-c", "-emit-module",
                "-I", build.appending(path: "Modules").path(),
                "-Xcc", "-fmodule-map-file=" + build.appending(path: "CSQLite.build/module.modulemap").path(),
                "-Xfrontend", "-warn-long-expression-type-checking=100",
            ] + files.map { $0.path() }, in: folder)
        return Run(
            seconds: childrenSeconds() - before, lines: lines,
            slowExpressions: messages.split(separator: "\n").count { $0.contains("warning: expression took") })
    }

    /// The processor time of processes that have ended, those that they waited for among them.
    private static func childrenSeconds() -> Double {
        var usage = rusage()
        // RUSAGE_CHILDREN, whose type is another one on each system.
        getrusage(-1, &usage)
        return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
    }

    /// - Returns: What it wrote to its standard error.
    private static func run(_ executable: URL, _ arguments: [String], in folder: URL) throws -> String {
        let process = Process()
        let log = folder.appending(path: "log")
        try Data().write(to: log)
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = process.standardError
        try process.run()
        process.waitUntilExit()
        let messages = try String(contentsOf: log, encoding: .utf8)
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("\(executable.lastPathComponent) failed: \(messages)")
        }
        return messages
    }
}
