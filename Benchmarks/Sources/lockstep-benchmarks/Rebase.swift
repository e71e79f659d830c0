import BenchmarkSchema
import Foundation
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

/// A step of 100 changes under 100 pending mutations, beside the same 200 statements as prepared SQL in one durable
/// transaction, and beside a copy of the file.
enum Rebase {
    private static let changes = 100
    private static let rounds = 31

    static func measure() async throws -> [Figure] {
        let small = try await measure(rows: 10_000)
        let large = try await measure(rows: 1_000_000)
        return [
            Figure(name: "rebase", value: large.rebase / large.plain, unit: "x plain SQL, 1M rows", aim: .atMost(2)),
            Figure(
                name: "rebase-to-copy", value: large.rebase / large.copy, unit: "x file copy, 1M rows",
                aim: .atMost(0.05)),
            Figure(
                name: "rebase-growth", value: large.rebase / small.rebase, unit: "1M rows / 10k rows",
                aim: .atMost(1.3)),
            Figure(name: "rebase-time", value: large.rebase * 1000, unit: "ms, 1M rows", aim: .none),
        ]
    }

    private struct Times {
        var rebase = 0.0
        var plain = 0.0
        var copy = 0.0
    }

    private static func measure(rows: Int) async throws -> Times {
        try await withTemporaryFolder { folder in
            let replica = folder.appending(path: "replica.sqlite")
            let store = try SQLiteStore(Bench.self, path: folder.appending(path: "server.sqlite").path())
            let server = try SyncServer(Bench.self, store: store)
            let transport = HeldBackTransport(server: server)
            let ids = (0..<2 * changes).map { _ in UUID() }
            for id in ids {
                _ = try await server.mutate(.createIssue(id: id, title: "t", description: "d"), as: "ben")
            }
            var client = try await SyncClient(Bench.self, at: replica, actor: "ann", transport: transport)
            _ = try await client.sync()
            try await client.close()
            try fill(replica, rows: rows - ids.count)

            let plainFile = folder.appending(path: "plain.sqlite")
            var copy = Samples()
            let clock = ContinuousClock()
            for _ in 0..<5 {
                // The first round has nothing to remove.
                try? FileManager.default.removeItem(at: plainFile)
                copy.add(try clock.measure { try FileManager.default.copyItem(at: replica, to: plainFile) })
            }
            let plain = try PlainDatabase(path: plainFile.path())

            client = try await SyncClient(Bench.self, at: replica, actor: "ann", transport: transport)
            for id in ids[..<changes] { _ = try await client.mutate(.updateStatus(id: id, status: .doing)) }
            var rebased = Samples()
            var executed = Samples()
            for round in 0..<rounds {
                let status: Bench.Status = round % 2 == 0 ? .done : .todo
                for id in ids[changes...] {
                    _ = try await server.mutate(.updateStatus(id: id, status: status), as: "ben")
                }
                rebased.add(try await transport.measureStep { _ = try await client.sync() })
                executed.add(try clock.measure { try execute(on: plain, ids, status) })
            }
            guard try await client.pendingMutations().count == changes,
                try await client.read(.issue(id: ids[changes]))?.status == .done
            else { throw BenchmarkError("the rebase did not do its work") }
            try await client.close()
            try store.close()
            return Times(rebase: rebased.median, plain: executed.median, copy: copy.median)
        }
    }

    /// Rows of the base that no mutation touches, written beside the client, since only their number matters.
    private static func fill(_ replica: URL, rows: Int) throws {
        let database = try PlainDatabase(path: replica.path())
        try database.transaction {
            let insert = try database.connection.statement(
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
        try database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private static func execute(on plain: PlainDatabase, _ ids: [UUID], _ status: Bench.Status) throws {
        let update = try plain.connection.statement("UPDATE issue SET status = ?1 WHERE id = ?2" as StaticString)
        try plain.transaction {
            for (index, id) in ids.enumerated() {
                try update.bind(index < changes ? (status == .done ? .doing : .todo) : status, at: 1)
                try update.bind(id, at: 2)
                try update.run()
            }
        }
    }
}
