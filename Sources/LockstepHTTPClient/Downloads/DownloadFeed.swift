import Foundation
import LockstepClient

/// The answer to a request for a part of a file: its head, then its body as it arrives.
struct DownloadFeed: AnswerReader {
    enum Output: Sendable {
        case head(AnswerHead)
        case bytes([UInt8])
        case end
    }

    private let limit: Int
    private var head: AnswerHead?
    private var isHeadRead = false
    private var receivedCount = 0
    private var unread: [UInt8] = []
    private var isComplete = false

    /// - Parameter limit: Bytes that may have arrived and not been read. swift-corelibs-foundation reads on while its
    ///   delegate is busy, so the server cannot be held back: whoever asks bounds the range.
    init(limit: Int) {
        self.limit = limit
    }

    mutating func begin(_ head: AnswerHead) throws(TransportError) {
        self.head = head
    }

    mutating func receive(_ bytes: Data) throws(TransportError) {
        receivedCount += bytes.count
        guard unread.count + bytes.count <= limit else {
            throw TransportError(.unreachable, "The file arrives faster than it can be stored.")
        }
        bytes.withUnsafeBytes { unread.append(contentsOf: $0) }
    }

    mutating func finish() throws(TransportError) {
        guard let head else {
            throw TransportError(.unreachable, "The server closed the connection without an answer.")
        }
        if let length = head.length, receivedCount < length {
            throw TransportError(
                .unreachable, "The connection broke after \(receivedCount) of the answer's \(length) bytes.")
        }
        isComplete = true
    }

    mutating func next() -> Output? {
        guard let head else { return nil }
        guard isHeadRead else {
            isHeadRead = true
            return .head(head)
        }
        if !unread.isEmpty {
            defer { unread = [] }
            return .bytes(unread)
        }
        return isComplete ? .end : nil
    }
}
