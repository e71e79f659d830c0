/// How a client reaches its server: two requests, a stream of events, and files.
///
/// Implementation guidance: a transport keeps nothing between calls but connections and the token. It neither retries
/// nor waits: the client's sync loop decides both. After an answer with status 401 the loop asks once more at once, for
/// which the transport gets another token; if that is refused too, the loop waits for the app. It obeys task
/// cancellation.
public protocol SyncTransport: Sendable {
    /// Sends a body of JSON by POST and waits for the whole answer, whatever its status.
    ///
    /// - Parameter path: The route, such as `/sync/push`.
    /// - Throws: `TransportError` if there is no answer, or no token to ask with.
    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse

    /// Connects to the server's events. The stream ends with a `TransportError` when the connection does, and without
    /// one when the task that reads it is cancelled.
    func events() -> AsyncThrowingStream<TransportEvent, any Error>

    /// Asks by GET for a part of a file, and returns when the status and the headers of the answer are there. Its body
    /// is not compressed.
    ///
    /// - Parameters:
    ///   - path: The file, such as `/sync/snapshots/7f3a`.
    ///   - range: The bytes that are wanted, never empty; the header `Range` says so. A server may send the whole file
    ///     instead, with status 200.
    ///   - etag: The `ETag` that an earlier part came with, for the header `If-Range`: of another version of the file the
    ///     server sends all. Nil to ask without.
    /// - Throws: `TransportError` if there is no answer, or no token to ask with.
    func download(_ path: String, range: Range<Int64>, ifRange etag: String?) async throws -> TransportDownload
}

/// An answer of the server.
public struct TransportResponse: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int

    /// How long the server asks to wait, if it does.
    public let retryAfter: Duration?

    public let body: [UInt8]

    public init(status: Int, retryAfter: Duration? = nil, body: [UInt8]) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}

/// Something that the stream of events says.
public enum TransportEvent: Hashable, Sendable {
    /// The server's newest version; also sent on connection.
    ///
    /// - Parameter spread: The time over which the server asks its clients to spread the pulls that this makes them
    ///   send, so that they do not all come at once.
    case head(version: Int64, spread: Duration = .zero)

    /// The connection lives.
    case heartbeat
}

/// Why there is no answer.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The server cannot be reached, or the connection broke before the answer was complete.
        case unreachable

        /// The answer to the request for events is not a stream of them; the status is that of the answer.
        ///
        /// - Parameter retryAfter: How long the server asks to wait, if it does.
        case refused(status: Int, retryAfter: Duration? = nil)

        /// The app has no token, and must get one from its user or elsewhere.
        case noToken
    }

    public let kind: Kind
    public let message: String
    public let underlying: (any Error)?

    public init(_ kind: Kind, _ message: String, underlying: (any Error)? = nil) {
        self.kind = kind
        self.message = message
        self.underlying = underlying
    }

    public var description: String { message }
}
