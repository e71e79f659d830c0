import Foundation
import LockstepClient

/// Takes an answer as it arrives and says what there is to read of it. The calls come in the order of the
/// declarations; after an error none comes, and the request is given up.
protocol AnswerReader: Sendable {
    associatedtype Output: Sendable

    mutating func begin(_ head: AnswerHead) throws(TransportError)

    mutating func receive(_ bytes: Data) throws(TransportError)

    /// The answer is complete.
    mutating func finish() throws(TransportError)

    /// Something to read, which is then taken; nil while there is nothing.
    mutating func next() -> Output?
}

/// The status and the headers of an answer.
struct AnswerHead: Hashable, Sendable {
    let status: Int
    let retryAfter: Duration?

    /// The header Content-Type without its parameters, in lowercase.
    let mediaType: String?

    /// How many bytes follow, if that is known and they are not compressed.
    let length: Int?

    /// Where they belong, if they are a part of a file.
    let contentRange: ContentRange?

    /// The header ETag, quotes included.
    let etag: String?

    /// - Parameters:
    ///   - header: The value of a header, by its name.
    ///   - now: Seconds since 1970, to tell how far away the date of a Retry-After is if the answer has no Date.
    init(status: Int, now: Int64, header: (String) -> String?) {
        self.status = status
        let date = header("Date").flatMap(HTTPDate.secondsSince1970)
        retryAfter = header("Retry-After").flatMap { RetryAfter.duration($0, since: date ?? now) }
        mediaType = header("Content-Type").map {
            $0.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        }
        length = header("Content-Encoding") == nil ? header("Content-Length").flatMap { Int($0) } : nil
        contentRange = header("Content-Range").flatMap { ContentRange($0) }
        etag = header("ETag")
    }
}
