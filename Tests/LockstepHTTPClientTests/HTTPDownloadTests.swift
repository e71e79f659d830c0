import Foundation
import HTTPTestSupport
import LockstepClient
import Testing

@testable import LockstepHTTPClient

@Suite("Files over HTTP", .timeLimit(.minutes(10)))
struct HTTPDownloadTests {
    let clock = ManualClock()

    func transport(
        _ server: ScriptedServer, configuration: HTTPTransport.Configuration = .init(), token: String? = "secret"
    ) -> HTTPTransport {
        HTTPTransport(url: server.url, configuration: configuration, clock: clock, token: { _ in token })
    }

    private func part(_ body: String, headers: [String] = []) -> String {
        ScriptedServer.answer("206 Partial Content", headers: headers, body: body)
    }

    private func whole(_ download: TransportDownload) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in download.chunks { bytes += chunk }
        return bytes
    }

    @Test("A part is asked for by its range, and comes with what its headers say")
    func part() async throws {
        let answer = part("cdef", headers: ["Content-Range: bytes 2-5/9", "ETag: \"v1\""])
        let server = try ScriptedServer { _, connection in connection.send(answer) }
        let download = try await transport(server).download("/sync/snapshots/a", range: 2..<6, ifRange: "\"v1\"")
        #expect(download.status == 206)
        #expect(download.range == 2..<6)
        #expect(download.totalBytes == 9)
        #expect(download.etag == "\"v1\"")
        #expect(try await whole(download) == Array("cdef".utf8))
        let request = try #require(await server.requests.first { _ in true })
        #expect(request.line == "GET /sync/snapshots/a")
        #expect(request.headers["range"] == "bytes=2-5")
        #expect(request.headers["if-range"] == "\"v1\"")
        #expect(request.headers["authorization"] == "Bearer secret")
        #expect(request.headers["accept-encoding"] == "identity")
    }

    @Test("Without an ETag there is no condition, and a server may send the whole")
    func wholeFile() async throws {
        let server = try ScriptedServer { _, connection in connection.send(ScriptedServer.answer(body: "abcdefghi")) }
        let download = try await transport(server).download("/sync/snapshots/a", range: 0..<4, ifRange: nil)
        #expect(download.status == 200)
        #expect(download.range == nil)
        #expect(download.totalBytes == 9)
        #expect(download.etag == nil)
        #expect(try await whole(download) == Array("abcdefghi".utf8))
        #expect(await server.requests.first { _ in true }?.headers["if-range"] == nil)
    }

    @Test(
        "Any other status is an answer, with its body and what the server asks to wait",
        arguments: [
            "404 Not Found", "410 Gone", "416 Range Not Satisfiable", "401 Unauthorized", "503 Busy", "302 Found",
        ])
    func refusal(status: String) async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(
                ScriptedServer.answer(
                    status, headers: ["Retry-After: 7", "Location: http://127.0.0.1:9/"], body: #"{"error":{}}"#))
        }
        let download = try await transport(server).download("/sync/snapshots/a", range: 0..<4, ifRange: nil)
        #expect(download.status == Int(status.prefix(3)))
        #expect(download.retryAfter == .seconds(7))
        #expect(download.totalBytes == nil)
        #expect(try await whole(download) == Array(#"{"error":{}}"#.utf8))
    }

    @Test("What came before a connection broke is there before the error")
    func cut() async throws {
        let server = try ScriptedServer { _, connection in
            connection.send(
                "HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\nContent-Range: bytes 0-99/200\r\n\r\nabc")
        }
        let download = try await transport(server).download("/sync/snapshots/a", range: 0..<100, ifRange: nil)
        var bytes: [UInt8] = []
        let error = await #expect(throws: TransportError.self) {
            for try await chunk in download.chunks { bytes += chunk }
        }
        #expect(error?.kind == .unreachable)
        #expect(bytes == Array("abc".utf8))
    }

    @Test("Without any answer there is an error")
    func nothing() async throws {
        let server = try ScriptedServer { _, _ in }
        let error = await #expect(throws: TransportError.self) {
            try await transport(server).download("/sync/snapshots/a", range: 0..<100, ifRange: nil)
        }
        #expect(error?.kind == .unreachable)
    }

    @Test("A large part arrives whole, in pieces")
    func large() async throws {
        let text = String(repeating: "0123456789abcdef", count: 1 << 19)
        let answer = part(text, headers: ["Content-Range: bytes 0-8388607/8388608"])
        let server = try ScriptedServer { _, connection in connection.send(answer) }
        let download = try await transport(server).download("/sync/snapshots/a", range: 0..<8_388_608, ifRange: nil)
        #expect(try await whole(download) == Array(text.utf8))
    }

    @Test("A body that arrives faster than it is read is given up at the limit")
    func limit() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "a", count: 500_000))
            connection.waitForClose()
            close.yield()
        }
        let transport = transport(server, configuration: .init(maximumAnswerBytes: 100_000))
        let download = try await transport.download("/sync/snapshots/a", range: 0..<1_000_000, ifRange: nil)
        _ = await closed.first { true }
        await #expect(throws: TransportError.self) { try await whole(download) }
    }

    @Test("A server that falls silent within a body is given up, and the connection is closed")
    func silent() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.send(
                "HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\nContent-Range: bytes 0-99/200\r\n\r\nabc")
            connection.waitForClose()
            close.yield()
        }
        let download = try await transport(server).download("/sync/snapshots/a", range: 0..<100, ifRange: nil)
        var chunks = download.chunks.makeAsyncIterator()
        #expect(try await chunks.next() == Array("abc".utf8))
        let body = Task { try await whole(download) }
        await clock.sleeper(until: .seconds(60))
        clock.advance(by: .seconds(60))
        let error = await #expect(throws: TransportError.self) { try await body.value }
        #expect(error?.message == "The server was silent for 60.0 seconds.")
        _ = await closed.first { true }
    }

    @Test("A body that nobody reads any longer closes the connection")
    func dropped() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.send(
                "HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\nContent-Range: bytes 0-99/200\r\n\r\nabc")
            connection.waitForClose()
            close.yield()
        }
        let transport = transport(server)
        do {
            let download = try await transport.download("/sync/snapshots/a", range: 0..<100, ifRange: nil)
            for try await _ in download.chunks { break }
        }
        _ = await closed.first { true }
    }

    @Test("A cancelled download closes the connection")
    func cancellation() async throws {
        let (closed, close) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, connection in
            connection.waitForClose()
            close.yield()
        }
        let transport = transport(server)
        let task = Task { _ = try await transport.download("/sync/snapshots/a", range: 0..<100, ifRange: nil) }
        _ = await server.requests.first { _ in true }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        _ = await closed.first { true }
    }

    @Test(
        "Content-Range is read as far as it is one of bytes",
        arguments: [
            ("bytes 0-0/1", 0..<1, 1), ("bytes 2-5/9", 2..<6, 9), ("BYTES 2-5/*", 2..<6, nil),
            ("bytes 5-2/9", nil, nil),
            ("bytes 2-9/9", nil, nil), ("bytes */9", nil, nil), ("items 0-0/1", nil, nil), ("bytes 0-0", nil, nil),
            ("bytes -1-5/9", nil, nil), ("bytes +1-5/9", nil, nil), ("bytes 0-9223372036854775807/*", nil, nil),
            ("bytes 0-99999999999999999999/*", nil, nil), ("", nil, nil), ("bytes 0-/5", nil, nil),
        ] as [(String, Range<Int64>?, Int64?)])
    func contentRange(value: String, bytes: Range<Int64>?, total: Int64?) {
        let range = ContentRange(value)
        #expect(range?.bytes == bytes)
        #expect(range?.total == total)
    }
}
