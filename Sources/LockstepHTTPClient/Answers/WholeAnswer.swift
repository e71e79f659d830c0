import Foundation
import LockstepClient

/// Collects an answer, and gives it when it is complete.
struct WholeAnswer: AnswerReader {
    private let limit: Int
    private var head: AnswerHead?
    private var body: [UInt8] = []
    private var isComplete = false

    /// - Parameter limit: Bytes that the body may have.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func begin(_ head: AnswerHead) throws(TransportError) {
        self.head = head
        guard (head.length ?? 0) <= limit else { throw tooLarge }
        // No more than a usual answer has: the length is only the server's word.
        body.reserveCapacity(min(head.length ?? 0, 1 << 20))
    }

    mutating func receive(_ bytes: Data) throws(TransportError) {
        guard body.count + bytes.count <= limit else { throw tooLarge }
        bytes.withUnsafeBytes { body.append(contentsOf: $0) }
    }

    mutating func finish() throws(TransportError) {
        guard let head else {
            throw TransportError(.unreachable, "The server closed the connection without an answer.")
        }
        if let length = head.length, body.count < length {
            throw TransportError(
                .unreachable, "The connection broke after \(body.count) of the answer's \(length) bytes.")
        }
        isComplete = true
    }

    mutating func next() -> TransportResponse? {
        guard isComplete, let head else { return nil }
        return TransportResponse(status: head.status, retryAfter: head.retryAfter, body: body)
    }

    private var tooLarge: TransportError {
        TransportError(
            .unreachable,
            "The answer has more than \(limit) bytes: raise `maximumAnswerBytes` of the transport's configuration.")
    }
}
