import Foundation
import HTTPTestSupport
import LockstepClient
import LockstepHTTPClient
import Testing

@Suite("The event stream over HTTP", .timeLimit(.minutes(10)))
struct HTTPEventsTests {
    let clock = ManualClock()

    func transport(_ server: ScriptedServer) -> HTTPTransport {
        HTTPTransport(url: server.url, clock: clock, token: { "secret" })
    }

    /// A server that sends an event whenever the test yields a piece, and says when the client has gone.
    struct Stage {
        let server: ScriptedServer
        let closed: AsyncStream<Void>
        private let pieces = Pieces()

        init() throws {
            let (closed, close) = AsyncStream<Void>.makeStream()
            self.closed = closed
            server = try ScriptedServer { [pieces] _, connection in
                connection.send(ScriptedServer.eventStream)
                while let piece = pieces.next() { connection.send(ScriptedServer.chunk(piece)) }
                connection.waitForClose()
                close.yield()
            }
        }

        func send(_ piece: String) { pieces.add(piece) }

        /// From here on the server only waits for the client to go.
        func fallSilent() { pieces.add(nil) }
    }

    /// A queue on which a server's thread waits.
    final class Pieces: Sendable {
        private let condition = NSCondition()
        // Only touched while `condition` is locked.
        private nonisolated(unsafe) var waiting: [String?] = []

        func add(_ piece: String?) {
            condition.lock()
            defer { condition.unlock() }
            waiting.append(piece)
            condition.signal()
        }

        func next() -> String? {
            condition.lock()
            defer { condition.unlock() }
            while waiting.isEmpty { condition.wait() }
            return waiting.removeFirst()
        }
    }

    @Test("Heads and heartbeats arrive as they are sent, however they are cut")
    func heads() async throws {
        let stage = try Stage()
        var events = transport(stage.server).events().makeAsyncIterator()
        stage.send("event: head\ndata: {\"version\": 12}\n\n")
        #expect(try await events.next() == .head(version: 12))
        stage.send(":")
        stage.send("\r")
        #expect(try await events.next() == .heartbeat)
        stage.send("\nevent: he")
        stage.send("ad\ndata: {\"ver")
        stage.send("sion\": 13, \"more\": true}\n")
        stage.send("\n")
        #expect(try await events.next() == .head(version: 13))
        stage.send("event: news\ndata: x\n\nevent: head\ndata: {\"version\": 14}\n\n")
        #expect(try await events.next() == .head(version: 14))
        stage.fallSilent()
    }

    @Test("The request asks for events with the token")
    func request() async throws {
        let stage = try Stage()
        stage.send("event: head\ndata: {\"version\": 1}\n\n")
        stage.fallSilent()
        for try await _ in transport(stage.server).events() { break }
        let request = try #require(await stage.server.requests.first { _ in true })
        #expect(request.line == "GET /sync/events")
        #expect(request.headers["accept"] == "text/event-stream")
        #expect(request.headers["authorization"] == "Bearer secret")
    }

    @Test("Of several heads in one piece the newest is enough")
    func coalesced() async throws {
        let stage = try Stage()
        var events = transport(stage.server).events().makeAsyncIterator()
        stage.send((1...100).map { "event: head\ndata: {\"version\": \($0)}\n\n" }.joined())
        stage.fallSilent()
        #expect(try await events.next() == .head(version: 100))
    }

    @Test(
        "A refusal is an error with its status",
        arguments: ["401 Unauthorized", "403 Forbidden", "503 Busy", "204 No Content", "307 Moved"])
    func refused(status: String) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(status, headers: ["Location: http://127.0.0.1:9/"]))
        }
        var events = transport(server).events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .refused(status: try #require(Int(status.prefix(3)))))
        #expect(try await events.next() == nil)
    }

    @Test(
        "An answer that is no event stream of Lockstep is an error",
        arguments: [
            ScriptedServer.answer(headers: ["Content-Type: text/event-stream"], body: "event: head\ndata: x\n\n"),
            ScriptedServer.answer(headers: ["Content-Type: text/event-stream"], body: "event: head\ndata: {}\n\n"),
            ScriptedServer.answer(
                headers: ["Content-Type: text/event-stream"], body: String(repeating: "a", count: 70_000)),
        ])
    func notEvents(answer: String) async throws {
        let server = try ScriptedServer { _, connection in connection.send(answer) }
        var events = transport(server).events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .unreachable)
    }

    @Test("An answer of another type is refused as no stream at all")
    func otherType() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer(headers: ["Content-Type: text/html"], body: "<html>"))
        }
        var events = transport(server).events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .refused(status: 200))
    }

    @Test("A refused stream tells how long the server asks to wait")
    func refusedForAWhile() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(ScriptedServer.answer("503 Service Unavailable", headers: ["Retry-After: 7"]))
        }
        var events = transport(server).events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .refused(status: 503, retryAfter: .seconds(7)))
    }

    @Test(
        "The end of the connection is an error, after what came before it",
        arguments: ["0\r\n\r\n", "", "5\r\nev"])
    func ended(end: String) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(
                ScriptedServer.eventStream + ScriptedServer.chunk("event: head\ndata: {\"version\": 5}\n\n") + end)
        }
        var events = transport(server).events().makeAsyncIterator()
        #expect(try await events.next() == .head(version: 5))
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .unreachable)
    }

    @Test("A stream that is silent for 40 seconds is dead; anything that arrives is a sign of life")
    func dead() async throws {
        let stage = try Stage()
        let events = transport(stage.server).events()
        stage.send("event: head\ndata: {\"version\": 5}\n\n")
        #expect(try await events.first { _ in true } == .head(version: 5))
        async let heartbeat = events.first { _ in true }
        await clock.sleeper(until: .seconds(40))
        clock.advance(by: .seconds(39))
        stage.send(":\n\n")
        #expect(try await heartbeat == .heartbeat)
        let rest = Task { try await events.first { _ in true } }
        await clock.sleeper(until: .seconds(79))
        stage.fallSilent()
        clock.advance(by: .seconds(40))
        let error = await #expect(throws: TransportError.self) { try await rest.value }
        #expect(error?.message == "The server was silent for 40.0 seconds.")
        _ = await stage.closed.first { true }
    }

    @Test("A cancelled reader ends without an error and disconnects")
    func cancellation() async throws {
        let stage = try Stage()
        stage.send("event: head\ndata: {\"version\": 5}\n\n")
        stage.fallSilent()
        let (heads, head) = AsyncStream<TransportEvent>.makeStream()
        let transport = transport(stage.server)
        let reader = Task {
            for try await event in transport.events() { head.yield(event) }
        }
        #expect(await heads.first { _ in true } == .head(version: 5))
        reader.cancel()
        try await reader.value
        _ = await stage.closed.first { true }
    }

    @Test("A stream that nobody reads any longer disconnects")
    func dropped() async throws {
        let stage = try Stage()
        stage.send("event: head\ndata: {\"version\": 5}\n\n")
        stage.fallSilent()
        let transport = transport(stage.server)
        for try await _ in transport.events() { break }
        _ = await stage.closed.first { true }
        // Until here, so that it is not the transport's end that closes the connection.
        transport.close()
    }

    @Test("A stream that nobody reads does not connect")
    func lazy() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        let transport = transport(server)
        _ = transport.events()
        _ = try await transport.post("/sync/pull", body: [])
        #expect(await server.requests.first { _ in true }?.line == "POST /sync/pull")
    }

    @Test("Closing the transport ends its streams with an error")
    func closed() async throws {
        let stage = try Stage()
        stage.send("event: head\ndata: {\"version\": 5}\n\n")
        stage.fallSilent()
        let transport = transport(stage.server)
        var events = transport.events().makeAsyncIterator()
        #expect(try await events.next() == .head(version: 5))
        transport.close()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .unreachable)
    }

    private struct SignedOut: Error {}

    @Test("Without a token there is no stream")
    func noToken() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer()) }
        var events = HTTPTransport(url: server.url, token: { throw SignedOut() }).events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .noToken)
    }

    @Test("Requests are answered while events stream")
    func both() async throws {
        let server = try ScriptedServer { request, connection in
            guard request.line == "GET /sync/events" else { return connection.send(ScriptedServer.answer(body: "{}")) }
            connection.send(
                ScriptedServer.eventStream + ScriptedServer.chunk("event: head\ndata: {\"version\": 5}\n\n"))
            connection.waitForClose()
        }
        let transport = transport(server)
        var events = transport.events().makeAsyncIterator()
        #expect(try await events.next() == .head(version: 5))
        #expect(try await transport.post("/sync/pull", body: []).status == 200)
    }
}
