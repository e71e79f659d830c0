import Foundation

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
            ["serve", "--port", "\(port)", "--database", serverFile.path()])
        await server.waitForLines(1)
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
