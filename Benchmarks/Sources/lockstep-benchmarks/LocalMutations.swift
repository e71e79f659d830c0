import BenchmarkSchema
import Foundation
import Lockstep
import LockstepClient

/// `mutate`, one at a time, beside a transaction of the same statement and the insert of a row into a queue.
enum LocalMutations {
    private static let rounds = 1_001

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let bench = try await BenchClient(in: folder, issues: 1_000, rows: 100_000)
            let plain = try bench.plainCopy()
            try plain.connection.execute(
                """
                CREATE TABLE queue (
                  number INTEGER NOT NULL PRIMARY KEY, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                  arguments BLOB NOT NULL, made_at INTEGER NOT NULL
                ) STRICT
                """)
            var mutated = Samples()
            var executed = Samples()
            let clock = ContinuousClock()
            for round in 0..<rounds {
                let mutation = Bench.Mutation.updateStatus(
                    id: bench.ids[round % bench.ids.count], status: round / bench.ids.count % 2 == 0 ? .doing : .done)
                mutated.add(try await clock.measure { try await bench.client.mutate(mutation) })
                executed.add(try clock.measure { try execute(mutation, on: plain) })
            }
            try await bench.close()
            return [
                Figure(
                    name: "mutate", value: mutated.median / executed.median, unit: "x plain SQL", aim: .atMost(1.3)),
                Figure(name: "mutate-time", value: mutated.median * 1000, unit: "ms", aim: .none),
            ]
        }
    }

    private static func execute(_ mutation: Bench.Mutation, on plain: PlainDatabase) throws {
        let queue = try plain.connection.statement(
            "INSERT INTO queue (token, name, arguments, made_at) VALUES (?1, ?2, ?3, ?4)" as StaticString)
        let now = Date().millisecondsSince1970
        try plain.transaction {
            try mutation.apply(
                to: plain.connection, in: MutationContext(actor: "ann", now: now, committedAt: now))
            try queue.bind(UUID.v7(), at: 1)
            try queue.bind(mutation.name, at: 2)
            try mutation.encodedArguments.withUnsafeBytes { try queue.bind(blob: $0, at: 3) }
            try queue.bind(now, at: 4)
            try queue.run()
        }
    }
}
