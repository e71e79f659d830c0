import Foundation
import LockstepClient

/// What the answer to `GET /sync/events` has said and the app has not read yet: at most the newest head and one
/// heartbeat, however slowly it is read.
struct EventFeed: AnswerReader {
    private var parser = EventStreamParser()
    private var head: TransportEvent?
    private var hasHeartbeat = false

    private struct Head: Decodable {
        let version: Int64

        /// In milliseconds; a server that asks for none leaves it out.
        let spread: Int64?
    }

    mutating func begin(_ head: AnswerHead) throws(TransportError) {
        guard head.status == 200 else {
            throw TransportError(
                .refused(status: head.status, retryAfter: head.retryAfter),
                "The server refused the event stream with status \(head.status).")
        }
        guard head.mediaType == "text/event-stream" else {
            throw TransportError(
                .refused(status: head.status, retryAfter: head.retryAfter),
                """
                The answer to the request for events is of type \(head.mediaType ?? "unknown") in place of \
                text/event-stream: check that the address is that of a Lockstep server.
                """)
        }
    }

    mutating func receive(_ bytes: Data) throws(TransportError) {
        let items: [EventStreamParser.Item]
        do {
            items = try parser.parse(bytes)
        } catch {
            throw TransportError(
                .unreachable, "The event stream has a line over \(EventStreamParser.maximumLength) bytes.",
                underlying: error)
        }
        for item in items {
            switch item {
            case .comment: hasHeartbeat = true
            case .event("head", let data): head = try Self.head(data)
            case .event: break
            }
        }
    }

    mutating func finish() throws(TransportError) {
        throw TransportError(.unreachable, "The server ended the event stream.")
    }

    mutating func next() -> TransportEvent? {
        if let event = head {
            head = nil
            return event
        }
        guard hasHeartbeat else { return nil }
        hasHeartbeat = false
        return .heartbeat
    }

    private static func head(_ data: String) throws(TransportError) -> TransportEvent {
        do {
            let head = try JSONDecoder().decode(Head.self, from: Data(data.utf8))
            return .head(version: head.version, spread: .milliseconds(max(head.spread ?? 0, 0)))
        } catch {
            throw TransportError(
                .unreachable, "The event `head` has no version: its data is \(data.prefix(200)).", underlying: error)
        }
    }
}
