import Foundation

/// The first build of the generator on a machine, which is a debug build: argument-parser and the tool, from sources that
/// are there. How long fetching them takes is up to the network.
enum BuildGenerator {
    /// - Parameter package: The package's folder.
    static func measure(package: String) throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-build-\(UUID())")
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        try copy(URL(filePath: package, directoryHint: .isDirectory), to: folder)
        try swift(["package", "resolve"], in: folder)
        let clock = ContinuousClock()
        let duration = try clock.measure { try swift(["build", "--product", "lockstep"], in: folder) }
        return [Figure(name: "build-generator", value: duration.inSeconds, unit: "s", aim: .atMost(60))]
    }

    /// Copies the sources without what was built of them, and without this package.
    private static func copy(_ package: URL, to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: package.path(percentEncoded: false))
        where !name.hasPrefix(".") && name != "Benchmarks" {
            try FileManager.default.copyItem(at: package.appending(path: name), to: folder.appending(path: name))
        }
    }

    private static func swift(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swift"] + arguments
        process.currentDirectoryURL = folder
        // Standard output is for the figures.
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("swift \(arguments.joined(separator: " ")) failed")
        }
    }
}
