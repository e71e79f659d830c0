import Foundation
import HTTPTestSupport
import IssueListSchema
import Lockstep
import LockstepHummingbird
import LockstepServer
import Testing

/// Clients that are slow on purpose, over real sockets. The limits are so short that the server's end is waited for, and
/// nothing else is.
@Suite("Slow connections", .timeLimit(.minutes(10)))
struct SlowConnectionTests {
    private static func limits(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimits {
        var limits = ConnectionLimits()
        change(&limits)
        return limits
    }

    @Test(
        "A head that never ends does not hold a connection",
        arguments: ["", "GET /sync/health HTTP/1.1\r\nHost: local", "POST /sync/push HTTP/1.1\r\nHost: localhost\r\n"])
    func endlessHead(start: String) async throws {
        let limits = Self.limits { $0.idleTimeout = .milliseconds(100) }
        try await TestApplication.run(limits: limits) { application in
            let connection = try application.connect()
            connection.send(start)
            #expect(await connection.rest() == "")
        }
    }

    @Test("A body that stops is answered with 408", arguments: ["Content-Length: 1000", "Transfer-Encoding: chunked"])
    func endlessBody(length: String) async throws {
        let limits = Self.limits { $0.requestTimeout = .milliseconds(100) }
        try await TestApplication.run(limits: limits) { application in
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "POST /sync/push", actor: "ann", headers: ["Content-Type: application/json", length]))
            connection.send(length.hasPrefix("Content") ? "{\"protocol\":" : ScriptedServer.chunk("{\"protocol\":"))
            let answer = try await connection.answer()
            #expect(answer.status == 408)
            #expect(answer.headers["connection"] == "close")
            #expect(try ErrorResponse(json: answer.body).code == .requestTimeout)
            #expect(await connection.rest() == "")
            // What the request held is given back.
            for _ in 1...3 { #expect(try await application.answer("GET /sync/health", actor: nil).status == 200) }
        }
    }

    @Test("A client that reads nothing of its answers does not hold a connection")
    func neverReads() async throws {
        let limits = Self.limits { $0.writeTimeout = .milliseconds(100) }
        try await TestApplication.run(limits: limits) { application in
            let socket = try LoopbackSocket.connected(to: UInt16(application.port))
            let request = TestApplication.head("GET /sync/health", actor: nil)
            // Answers that nobody reads fill the buffers of both sides; then the server stops reading, too.
            let requests = Array(String(repeating: request, count: 1_000).utf8)
            var count = 0
            while socket.send(requests) { count += 1 }
            #expect(count > 0)
        }
    }

    @Test("One connection too many is closed, and may come when another has gone")
    func tooMany() async throws {
        let limits = Self.limits { $0.maximumConnections = 2 }
        try await TestApplication.run(limits: limits) { application in
            let health = TestApplication.head("GET /sync/health", actor: nil)
            let connections = try (1...2).map { _ in try application.connect() }
            for connection in connections {
                connection.send(health)
                #expect(try await connection.answer().status == 200)
            }
            let third = try application.connect()
            #expect(await third.rest() == "")
            connections[0].close()
            _ = await connections[0].rest()
            while true {
                let next = try application.connect()
                next.send(health)
                if await next.text(through: "\r\n\r\n").hasPrefix("HTTP/1.1 200") { break }
            }
        }
    }

    @Test("A head that is too long is refused")
    func longHead() async throws {
        let limits = Self.limits { $0.maximumHeadBytes = 1_000 }
        try await TestApplication.run(limits: limits) { application in
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "GET /sync/health", actor: nil, headers: ["X-Long: \(String(repeating: "x", count: 2_000))"]))
            #expect(try await connection.answer().status == 400)
        }
    }

    @Test("An actor over its rate is told when to come back, before the body is read")
    func rate() async throws {
        var configuration = ServerConfiguration()
        // However long it is until the second request.
        configuration.maximumRequestRatePerActor = 0.000_1
        configuration.requestBurstPerActor = 1
        try await TestApplication.run(configuration: configuration) { application in
            let body = IssueList.push(client: UUID())
            #expect(try await application.answer("POST /sync/push", body: body).status == 200)
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "POST /sync/push", actor: "ann",
                    headers: ["Content-Type: application/json", "Content-Length: 1000000"]))
            let answer = try await connection.answer()
            #expect(answer.status == 429)
            #expect(answer.headers["connection"] == "close")
            #expect(try #require(answer.headers["retry-after"].flatMap { Int($0) }) > 1)
            #expect(try ErrorResponse(json: answer.body).code == .tooManyRequests)
            #expect(try await application.answer("POST /sync/push", body: body, actor: "bob").status == 403)
        }
    }
}
