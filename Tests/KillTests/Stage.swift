import Foundation
import HTTPTestSupport

/// A folder with the files of a server and its replicas, and the programs that work on them.
struct Stage {
    private let executables: URL
    private let folder: URL
    let port: UInt16

    let devicesPerUser: Int

    init(executables: URL, devicesPerUser: Int) throws {
        self.executables = executables
        self.devicesPerUser = devicesPerUser
        folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-kill-\(UUID())")
        port = try Self.freePort()
        try FileManager.default.createDirectory(at: serverFolder, withIntermediateDirectories: true)
    }

    func remove() {
        // A leftover in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    var serverFolder: URL { folder.appending(path: "server") }
    var serverFile: URL { serverFolder.appending(path: "server.sqlite") }

    /// Where the replicas of a user's devices are.
    func replicaFolder(_ user: String) throws -> URL {
        let url = folder.appending(path: user)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }

    func replicaFile(_ user: String, _ device: Int) throws -> URL {
        try replicaFolder(user).appending(path: "\(user)-\(device).sqlite")
    }

    private var url: URL { URL(string: "http://127.0.0.1:\(port)").unsafelyUnwrapped }

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

    /// - Parameters:
    ///   - members: Whom this user adds to the projects and removes.
    ///   - proxy: The way to the server, if it is not the direct one.
    ///   - requestTimeout: In seconds, if it is not as long as apps wait.
    func startApp(
        _ user: String, members: [String], projects: [String], seed: UInt64, through proxy: URL? = nil,
        requestTimeout: Double? = nil
    ) throws -> RunningProcess {
        let people = members.flatMap { ["--member", $0] }
        let places = projects.flatMap { ["--project", $0] }
        let times = requestTimeout.map { ["--request-timeout", "\($0)"] } ?? []
        return try hammer(user, ["--seed", "\(seed)"] + people + places + times, through: proxy)
    }

    /// Lets each of a user's devices sync once.
    func settle(_ user: String) async throws {
        guard await (try hammer(user, ["--settle"])).stop() == 0 else {
            throw StageError(description: "\(user) could not sync")
        }
    }

    private func hammer(_ user: String, _ options: [String], through proxy: URL? = nil) throws -> RunningProcess {
        try RunningProcess(
            executables.appending(path: "lockstep-hammer"),
            [
                "--folder", try replicaFolder(user).path(percentEncoded: false), "--server",
                (proxy ?? url).absoluteString, "--as", user, "--devices", "\(devicesPerUser)",
            ] + options)
    }

    /// Begins a project by the example's command.
    ///
    /// - Returns: Its id.
    func createProject(_ name: String, _ user: String) async throws -> String {
        let command = try RunningProcess(
            executables.appending(path: "issue-tracker"),
            [
                "project", "create", name, "--json", "--replica", try replicaFile(user, 0).path(percentEncoded: false),
                "--server", url.absoluteString, "--as", user,
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
