package import Foundation

/// An HTTP server on a port of the loopback interface that answers with whatever bytes a test wants, well-formed or not.
///
/// Each connection has a thread, carries one request, and is closed when the script returns.
package final class ScriptedServer: Sendable {
    package typealias Script = @Sendable (ReceivedRequest, ServerConnection) -> Void

    package let url: URL

    /// The requests, as they arrive.
    package let requests: AsyncStream<ReceivedRequest>

    private let listener: LoopbackSocket

    package init(_ script: @escaping Script) throws {
        listener = try LoopbackSocket.listening()
        url = .loopback(port: listener.port)
        let (requests, request) = AsyncStream<ReceivedRequest>.makeStream()
        self.requests = requests
        Thread.detachNewThread { [listener] in
            while let socket = listener.accepted() {
                Thread.detachNewThread {
                    let connection = ServerConnection(socket: socket)
                    if let received = connection.readRequest() {
                        request.yield(received)
                        script(received, connection)
                    }
                    socket.shutdown()
                }
            }
            request.finish()
        }
    }

    deinit {
        listener.shutdown()
    }

    /// An answer with a body of known length.
    package static func answer(_ status: String = "200 OK", headers: [String] = [], body: String = "") -> String {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)", "Connection: close"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// The head of an event stream.
    package static let eventStream =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// A piece of a chunked body.
    package static func chunk(_ text: String) -> String {
        String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"
    }
}

extension URL {
    package static func loopback(port: some BinaryInteger) -> URL {
        guard let url = URL(string: "http://127.0.0.1:\(port)") else { preconditionFailure("A number makes a URL.") }
        return url
    }
}

package struct ReceivedRequest: Hashable, Sendable {
    /// The request line without the protocol's version: `POST /sync/push`.
    package let line: String

    /// By lowercase name.
    package let headers: [String: String]

    package let body: [UInt8]
}

/// A connection that a client has made to a `ScriptedServer`.
package struct ServerConnection: Sendable {
    let socket: LoopbackSocket

    package func send(_ text: String) {
        socket.send(text)
    }

    /// Returns when the client has closed the connection.
    package func waitForClose() {
        while !socket.receive().isEmpty {}
    }

    /// The next request; nil if there is none.
    package func readRequest() -> ReceivedRequest? {
        var unread: [UInt8] = []
        guard let head = read(through: "\r\n\r\n", &unread) else { return nil }
        let lines = head.components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        var body: [UInt8]? = []
        if headers["transfer-encoding"] == "chunked" {
            body = readChunks(&unread)
        } else if let length = headers["content-length"].flatMap({ Int($0) }) {
            body = read(length, &unread)
        }
        guard let body else { return nil }
        let line = lines[0].split(separator: " ").dropLast().joined(separator: " ")
        return ReceivedRequest(line: line, headers: headers, body: body)
    }

    private func readChunks(_ unread: inout [UInt8]) -> [UInt8]? {
        var body: [UInt8] = []
        while let line = read(through: "\r\n", &unread), let size = Int(line.dropLast(), radix: 16) {
            guard let chunk = read(size, &unread), read(2, &unread) != nil else { return nil }
            if size == 0 { return body }
            body += chunk
        }
        return nil
    }

    private func read(through end: String, _ unread: inout [UInt8]) -> String? {
        while true {
            if let range = unread.firstRange(of: Array(end.utf8)) {
                defer { unread.removeFirst(range.upperBound) }
                return String(decoding: unread[..<range.upperBound], as: UTF8.self)
            }
            guard receive(&unread) else { return nil }
        }
    }

    private func read(_ count: Int, _ unread: inout [UInt8]) -> [UInt8]? {
        while unread.count < count { guard receive(&unread) else { return nil } }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    private func receive(_ unread: inout [UInt8]) -> Bool {
        let more = socket.receive()
        unread += more
        return !more.isEmpty
    }
}
