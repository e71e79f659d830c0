import Foundation
import HTTPTestSupport

/// A folder with the files of a server and its replicas, and the programs that work on them.
struct Stage {
    private let executables: URL
    private let folder: URL
    private let port: UInt16

    let devicesPerUser: Int

    init(executables: URL, devicesPerUser: Int) throws {
        self.executables = executables
        self.devicesPerUser = devicesPerUser
        folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-kill-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
    }

    func remove() {
        // A leftover in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    var serverFile: URL { folder.appending(path: "server.sqlite") }

    func replicaFile(_ user: String, _ device: Int) -> URL { folder.appending(path: "\(user)-\(device).sqlite") }

    private var url: String { "http://127.0.0.1:\(port)" }

    /// Starts the server and waits until it says that it listens.
    func startServer() async throws -> RunningProcess {
        let server = try RunningProcess(
            executables.appending(path: "issue-tracker"),
            [
                "serve", "--port", "\(port)", "--database", serverFile.path(),
                // A few users make all the load.
                "--limit", "max-requests-per-second=none", "--limit", "max-concurrent-requests=10000",
            ])
        await server.waitForLines(1)
        guard !server.lines.isEmpty else { throw StageError(description: "the server did not start") }
        return server
    }

    /// - Parameter members: Whom this user adds to the projects and removes.
    func startApp(_ user: String, members: [String], projects: [String], seed: UInt64) throws -> RunningProcess {
        let people = members.flatMap { ["--member", $0] }
        let places = projects.flatMap { ["--project", $0] }
        return try hammer(user, ["--seed", "\(seed)"] + people + places)
    }

    /// Lets each of a user's devices sync once.
    func settle(_ user: String) async throws {
        guard await (try hammer(user, ["--settle"])).stop() == 0 else {
            throw StageError(description: "\(user) could not sync")
        }
    }

    private func hammer(_ user: String, _ options: [String]) throws -> RunningProcess {
        try RunningProcess(
            executables.appending(path: "lockstep-hammer"),
            ["--folder", folder.path(), "--server", url, "--as", user, "--devices", "\(devicesPerUser)"] + options)
    }

    /// Begins a project by the example's command.
    ///
    /// - Returns: Its id.
    func createProject(_ name: String, _ user: String) async throws -> String {
        let command = try RunningProcess(
            executables.appending(path: "issue-tracker"),
            [
                "project", "create", name, "--json", "--replica", replicaFile(user, 0).path(), "--server", url, "--as",
                user,
            ])
        guard await command.stop() == 0,
            let id = command.lines.joined().firstMatch(of: /"id":"([-0-9a-f]+)"/)?.1
        else { throw StageError(description: "\(user) could not create a project") }
        return String(id)
    }

    private static func freePort() throws -> UInt16 {
        for _ in 0..<20 {
            let port = ServerPort.next()
            // On which it fails, another program listens.
            if (try? LoopbackSocket.listening(on: port)) != nil { return port }
        }
        throw StageError(description: "no free port")
    }
}

struct StageError: Error, CustomStringConvertible {
    let description: String
}
