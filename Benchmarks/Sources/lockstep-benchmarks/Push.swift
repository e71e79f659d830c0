import BenchmarkSchema
import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer

/// Durable pushes of 100 mutations, in process, beside transactions of 100 with the same row, a log row and a version
/// row by prepared statements.
enum Push {
    private static let batches = 150
    private static let size = 100

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            var pushed = Samples()
            var plain = Samples()
            let store = try SQLiteStore(Bench.self, path: folder.appending(path: "server.sqlite").path())
            let server = try SyncServer(Bench.self, store: store)
            let baseline = try Baseline(path: folder.appending(path: "plain.sqlite").path())
            var bodies = PushBodies()
            let clock = ContinuousClock()
            for _ in 0..<batches {
                let body = bodies.next(mutations: size)
                let start = clock.now
                let response = await server.push(body, actor: "ann")
                pushed.add(clock.now - start)
                guard response.status == 200 else { throw BenchmarkError("a push was refused") }
                plain.add(try clock.measure { try baseline.insert(size) })
            }
            try store.close()
            let rate = Double(size) / pushed.median
            return [
                Figure(
                    name: "push-in-process", value: plain.median / pushed.median, unit: "x plain SQL",
                    aim: .atLeast(0.6)),
                Figure(name: "push-in-process-rate", value: rate, unit: "mutations/s", aim: .none),
            ]
        }
    }

    /// The same writes without Lockstep.
    private struct Baseline {
        private let database: PlainDatabase
        private var arguments: String

        init(path: String) throws {
            database = try PlainDatabase(path: path)
            arguments = ""
            try database.connection.execute(Bench.migrations[0].sql)
            try database.connection.execute(
                """
                CREATE TABLE log (
                  version INTEGER PRIMARY KEY, tag INTEGER, client TEXT, number INTEGER, token TEXT, actor TEXT, name TEXT,
                  args TEXT, at INTEGER, committed_at INTEGER
                );
                CREATE UNIQUE INDEX log_token ON log (token);
                CREATE TABLE version (id TEXT PRIMARY KEY, version INTEGER, deleted INTEGER) WITHOUT ROWID;
                CREATE INDEX version_version ON version (version);
                """)
            arguments = String(
                decoding: Bench.Mutation.createIssue(
                    title: "A title of an issue",
                    description: "Some longer description of the issue that goes on for a while"
                ).encodedArguments, as: UTF8.self)
        }

        func insert(_ count: Int) throws {
            let issue = try database.connection.statement(
                """
                INSERT INTO issue (id, title, description, owner, created_at)
                VALUES (?1, 'A title of an issue', 'Some longer description of the issue that goes on for a while', 'ann',
                        1715222400000)
                """ as StaticString)
            let log = try database.connection.statement(
                """
                INSERT INTO log (tag, client, number, token, actor, name, args, at, committed_at)
                VALUES (1, 'c', 1, ?1, 'ann', 'createIssue', ?2, 1715222400000, 1715222400000)
                """ as StaticString)
            let version = try database.connection.statement(
                "INSERT INTO version VALUES (?1, 1, 0)" as StaticString)
            try database.transaction {
                for _ in 0..<count {
                    let id = UUID.v7()
                    try issue.bind(id, at: 1)
                    try issue.run()
                    try log.bind(UUID.v7(), at: 1)
                    try log.bind(arguments, at: 2)
                    try log.run()
                    try version.bind(id, at: 1)
                    try version.run()
                }
            }
        }
    }
}
