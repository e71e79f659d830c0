import Foundation
import LockstepSQLiteStore
import LockstepServer
import TeamSchema

/// What permissions cost: durable pushes of mutations whose `-- allow:` looks two tables up, beside those of the same
/// mutations that say `-- allow: true`; and a pull after one row changed, of an actor who may read 10,000 rows, and of
/// one who may read 1,000,000.
enum Permissions {
    private static let projects = 100
    private static let few = 10_000
    private static let many = 1_000_000

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let small = try Database(rows: few, in: folder.appending(path: "small.sqlite"))
            let large = try Database(rows: many, in: folder.appending(path: "large.sqlite"))
            defer { [small, large].forEach { $0.close() } }
            let (ofFew, ofMany) = try await pulls(small, large)
            return try await check(small) + [
                Figure(
                    name: "pull-of-changed-row", value: ofMany.median / ofFew.median, unit: "x at 10k rows, at 1M",
                    aim: .atMost(1.25)),
                Figure(name: "pull-of-changed-row-time", value: ofMany.median * 1e6, unit: "us at 1M rows", aim: .none),
            ]
        }
    }

    private static func check(_ database: Database) async throws -> [Figure] {
        var bodies = PushBodies()
        var open = Samples()
        var checked = Samples()
        for round in 0..<151 {
            let plain = bodies.next(of: Team.self, 100) { .rename(id: Int($0) * 7_919 % few, title: "Title \($0)") }
            let ruled = bodies.next(of: Team.self, 100) {
                .renameAsMember(id: Int($0) * 7_919 % few, title: "Title \($0)")
            }
            let first = try await database.push(plain)
            let second = try await database.push(ruled)
            // The first is for warming up.
            if round > 0 {
                open.add(first)
                checked.add(second)
            }
        }
        return [
            Figure(
                name: "permission-check", value: (checked.median / open.median - 1) * 100, unit: "% of a mutation",
                aim: .atMost(20)),
            Figure(
                name: "permission-check-time", value: (checked.median - open.median) * 1e4, unit: "us/mutation",
                aim: .none),
        ]
    }

    private static func pulls(_ small: Database, _ large: Database) async throws -> (few: Samples, many: Samples) {
        var few = Samples()
        var many = Samples()
        for round in 0..<201 {
            let first = try await small.pullAfterChange(round)
            let second = try await large.pullAfterChange(round)
            if round > 0 {
                few.add(first)
                many.add(second)
            }
        }
        return (few, many)
    }
}

extension Permissions {
    /// A server whose actor `ann` is a member of all projects.
    private final class Database {
        private let store: SQLiteStore<Team>
        private let server: SyncServer<Team, SQLiteStore<Team>>
        private let client = UUID.v7()
        private let rows: Int
        private var cursor: String?

        init(rows: Int, in file: URL) throws {
            self.rows = rows
            try SQLiteStore(Team.self, path: file.path()).close()
            try PlainDatabase.fillServer(at: file.path()) { connection in
                try connection.execute(
                    """
                    WITH RECURSIVE project(id) AS (VALUES (1) UNION ALL SELECT id + 1 FROM project WHERE id < \(projects))
                    INSERT INTO member SELECT id, 'ann' FROM project;
                    WITH RECURSIVE row(id) AS (VALUES (0) UNION ALL SELECT id + 1 FROM row WHERE id < \(rows - 1))
                    INSERT INTO issue SELECT id, id % \(projects) + 1, 'Title ' || id FROM row;
                    """)
            }
            store = try SQLiteStore(Team.self, path: file.path())
            var configuration = ServerConfiguration()
            configuration.snapshots.wait = .seconds(300)
            server = try SyncServer(Team.self, store: store, configuration: configuration)
        }

        func close() {
            // The folder is removed next.
            try? store.close()
        }

        func push(_ body: [UInt8]) async throws -> Duration {
            let clock = ContinuousClock()
            let start = clock.now
            let response = await server.push(body, actor: "ann")
            let duration = clock.now - start
            guard response.status == 200, !String(decoding: response.body, as: UTF8.self).contains("denied") else {
                throw BenchmarkError("a push was refused")
            }
            return duration
        }

        func pullAfterChange(_ round: Int) async throws -> Duration {
            if cursor == nil {
                // Where a client stands that was given everything.
                _ = try await pull()
            }
            _ = try await server.mutate(
                .rename(id: round * 7_919 % rows, title: "Title of round \(round)"), as: "cron")
            return try await pull()
        }

        private func pull() async throws -> Duration {
            let body = PullBody.from(cursor, of: Team.self, client: client)
            let clock = ContinuousClock()
            let start = clock.now
            let response = await server.pull(body, actor: "ann")
            let duration = clock.now - start
            let answer = String(decoding: response.body, as: UTF8.self)
            guard response.status == 200 else { throw BenchmarkError("a pull was refused: \(answer.prefix(200))") }
            guard cursor == nil || answer.contains("\"upsert\":[[") else {
                throw BenchmarkError("the step is not what was expected: \(answer.prefix(500))")
            }
            cursor = try PullBody.cursor(in: answer)
            return duration
        }
    }
}
