import Foundation

/// A folder with the files of a server and its replicas, and the programs that work on them.
struct Stage {
    private let executables: URL
    private let folder: URL
    private let port: UInt16

    init(executables: URL) throws {
        self.executables = executables
        folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-kill-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
    }

    func remove() {
        // A leftover in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    var serverFile: URL { folder.appending(path: "server.sqlite") }

    func replicaFile(_ user: String) -> URL { folder.appending(path: "\(user).sqlite") }

    private var url: String { "http://127.0.0.1:\(port)" }

    /// Starts the server and waits until it says that it listens.
    func startServer() async throws -> RunningProcess {
        let server = try RunningProcess(
            executables.appending(path: "issue-tracker"),
            ["serve", "--port", "\(port)", "--database", serverFile.path()])
        await server.waitForLines(1)
        return server
    }

    func startApp(_ user: String, seed: UInt64) throws -> RunningProcess {
        try RunningProcess(
            executables.appending(path: "lockstep-hammer"),
            ["--replica", replicaFile(user).path(), "--server", url, "--as", user, "--seed", "\(seed)"])
    }

    func sync(_ user: String) async throws {
        let process = try issueTracker("sync", user)
        guard await process.stop() == 0 else { throw StageError(description: "\(user) could not sync") }
    }

    func list(_ user: String) async throws -> String {
        let process = try issueTracker("list", user, "--json", "--offline")
        guard await process.stop() == 0 else { throw StageError(description: "\(user) could not list") }
        return process.lines.joined(separator: "\n")
    }

    private func issueTracker(_ command: String, _ user: String, _ options: String...) throws -> RunningProcess {
        try RunningProcess(
            executables.appending(path: "issue-tracker"),
            [command, "--replica", replicaFile(user).path(), "--server", url, "--as", user] + options)
    }

    /// A port that was free a moment ago; the server must come back on the same one.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard result == 0 else { throw StageError(description: "no free port") }
        return UInt16(bigEndian: address.sin_port)
    }
}

struct StageError: Error, CustomStringConvertible {
    let description: String
}
