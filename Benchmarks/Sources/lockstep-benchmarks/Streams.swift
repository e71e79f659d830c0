import Foundation

/// Event streams: what 10,000 of them cost the server's process, and how soon 1,000 of them hear of a commit.
enum Streams {
    private static let rounds = 30

    static func measure() async throws -> [Figure] {
        let latencies = try await withTemporaryFolder { try await Self.latency(streams: 1_000, in: $0) }
        let memory = try await withTemporaryFolder { try await Self.memory(streams: 9_900, in: $0) }
        return [
            Figure(
                name: "poke-1000-streams-p99", value: latencies.quantile(0.99) * 1_000, unit: "ms", aim: .atMost(50)),
            Figure(name: "poke-1000-streams-median", value: latencies.median * 1_000, unit: "ms", aim: .none),
            Figure(name: "memory-10000-streams", value: memory.megabytes, unit: "MB", aim: .atMost(2_000)),
            Figure(name: "memory-per-stream", value: memory.kilobytesEach, unit: "KB", aim: .none),
        ]
    }

    /// The time from sending a push of one mutation to its version on each stream, so the push's own time is in it.
    private static func latency(streams: Int, in folder: URL) async throws -> Samples {
        let server = try await ServerProcess(folder: folder)
        defer { server.stop() }
        let connections = try open(streams, on: server)
        var bodies = PushBodies()
        var samples = Samples()
        var generator = SystemRandomNumberGenerator()
        let pusher = streams
        try connections.open(1, port: server.port)
        for round in 0..<rounds {
            // At any point of the server's pace.
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...300, using: &generator)))
            let start = ContinuousClock.now
            try connections.send(
                HTTPLoad.request("POST /sync/push", body: bodies.next(mutations: 1)), on: pusher)
            let version = Data("\"version\": \(round + 2)".utf8)
            try connections.read(0..<(streams + 1), within: 30) { connection, bytes in
                guard connection != pusher else { return true }
                guard Data(bytes).range(of: version) != nil else { return false }
                samples.add(ContinuousClock.now - start)
                return true
            }
        }
        return samples
    }

    private static func memory(
        streams: Int, in folder: URL
    ) async throws -> (megabytes: Double, kilobytesEach: Double) {
        let server = try await ServerProcess(folder: folder)
        defer { server.stop() }
        let before = try server.residentKilobytes()
        let connections = try open(streams, on: server)
        let after = try server.residentKilobytes()
        withExtendedLifetime(connections) {}
        return (after / 1_000, (after - before) / Double(streams))
    }

    /// Opens streams and waits for the first event of each.
    private static func open(_ count: Int, on server: ServerProcess) throws -> PolledConnections {
        let connections = PolledConnections()
        let event = Data("\"version\"".utf8)
        while connections.count < count {
            // No more at a time than the system queues for the server to accept.
            let first = connections.count
            try connections.open(min(200, count - first), port: server.port)
            for connection in first..<connections.count {
                try connections.send(HTTPLoad.request("GET /sync/events"), on: connection)
            }
            try connections.read(first..<connections.count, within: 30) { Data($1).range(of: event) != nil }
        }
        return connections
    }
}
