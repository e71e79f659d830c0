import Foundation
import HTTPTestSupport
import LockstepClient
import LockstepHTTPClient
import Testing

@Suite("Requests over HTTP", .timeLimit(.minutes(10)))
struct HTTPPostTests {
    let clock = ManualClock()

    func transport(
        _ url: URL, configuration: HTTPTransport.Configuration = .init(),
        token: @escaping @Sendable () async throws -> String? = { "secret" }
    ) -> HTTPTransport {
        HTTPTransport(url: url, configuration: configuration, clock: clock, token: token)
    }

    @Test("A request carries the body and the token, and the answer comes back whole")
    func success() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(body: #"{"acknowledged":7}"#))
        }
        let transport: some SyncTransport = .http(server.url, token: { "secret" })
        let answer = try await transport.post("/sync/push", body: Array(#"{"é":1}"#.utf8))
        #expect(answer == TransportResponse(status: 200, body: Array(#"{"acknowledged":7}"#.utf8)))
        let request = try #require(await server.requests.first { _ in true })
        #expect(request.line == "POST /sync/push")
        #expect(request.body == Array(#"{"é":1}"#.utf8))
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.headers["content-type"] == "application/json")
    }

    @Test(
        "The routes are below the server's address",
        arguments: [
            ("", "POST /sync/pull"), ("/", "POST /sync/pull"), ("/api", "POST /api/sync/pull"),
            ("/api/", "POST /api/sync/pull"),
        ])
    func basePath(base: String, line: String) async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let url = try #require(URL(string: server.url.absoluteString + base))
        _ = try await transport(url).post("/sync/pull", body: [])
        #expect(await server.requests.first { _ in true }?.line == line)
    }

    @Test(
        "Any status is an answer, with its body",
        arguments: ["400 Bad Request", "403 Forbidden", "409 Conflict", "413 Content Too Large", "500 Oh"])
    func failureStatus(status: String) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(status, body: #"{"error":{}}"#))
        }
        let answer = try await transport(server.url).post("/sync/push", body: [])
        #expect(answer.status == Int(status.prefix(3)))
        #expect(answer.body == Array(#"{"error":{}}"#.utf8))
        #expect(answer.retryAfter == nil)
    }

    @Test("A challenge for authentication is an answer", arguments: [[], ["WWW-Authenticate: Bearer"]])
    func unauthorized(headers: [String]) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer("401 Unauthorized", headers: headers, body: "{}"))
        }
        let answer = try await transport(server.url).post("/sync/push", body: [])
        #expect(answer == TransportResponse(status: 401, body: Array("{}".utf8)))
    }

    @Test("Retry-After is passed on")
    func retryAfter() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer("503 Busy", headers: ["Retry-After: 17"]))
        }
        #expect(try await transport(server.url).post("/sync/push", body: []).retryAfter == .seconds(17))
    }

    @Test("A redirect is an answer, and nothing is sent to where it points", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let target = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let location = "Location: \(target.url)/elsewhere"
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer("\(status) Moved", headers: [location]))
        }
        #expect(try await transport(server.url).post("/sync/push", body: []).status == status)
        // The target's next request is this one: there was none before.
        _ = try await transport(target.url).post("/sync/pull", body: [])
        #expect(await target.requests.first { _ in true }?.line == "POST /sync/pull")
    }

    @Test(
        "An answer that is cut off is no answer",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"acknowledged\":7",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"ackno",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
            "",
        ])
    func cut(answer: String) async throws {
        let server = try ScriptedServer { _, connection in connection.send(answer) }
        let error = await #expect(throws: TransportError.self) {
            try await transport(server.url).post("/sync/push", body: [])
        }
        #expect(error?.kind == .unreachable)
    }

    @Test("A request on a kept connection that the server closes is sent again, whole, or fails at once")
    func keptConnectionCloses() async throws {
        let server = try ScriptedServer { request, connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.body.count)\r\n\r\n")
            connection.send(String(decoding: request.body, as: UTF8.self))
            // The second request on the connection is read, and never answered.
            _ = connection.readRequest()
        }
        let transport = transport(server.url)
        for number in 1...6 {
            let body = Array("request \(number)".utf8)
            do {
                #expect(try await transport.post("/sync/push", body: body).body == body)
            } catch let error as TransportError {
                #expect(error.kind == .unreachable)
            }
        }
        // No time has passed on the clock: nothing has run into a limit.
    }

    @Test("Nobody listening is unreachable")
    func nobody() async throws {
        let url: URL
        do {
            url = try ScriptedServer { _, _ in }.url
        }
        let error = await #expect(throws: TransportError.self) { try await transport(url).post("/sync/push", body: []) }
        #expect(error?.kind == .unreachable)
    }

    @Test("An address that is not HTTP is refused with a sentence", arguments: ["file:///etc/hostname", "ftp://host"])
    func scheme(address: String) async throws {
        let url = try #require(URL(string: address))
        let error = await #expect(throws: TransportError.self) { try await transport(url).post("/", body: []) }
        #expect(error?.message == "The server's address must begin with https or http: \(address).")
    }

    // MARK: Time

    @Test("A slow answer is waited for, up to the limit")
    func slow() async throws {
        let gate = DispatchSemaphore(value: 0)
        let server = try ScriptedServer { _, connection in
            gate.wait()
            connection.send(ScriptedServer.answer(body: "{}"))
        }
        async let answer = transport(server.url).post("/sync/push", body: [])
        await clock.sleeper(until: .seconds(60))
        clock.advance(by: .seconds(59))
        gate.signal()
        #expect(try await answer.status == 200)
    }

    @Test("A server that says nothing is given up, and the connection is closed")
    func silent() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.waitForClose()
            close.yield()
        }
        let transport = transport(server.url)
        let answer = Task { try await transport.post("/sync/push", body: []) }
        _ = await server.requests.first { _ in true }
        await clock.sleeper(until: .seconds(60))
        clock.advance(by: .seconds(60))
        let error = await #expect(throws: TransportError.self) { try await answer.value }
        #expect(error?.kind == .unreachable)
        #expect(error?.message == "The server was silent for 60.0 seconds.")
        _ = await closed.first { true }
    }

    @Test("A cancelled request throws CancellationError and closes the connection")
    func cancellation() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.waitForClose()
            close.yield()
        }
        let transport = transport(server.url)
        let task = Task { try await transport.post("/sync/push", body: []) }
        _ = await server.requests.first { _ in true }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        _ = await closed.first { true }
    }

    // MARK: Limits

    @Test(
        "An answer over the limit is given up",
        arguments: [
            ScriptedServer.answer(body: String(repeating: "a", count: 101)),
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n\(String(repeating: "a", count: 101))\r\n",
        ])
    func tooLarge(answer: String) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(answer)
            connection.waitForClose()
        }
        let transport = transport(server.url, configuration: .init(maximumAnswerBytes: 100))
        let error = await #expect(throws: TransportError.self) { try await transport.post("/sync/pull", body: []) }
        #expect(error?.message.hasPrefix("The answer has more than 100 bytes") == true)
    }

    @Test("An answer of exactly the limit is taken")
    func asLargeAsAllowed() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(body: String(repeating: "a", count: 100)))
        }
        let transport = transport(server.url, configuration: .init(maximumAnswerBytes: 100))
        #expect(try await transport.post("/sync/pull", body: []).body.count == 100)
    }

    @Test("Large bodies arrive both ways")
    func large() async throws {
        let text = String(repeating: "abcdefgh", count: 1 << 18)
        let server = try ScriptedServer { request, connection in
            connection.send(ScriptedServer.answer(body: String(decoding: request.body, as: UTF8.self)))
        }
        let answer = try await transport(server.url).post("/sync/push", body: Array(text.utf8))
        #expect(answer.body == Array(text.utf8))
    }

    // MARK: Tokens

    private struct SignedOut: Error {}

    @Test("Without a token nothing is sent")
    func tokenThrows() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let error = await #expect(throws: TransportError.self) {
            try await transport(server.url, token: { throw SignedOut() }).post("/sync/push", body: [])
        }
        #expect(error?.kind == .noToken)
        #expect(error?.underlying is SignedOut)
        _ = try await transport(server.url).post("/sync/pull", body: [])
        #expect(await server.requests.first { _ in true }?.line == "POST /sync/pull")
    }

    @Test("A token that cannot be a header is refused", arguments: ["a\r\nX-Admin: 1", "a b", "é", "\u{0}"])
    func tokenInjection(token: String) async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let error = await #expect(throws: TransportError.self) {
            try await transport(server.url, token: { token }).post("/sync/push", body: [])
        }
        #expect(error?.kind == .noToken)
    }

    @Test("No token means no header")
    func anonymous() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        _ = try await transport(server.url, token: { nil }).post("/sync/push", body: [])
        let request = try #require(await server.requests.first { _ in true })
        #expect(request.headers["authorization"] == nil)
    }

    @Test("Cookies of the server are not sent back")
    func cookies() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(headers: ["Set-Cookie: session=1; Path=/"]))
        }
        let transport = transport(server.url)
        _ = try await transport.post("/sync/push", body: [])
        _ = try await transport.post("/sync/push", body: [])
        var requests = server.requests.makeAsyncIterator()
        _ = await requests.next()
        #expect(await requests.next()?.headers["cookie"] == nil)
    }

    // MARK: Life

    @Test("A closed transport is unreachable")
    func closed() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let transport = transport(server.url)
        transport.close()
        transport.close()
        let error = await #expect(throws: TransportError.self) { try await transport.post("/sync/push", body: []) }
        #expect(error?.kind == .unreachable)
    }

    private final class Probe: Sendable {
        let gone: AsyncStream<Void>.Continuation
        init(_ gone: AsyncStream<Void>.Continuation) { self.gone = gone }
        deinit { gone.yield() }
    }

    @Test("A transport that nobody holds lets go of its session")
    func leak() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let (released, gone) = AsyncStream<Void>.makeStream()
        do {
            let probe = Probe(gone)
            // The session's delegate holds this closure.
            let transport = HTTPTransport(
                url: server.url,
                now: {
                    _ = probe
                    return Date()
                },
                token: { nil })
            _ = try await transport.post("/sync/push", body: [])
        }
        _ = await released.first { true }
    }
}
