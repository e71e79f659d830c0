import Foundation

/// `lockstep generate`: a whole process, writing into an empty folder.
enum Generate {
    /// The example's definition files.
    ///
    /// - Parameter generator: The tool as plugins run it, of a debug build.
    static func measure(generator: String, example: String) throws -> [Figure] {
        [try figure("generate-example-debug", of: example + "/schema", atMost: 0.3, generator: generator)]
    }

    /// The definition files of a large app.
    ///
    /// - Parameters:
    ///   - generator: The tool as plugins run it, of a debug build.
    ///   - release: The tool of a release build.
    static func measureLarge(generator: String, release: String) throws -> [Figure] {
        let large = FileManager.default.temporaryDirectory.appending(path: "lockstep-large-\(UUID())")
        // A leftover in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: large) }
        try LargeSchema.write(to: large)
        return [
            try figure("generate-large", of: large.path(), atMost: 0.3, generator: release),
            try figure("generate-large-debug", of: large.path(), atMost: 2, generator: generator),
        ]
    }

    private static func figure(
        _ name: String, of schema: String, atMost limit: Double, generator: String
    ) throws -> Figure {
        var samples = Samples()
        let clock = ContinuousClock()
        for round in 0..<11 {
            let output = FileManager.default.temporaryDirectory.appending(path: "lockstep-generate-\(UUID())")
            // A leftover in the temporary folder harms nobody.
            defer { try? FileManager.default.removeItem(at: output) }
            let process = Process()
            process.executableURL = URL(filePath: generator)
            process.arguments = [
                "generate", "--schema", schema, "--output", output.path(), "--module", "Example",
            ]
            let duration = try clock.measure {
                try process.run()
                process.waitUntilExit()
            }
            guard process.terminationStatus == 0 else { throw BenchmarkError("lockstep generate failed") }
            // The first run reads the executable from disk.
            if round > 0 { samples.add(duration) }
        }
        return Figure(name: name, value: samples.median, unit: "s", aim: .atMost(limit))
    }
}
