import Foundation

/// A client's connection that sends text as it is told, and reads what comes back as text.
package final class TextConnection: Sendable {
    private let socket: LoopbackSocket
    private let arrivals: AsyncStream<[UInt8]>

    // Touched by the one task that reads.
    private nonisolated(unsafe) var unread: [UInt8] = []

    package init(port: Int) throws {
        socket = try LoopbackSocket.connected(to: UInt16(port))
        let (arrivals, arrival) = AsyncStream<[UInt8]>.makeStream()
        self.arrivals = arrivals
        Thread.detachNewThread { [socket] in
            while case let bytes = socket.receive(), !bytes.isEmpty { arrival.yield(bytes) }
            arrival.finish()
        }
    }

    deinit {
        socket.shutdown()
    }

    package func send(_ text: String) {
        socket.send(text)
    }

    package func send(_ bytes: [UInt8]) {
        socket.send(bytes)
    }

    package func close() {
        socket.shutdown()
    }

    /// What comes up to and with `end`; all there is if the connection ends before.
    package func text(through end: String) async -> String {
        while true {
            if let range = unread.firstRange(of: Array(end.utf8)) {
                defer { unread.removeFirst(range.upperBound) }
                return String(decoding: unread[..<range.upperBound], as: UTF8.self)
            }
            guard let bytes = await arrivals.first(where: { _ in true }) else { return await rest() }
            unread += bytes
        }
    }

    /// All that comes until the connection ends.
    package func rest() async -> String {
        for await bytes in arrivals { unread += bytes }
        defer { unread = [] }
        return String(decoding: unread, as: UTF8.self)
    }

    /// An answer with a Content-Length.
    package func answer() async throws -> TextAnswer {
        let head = await text(through: "\r\n\r\n")
        var lines = head.components(separatedBy: "\r\n")
        let words = lines.removeFirst().split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw NoAnswer(text: head) }
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while unread.count < length, let bytes = await arrivals.first(where: { _ in true }) { unread += bytes }
        guard unread.count >= length else { throw NoAnswer(text: head + String(decoding: unread, as: UTF8.self)) }
        defer { unread.removeFirst(length) }
        return TextAnswer(status: status, headers: headers, body: Array(unread[..<length]))
    }

    private struct NoAnswer: Error {
        let text: String
    }
}

package struct TextAnswer: Hashable, Sendable {
    package let status: Int

    /// By lowercase name.
    package let headers: [String: String]

    package let body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var text: String { String(decoding: body, as: UTF8.self) }
}
