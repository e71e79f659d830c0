import BenchmarkSchema
import Foundation

/// A thousand clients that all pull at once what one commit changed, as after an event that did not ask them to spread
/// their pulls; and a push in the middle of it.
enum ConcurrentPulls {
    private static let clients = 1_000
    private static let rounds = 10

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess(folder: folder)
            defer { server.stop() }
            let connections = PolledConnections()
            for _ in 0..<5 { try connections.open(clients / 5, port: server.port) }
            try connections.open(1, port: server.port)
            var bodies = PushBodies()
            var cursor: String?
            var latencies = Samples()
            var totals = Samples()
            var pushes = Samples()
            _ = try exchange(connections, "/sync/push", bodies.next(mutations: 1))
            for _ in 0...rounds {
                let start = ContinuousClock.now
                var push = start
                for client in 0..<clients {
                    try connections.send(
                        HTTPLoad.request("POST /sync/pull", body: PullBody.from(cursor, of: Bench.self)),
                        on: client)
                    if client == clients / 2 {
                        push = ContinuousClock.now
                        try connections.send(
                            HTTPLoad.request("POST /sync/push", body: bodies.next(mutations: 1)), on: clients)
                    }
                }
                var answers = [[UInt8]](repeating: [], count: clients + 1)
                var pulled: [Duration] = []
                try connections.read(0..<(clients + 1), within: 60) { connection, bytes in
                    answers[connection] += bytes
                    guard try isComplete(answers[connection]) else { return false }
                    let now = ContinuousClock.now
                    if connection == clients { pushes.add(now - push) } else { pulled.append(now - start) }
                    return true
                }
                // The first round gives everything there is, and the cursor from which the others pull.
                if cursor != nil {
                    for time in pulled { latencies.add(time) }
                    totals.add(pulled.max() ?? .zero)
                }
                let everything = try exchange(connections, "/sync/pull", PullBody.from(nil, of: Bench.self))
                cursor = try PullBody.cursor(in: String(decoding: everything, as: UTF8.self))
                _ = try exchange(connections, "/sync/push", bodies.next(mutations: 1))
            }
            return [
                Figure(name: "pulls-1000-at-once", value: totals.median * 1_000, unit: "ms", aim: .none),
                Figure(name: "pulls-1000-at-once-p99", value: latencies.quantile(0.99) * 1_000, unit: "ms", aim: .none),
                Figure(name: "push-among-1000-pulls", value: pushes.median * 1_000, unit: "ms", aim: .none),
            ]
        }
    }

    private static func exchange(
        _ connections: PolledConnections, _ path: String, _ body: [UInt8]
    ) throws -> [UInt8] {
        var answer: [UInt8] = []
        try connections.send(HTTPLoad.request("POST \(path)", body: body), on: clients)
        try connections.read(clients..<(clients + 1), within: 30) {
            answer += $1
            return try isComplete(answer)
        }
        return answer
    }

    private static func isComplete(_ answer: [UInt8]) throws -> Bool {
        let text = String(decoding: answer.prefix(1_000), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let head = text[..<end.lowerBound].lowercased()
        guard head.hasPrefix("http/1.1 200") else { throw BenchmarkError("answered \(text)") }
        guard let length = head.firstMatch(of: /content-length: *([0-9]+)/).flatMap({ Int($0.1) }) else {
            throw BenchmarkError("an answer without Content-Length")
        }
        return answer.count >= text[..<end.upperBound].utf8.count + length
    }
}
