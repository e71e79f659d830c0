import Foundation

/// One mutation per request over 64 connections, durable, beside an empty POST route of the same server in the same
/// process.
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
                    name: "push-over-http", value: ratios.sorted()[1], unit: "x empty POST route", aim: .atLeast(0.4)),
                Figure(name: "push-over-http-rate", value: pushes.sorted()[1], unit: "requests/s", aim: .none),
            ]
        }
    }
}
