import BenchmarkSchema
import Foundation
import LockstepSQLiteStore
import LockstepServer

/// One mutation per request over 64 connections, durable, beside an empty POST route of the same server in the same
/// process; and batches of 100 over 8 connections, beside as many pushed in process.
enum PushOverHTTP {
    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess(folder: folder)
            defer { server.stop() }
            func rate(_ path: String, seconds: Double) throws -> Double {
                try HTTPLoad.run(port: server.port, path: path, connections: 64, seconds: seconds) { _ in
                    var bodies = PushBodies()
                    return { bodies.next(mutations: 1) }
                }
            }
            _ = try rate("/empty", seconds: 1)
            _ = try rate("/sync/push", seconds: 1)
            var ratios: [Double] = []
            var pushes: [Double] = []
            for _ in 0..<3 {
                let empty = try rate("/empty", seconds: 3)
                let push = try rate("/sync/push", seconds: 3)
                ratios.append(push / empty)
                pushes.append(push)
            }
            return [
                Figure(
                    name: "push-over-http", value: ratios.sorted()[1], unit: "x empty POST route", aim: .atLeast(0.6)),
                Figure(name: "push-over-http-rate", value: pushes.sorted()[1], unit: "requests/s", aim: .none),
            ] + (try await batches(port: server.port, folder: folder))
        }
    }

    private static func batches(port: UInt16, folder: URL) async throws -> [Figure] {
        let store = try SQLiteStore(Bench.self, path: folder.appending(path: "inprocess.sqlite").path())
        let inProcess = try SyncServer(Bench.self, store: store)
        var ratios: [Double] = []
        var rates: [Double] = []
        for round in 0..<4 {
            let own = try await rateInProcess(inProcess)
            let rate = try HTTPLoad.run(port: port, path: "/sync/push", connections: 8, seconds: 2) { _ in
                var bodies = PushBodies()
                return { bodies.next(mutations: 100) }
            }
            // The first is for warming up.
            if round > 0 {
                ratios.append(rate / own)
                rates.append(rate * 100)
            }
        }
        try store.close()
        return [
            Figure(name: "push-batches-over-http", value: ratios.sorted()[1], unit: "x in process", aim: .atLeast(0.7)),
            Figure(name: "push-batches-over-http-rate", value: rates.sorted()[1], unit: "mutations/s", aim: .none),
        ]
    }

    /// Batches of 100 per second, of eight clients at the same time.
    private static func rateInProcess(_ server: SyncServer<Bench, SQLiteStore<Bench>>) async throws -> Double {
        let deadline = ContinuousClock.now + .seconds(2)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var bodies = PushBodies()
                    var count = 0
                    while ContinuousClock.now < deadline {
                        guard await server.push(bodies.next(mutations: 100), actor: "ann").status == 200 else {
                            throw BenchmarkError("a push was refused")
                        }
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / 2
    }
}
