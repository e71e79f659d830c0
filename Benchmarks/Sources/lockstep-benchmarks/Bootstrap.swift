import BenchmarkSchema
import Foundation
import LockstepClient
import LockstepHTTPClient
import LockstepSQLiteStore

/// The first sync of a client with 1,000,000 rows over loopback: by a snapshot that is made for it, by one that is there,
/// and in rows; beside `cp` of the snapshot's file.
enum Bootstrap {
    private static let rows = 1_000_000

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            try fill(folder)
            let byRows = try await sync(folder, "rows", "--only-rows")
            let server = try await ServerProcess(folder: folder)
            defer { server.stop() }
            let first = try await sync(server.port, folder, "made")
            var samples = Samples()
            var copies = Samples()
            for round in 0..<3 {
                samples.add(try await sync(server.port, folder, "shared\(round)"))
                copies.add(try copy(folder))
            }
            return [
                Figure(
                    name: "bootstrap", value: samples.median / copies.median, unit: "x cp of the file",
                    aim: .atMost(10)),
                Figure(
                    name: "bootstrap-by-rows", value: samples.median / byRows.inSeconds, unit: "x row by row",
                    aim: .atMost(0.2)),
                Figure(name: "bootstrap-time", value: samples.median, unit: "s", aim: .none),
                Figure(name: "bootstrap-with-making", value: first.inSeconds, unit: "s", aim: .none),
                Figure(name: "bootstrap-rows-time", value: byRows.inSeconds, unit: "s", aim: .none),
                Figure(name: "bootstrap-cp", value: copies.median, unit: "s", aim: .none),
            ]
        }
    }

    /// A server's file with issues.
    private static func fill(_ folder: URL) throws {
        let path = folder.appending(path: "server.sqlite").path()
        try SQLiteStore(Bench.self, path: path).close()
        try PlainDatabase.fillServer(at: path) { connection in
            let insert = try connection.statement(
                """
                INSERT INTO issue (id, title, description, owner, created_at)
                VALUES (?1, 'A title of an issue', 'Some longer description of the issue that goes on', 'ann', ?2)
                """ as StaticString)
            for row in 0..<rows {
                try insert.bind(UUID(), at: 1)
                try insert.bind(row, at: 2)
                try insert.run()
            }
        }
    }

    private static func sync(_ folder: URL, _ name: String, _ argument: String) async throws -> Duration {
        let server = try await ServerProcess(folder: folder, arguments: [argument])
        defer { server.stop() }
        return try await sync(server.port, folder, name)
    }

    private static func sync(_ port: UInt16, _ folder: URL, _ name: String) async throws -> Duration {
        guard let url = URL(string: "http://127.0.0.1:\(port)") else { throw BenchmarkError("no URL") }
        let file = folder.appending(path: "\(name).sqlite")
        let configuration = HTTPTransport.Configuration(maximumAnswerBytes: 4 << 30)
        let client = try await SyncClient(
            Bench.self, at: file, actor: "ann",
            transport: HTTPTransport(url: url, configuration: configuration, token: { "ann" }))
        let duration = try await ContinuousClock().measure {
            // A server that takes longer to make the file says so, and is asked again.
            while true {
                do {
                    try await client.sync()
                    return
                } catch let error as ClientError where error.code == .unavailable {
                    try await Task.sleep(for: .seconds(1))
                }
            }
        }
        try await client.close()
        let replica = try PlainDatabase(path: file.path())
        let count = try withExtendedLifetime(replica) {
            try replica.connection.statement("SELECT count(*) FROM issue" as StaticString)
                .only { try $0.value(Int.self, at: 0) }
        }
        guard count == rows else { throw BenchmarkError("the client has \(count) rows") }
        for suffix in ["", "-wal", "-shm"] {
            // It is one of several large files, and those that are left go with the folder.
            try? FileManager.default.removeItem(atPath: file.path() + suffix)
        }
        return duration
    }

    /// `cp` of the snapshot's file.
    private static func copy(_ folder: URL) throws -> Duration {
        let snapshots = folder.appending(path: "server.sqlite-snapshots").path()
        guard
            let name = try FileManager.default.subpathsOfDirectory(atPath: snapshots).first(where: {
                $0.hasSuffix(".sqlite")
            })
        else { throw BenchmarkError("there is no snapshot") }
        let target = folder.appending(path: "copy").path()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/cp")
        process.arguments = [snapshots + "/" + name, target]
        let duration = try ContinuousClock().measure {
            try process.run()
            process.waitUntilExit()
        }
        try FileManager.default.removeItem(atPath: target)
        return duration
    }
}
