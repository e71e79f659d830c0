import Foundation

/// This program again, as a server in a process of its own (`lockstep-benchmarks serve`).
final class ServerProcess {
    let port: UInt16
    private let process = Process()

    init(folder: URL, arguments: [String] = []) async throws {
        let output = Pipe()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = ["serve", "--database", folder.appending(path: "server.sqlite").path()] + arguments
        process.standardOutput = output
        try process.run()
        // It prints its port on a line.
        var line = ""
        while !line.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw BenchmarkError("the server did not start") }
            line += String(decoding: data, as: UTF8.self)
        }
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchmarkError("the server said \(line)")
        }
        self.port = port
    }

    /// The memory that the server's process holds.
    func residentKilobytes() throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        guard let match = status.firstMatch(of: /VmRSS:\s*([0-9]+) kB/), let kilobytes = Double(match.1) else {
            throw BenchmarkError("the system does not say how much memory a process has")
        }
        return kilobytes
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
