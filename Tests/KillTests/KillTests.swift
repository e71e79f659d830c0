import CSQLite
import Foundation
import Lockstep
import TestSupport
import Testing

/// Real processes, killed by the operating system under load: three apps that mutate all the while, and their server.
@Suite("kill -9", .timeLimit(.minutes(10)))
struct KillTests {
    private static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    private let users = ["ann", "ben", "cleo"]

    @Test("What mutate returned for reaches the server exactly once, in order, and all end equal")
    func killedAtAnyMoment() async throws {
        let stage = try Stage(executables: Self.folder)
        defer { stage.remove() }
        var random = SeededGenerator(seed: 20_240_509)
        var server = try await stage.startServer()
        var apps: [RunningProcess] = []
        var printed = Dictionary(uniqueKeysWithValues: users.map { ($0, [String]()) })
        for user in users { apps.append(try stage.startApp(user, seed: random.next())) }

        for round in 0..<100 {
            let victim = Int.random(in: apps.indices, using: &random)
            await apps[victim].waitForLines(Int.random(in: 1...25, using: &random))
            if round % 2 == 0 {
                await server.kill()
                server = try await stage.startServer()
            } else {
                await apps[victim].kill()
                printed[users[victim], default: []] += apps[victim].lines
                apps[victim] = try stage.startApp(users[victim], seed: random.next())
            }
        }
        for (index, user) in users.enumerated() {
            #expect(await apps[index].stop() == 0)
            printed[user, default: []] += apps[index].lines
        }

        // Twice, since the first round may bring something to push into somebody's past.
        for _ in 0..<2 { for user in users { try await stage.sync(user) } }
        var lists: [String] = []
        for user in users { lists.append(try await stage.list(user)) }
        #expect(Set(lists).count == 1, "the replicas differ")
        _ = await server.stop(bySignal: true)

        let log = try Database(stage.serverFile)
        for user in users {
            let tokens = try log.column(
                "SELECT token FROM lockstep_log WHERE actor = '\(user)' AND token IS NOT NULL ORDER BY version")
            #expect(Set(tokens).count == tokens.count, "\(user): something ran twice")
            let position = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($1, $0) })
            let order = (printed[user] ?? []).compactMap { position[$0] }
            #expect(order.count == printed[user]?.count, "\(user): something was lost")
            #expect(order == order.sorted(), "\(user): the order changed")
            #expect(order.count > 100, "\(user): not much of a load")
        }
        for file in [stage.serverFile] + users.map(stage.replicaFile) {
            #expect(try Database(file).column("PRAGMA integrity_check") == ["ok"])
        }
        let issues = try log.column(Database.issues)
        for user in users {
            #expect(try Database(stage.replicaFile(user)).column(Database.issues) == issues)
        }
    }
}

/// A SQLite file, opened beside the processes that write it.
private struct Database {
    static let issues = """
        SELECT id || '|' || title || '|' || description || '|' || status || '|' || owner || '|' || created_at
        FROM issue ORDER BY id
        """

    private let connection: SQLiteConnection

    init(_ file: URL) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(file.path(), &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
    }

    func column(_ sql: String) throws -> [String] {
        try connection.statement(sql).all { try $0.value(String.self, at: 0) }
    }
}
