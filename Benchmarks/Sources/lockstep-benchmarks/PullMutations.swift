import BenchmarkSchema
import Foundation
import LockstepSQLiteStore
import LockstepServer

/// A client that is 100,000 mutations behind pulls them, in process: bytes of JSON per second. And how many clients a
/// second pull ten mutations after a poke.
enum PullMutations {
    private static let count = 100_000
    private static let rounds = 7

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let store = try SQLiteStore(Bench.self, path: folder.appending(path: "server.sqlite").path())
            let server = try SyncServer(Bench.self, store: store)
            let start = try await pull(server, cursor: nil).cursor
            var bodies = PushBodies()
            for _ in 0..<count / 1_000 {
                guard await server.push(bodies.next(mutations: 1_000), actor: "ann").status == 200 else {
                    throw BenchmarkError("a push was refused")
                }
            }
            var samples = Samples()
            var bytes = 0
            for _ in 0..<rounds {
                bytes = 0
                var cursor = start
                var previous: String?
                samples.add(
                    try await ContinuousClock().measure {
                        while cursor != previous {
                            previous = cursor
                            let answer = try await pull(server, cursor: cursor)
                            guard answer.isMutations else { throw BenchmarkError("the step is not said in mutations") }
                            bytes += answer.size
                            cursor = answer.cursor
                        }
                    })
            }
            let shared = try await shared(server, bodies: &bodies)
            try store.close()
            return [
                Figure(
                    name: "pull-mutations", value: Double(bytes) / 1e6 / samples.median, unit: "MB/s",
                    aim: .atLeast(300)),
                Figure(
                    name: "pull-mutations-rate", value: Double(count) / samples.median, unit: "mutations/s", aim: .none),
                Figure(name: "pull-after-poke", value: 1 / shared.median, unit: "pulls/s", aim: .none),
            ]
        }
    }

    /// The pulls of 1,000 clients after a push of ten mutations.
    private static func shared(
        _ server: SyncServer<Bench, SQLiteStore<Bench>>, bodies: inout PushBodies
    ) async throws -> Samples {
        // As far as the mutations go that were measured above.
        var cursor = try await pull(server, cursor: nil).cursor
        var samples = Samples()
        for _ in 0..<5 {
            _ = await server.push(bodies.next(mutations: 10), actor: "ann")
            let from = cursor
            let duration = try await ContinuousClock().measure {
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<1_000 { group.addTask { try await pull(server, cursor: from).cursor } }
                    for try await next in group { cursor = next }
                }
            }
            samples.add(duration / 1_000)
        }
        return samples
    }

    private struct Answer {
        let size: Int
        let cursor: String
        let isMutations: Bool
    }

    private static func pull(
        _ server: SyncServer<Bench, SQLiteStore<Bench>>, cursor: String?
    ) async throws -> Answer {
        let response = await server.pull(PullBody.from(cursor, of: Bench.self), actor: "ann")
        guard response.status == 200 else { throw BenchmarkError("a pull was refused") }
        // The cursor is one of the first members, and the first one after it says more.
        let head = String(decoding: response.body.prefix(1_000), as: UTF8.self)
        return Answer(
            size: response.body.count, cursor: try PullBody.cursor(in: head),
            isMutations: head.contains("\"mutations\":["))
    }
}
