import BenchmarkSchema
import Foundation
import Lockstep
import LockstepClient
import Synchronization

/// A step of 100,000 rows in the encoding *rows*, beside prepared upserts of the same rows in one durable transaction.
enum StepOfRows {
    private static let count = 100_000
    private static let rounds = 7

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "replica.sqlite")
            let transport = WrittenSteps()
            let client = try await SyncClient(Bench.self, at: file, actor: "ann", transport: transport)
            _ = try await client.sync()
            let plain = try PlainDatabase(path: folder.appending(path: "plain.sqlite").path())
            try plain.connection.execute(Bench.migrations.map(\.sql).joined(separator: "\n"))
            let ids = (0..<count).map { _ in UUID() }
            var applied = Samples()
            var executed = Samples()
            let clock = ContinuousClock()
            for round in 0..<rounds {
                transport.write(step(ids, round))
                applied.add(try await transport.measure { _ = try await client.sync() })
                executed.add(try clock.measure { try upsert(ids, round, on: plain) })
            }
            try await client.close()
            let rate = Double(count) / applied.median
            return [
                Figure(
                    name: "step-of-rows", value: executed.median / applied.median, unit: "x plain SQL",
                    aim: .atLeast(0.7)),
                Figure(name: "step-of-rows-rate", value: rate, unit: "rows/s", aim: .none),
            ]
        }
    }

    private static func step(_ ids: [UUID], _ round: Int) -> [UInt8] {
        JSONWriter.write { json in
            json.object { json in
                json.key("issue")
                json.object { json in
                    json.key("columns")
                    json.array {
                        for name in ["id", "title", "description", "status", "owner", "created_at"] { $0.string(name) }
                    }
                    json.key("upsert")
                    json.array { rows in
                        for id in ids {
                            rows.array { row in
                                id.encode(to: &row)
                                row.string("A title of an issue")
                                row.string("Some longer description of the issue that goes on, \(round)")
                                row.string("todo")
                                row.string("ann")
                                row.int64(1_715_222_400_000)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func upsert(_ ids: [UUID], _ round: Int, on plain: PlainDatabase) throws {
        let statement = try plain.connection.statement(
            """
            INSERT INTO issue (id, title, description, status, owner, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description,
            status = excluded.status, owner = excluded.owner, created_at = excluded.created_at
            """ as StaticString)
        try plain.transaction {
            for id in ids {
                try statement.bind(id, at: 1)
                try statement.bind("A title of an issue", at: 2)
                try statement.bind("Some longer description of the issue that goes on, \(round)", at: 3)
                try statement.bind("todo", at: 4)
                try statement.bind("ann", at: 5)
                try statement.bind(1_715_222_400_000, at: 6)
                try statement.run()
            }
        }
    }
}

/// Answers every pull with the step that was written for it.
private final class WrittenSteps: SyncTransport {
    private struct State {
        var rows = Array("{}".utf8)
        var version = 0
        var answered: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    func write(_ rows: [UInt8]) {
        state.withLock { $0.rows = rows }
    }

    func measure(_ sync: () async throws -> Void) async throws -> Duration {
        try await sync()
        let end = ContinuousClock.now
        guard let answered = state.withLock({ $0.answered }) else { throw BenchmarkError("the client did not ask") }
        return end - answered
    }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let bytes = state.withLock { state in
            let from = state.version == 0 ? "null" : "\"\(state.version)\""
            state.version += 1
            return Array(
                #"{"from":\#(from),"cursor":"\#(state.version)","more":false,"acknowledged":0,"rejected":[],"rows":"#
                    .utf8)
                + state.rows + Array("}".utf8)
        }
        state.withLock { $0.answered = .now }
        return TransportResponse(status: 200, body: bytes)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> { AsyncThrowingStream { $0.finish() } }

    func download(_ path: String, range: Range<Int64>, ifRange etag: String?) async throws -> TransportDownload {
        throw TransportError(.unreachable, "there are no files")
    }
}
