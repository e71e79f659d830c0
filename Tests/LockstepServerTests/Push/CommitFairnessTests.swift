import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

/// However much one actor pushes, another one's single mutation waits for no more than a transaction or two.
@Suite struct CommitFairnessTests {
    private static let batch = 50

    private func push(_ client: UInt8, from first: Int64 = 1, count: Int = 1) -> PushRequest {
        let numbers = first..<(first + Int64(count))
        return TestClient(client).push(
            numbers.map {
                PushedMutation(
                    $0, .createBoard(id: "c\(client)n\($0)", name: "B"),
                    token: .test(UInt64(client) * 100_000 + UInt64($0)))
            })
    }

    private func configuration() -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.maximumMutationsPerTransaction = Self.batch
        return configuration
    }

    @Test func singleMutationsPassTheBatchesOfAnotherActor() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, configuration: configuration())
        let statuses = await withTaskGroup(of: Int.self) { group in
            // Each batch fills a transaction by itself.
            for client: UInt8 in 1...20 {
                group.addTask { await server.push(push(client, count: Self.batch).json, actor: "import").status }
                while await gated.gate.arrivals == 0 { await Task.yield() }
            }
            while await server.queue.waitingCount < 19 { await Task.yield() }
            for client: UInt8 in 101...103 {
                group.addTask { await server.push(push(client).json, actor: "person\(client)").status }
                while await server.queue.waitingCount < Int(client) - 81 { await Task.yield() }
            }
            await gated.gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 23))
        // The batch that was being committed and the one whose turn was next come before them.
        let order = try test.log().map { $0.contains("#1") && !$0.contains("#1.") ? $0 : "" }
        let places = ["mutation 65#1", "mutation 66#1", "mutation 67#1"].map { order.firstIndex(of: $0) }
        #expect(places.compactMap(\.self).sorted() == [100, 101, 102])
        #expect(try test.log().count == 20 * Self.batch + 3)
    }

    @Test func aBatchIsNotKeptOutBySingleMutations() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, configuration: configuration())
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await server.push(push(200).json, actor: "first") }
            while await gated.gate.arrivals == 0 { await Task.yield() }
            for client: UInt8 in 1...80 {
                // The batch is the third to come, and does not fit beside the two before it.
                let isBatch = client == 3
                group.addTask {
                    _ = await server.push(
                        push(client, count: isBatch ? Self.batch : 1).json, actor: "person\(client)")
                }
                while await server.queue.waitingCount < Int(client) { await Task.yield() }
            }
            await gated.gate.open()
        }
        // The one that was under way, a transaction of 50 of the others, then the batch.
        let log = try test.log()
        #expect(log.firstIndex(of: "mutation 3#1") == 1 + Self.batch)
        #expect(log.count == 1 + 79 + Self.batch)
    }

    @Test func waitingArgumentsAreBounded() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        var configuration = ServerConfiguration()
        configuration.maximumWaitingArgumentBytes = 100
        let server = try SyncServer(Board.self, store: gated, configuration: configuration)
        let large = { @Sendable (client: UInt8) in
            let mutation = PushedMutation(
                1, .createBoard(id: "b\(client)", name: String(repeating: "x", count: 90)),
                token: .test(UInt64(client)))
            return await server.push(TestClient(client).push([mutation]).json, actor: "ann")
        }
        async let first = large(1)
        while await gated.gate.arrivals == 0 { await Task.yield() }
        // One is always taken, however large.
        async let second = large(2)
        while await server.queue.waitingCount == 0 { await Task.yield() }
        let refused = await large(3)
        #expect(refused.status == 503)
        #expect(refused.errorCode == "overloaded")
        await gated.gate.open()
        #expect(await [first, second].map(\.status) == [200, 200])
        #expect(await large(3).status == 200)
    }
}
