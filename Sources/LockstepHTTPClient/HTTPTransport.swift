public import Foundation
public import LockstepClient

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Reaches a server over HTTP with URLSession.
///
/// Certificates are checked, and connections made, as the system does by default. Redirects are not followed: a
/// redirect is the answer, with its status. Nothing is cached, and no cookies are kept.
///
/// On Linux, Foundation ends the process if a connection breaks within the headers of an answer
/// (swift-corelibs-foundation, `_NativeProtocol.transferCompleted`). Before and after them a broken connection is an
/// error like any other.
///
/// The transport holds its session until `close()`, or until nobody holds the transport, one of its event streams or
/// the body of a file.
public final class HTTPTransport: SyncTransport {
    public struct Configuration: Hashable, Sendable {
        /// How long a request may go without a byte of it being sent or of its answer arriving.
        public var requestTimeout: Duration

        /// How long the event stream may be silent. The server sends a comment every 15 s.
        public var heartbeatLimit: Duration

        /// The size up to which the body of an answer is taken.
        public var maximumAnswerBytes: Int

        public init(
            requestTimeout: Duration = .seconds(60), heartbeatLimit: Duration = .seconds(40),
            maximumAnswerBytes: Int = 256 << 20
        ) {
            self.requestTimeout = requestTimeout
            self.heartbeatLimit = heartbeatLimit
            self.maximumAnswerBytes = maximumAnswerBytes
        }
    }

    let configuration: Configuration
    let clock: any Clock<Duration>
    private let url: URL
    private let token: @Sendable (TokenRequest) async throws -> String?

    // The token that the server refused, until it has accepted one.
    private let refusedToken = Guarded<String?>(nil)
    private let delegate: SessionDelegate

    // Nil once closed: a task must not be made by an invalidated session.
    private let session: Guarded<URLSession?>

    /// - Parameters:
    ///   - url: The server, `https` or `http`, without the part `/sync`.
    ///   - clock: Measures the limits of the configuration.
    ///   - now: Tells how far away the date of a Retry-After is, if the answer has no date itself.
    ///   - token: The bearer token to ask with, called for every request; nil to ask without one. If the server refused
    ///     the last one, the request says which: a closure that keeps tokens gets another one then. What it throws tells
    ///     the client to wait until the app calls `retryNow()`; but for a `TransportError` of the kind `unreachable` and
    ///     for a `URLError` that says so, after which it tries again by itself.
    public init(
        url: URL,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() },
        token: @escaping @Sendable (TokenRequest) async throws -> String?
    ) {
        self.url = url
        self.configuration = configuration
        self.clock = clock
        self.token = token
        delegate = SessionDelegate(now: now)
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        session = Guarded(
            URLSession(configuration: Self.sessionConfiguration, delegate: delegate, delegateQueue: queue))
    }

    /// As `init(url:configuration:clock:now:token:)`, with a closure that does not ask whether its last token was refused:
    /// for tokens that are looked up anew each time.
    public convenience init(
        url: URL,
        configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() },
        token: @escaping @Sendable () async throws -> String?
    ) {
        self.init(url: url, configuration: configuration, clock: clock, now: now) { _ in try await token() }
    }

    deinit {
        close()
    }

    private static var sessionConfiguration: URLSessionConfiguration {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.urlCredentialStorage = nil
        // A week: an event stream stays open, and `Exchange` ends what is silent.
        configuration.timeoutIntervalForRequest = 604_800
        configuration.timeoutIntervalForResource = 604_800
        return configuration
    }

    /// Cancels all requests and streams and lets go of the session. What is asked for afterwards is `unreachable`.
    public func close() {
        session.withLock { session in
            session?.invalidateAndCancel()
            session = nil
        }
    }

    public func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        var (request, token) = try await request(path)
        request.httpMethod = "POST"
        let body = Data(body)
        #if canImport(FoundationNetworking)
        // A body given as data is lost when swift-corelibs-foundation sends a request again, on another connection than
        // the one that the server closed, and the server waits for it.
        request.httpBodyStream = InputStream(data: body)
        #else
        request.httpBody = body
        #endif
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        let exchange = Exchange(WholeAnswer(limit: configuration.maximumAnswerBytes))
        let task = try send(request, exchange, sending: body)
        // Of a request that is complete this does nothing.
        defer { task.cancel() }
        let answer = try await exchange.next(silence: configuration.requestTimeout, clock: clock)
        note(answer.status, to: token)
        return answer
    }

    public func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        let connection = EventConnection(self)
        return AsyncThrowingStream { try await connection.next() }
    }

    func connect() async throws -> (exchange: Exchange<EventFeed>, task: URLSessionTask, token: String?) {
        var (request, token) = try await request("/sync/events")
        request.setValue("text/event-stream", forHTTPHeaderField: "Accept")
        // A compressed stream would wait in the compressor's buffer.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let exchange = Exchange(EventFeed())
        return (exchange, try send(request, exchange, sending: Data()), token)
    }

    public func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        precondition(!range.isEmpty, "A request for no bytes cannot be said in HTTP.")
        var (request, token) = try await request(path)
        request.setValue("bytes=\(range.lowerBound)-\(range.upperBound - 1)", forHTTPHeaderField: "Range")
        if let etag { request.setValue(etag, forHTTPHeaderField: "If-Range") }
        // Of a compressed answer the range would be one of compressed bytes.
        request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
        let exchange = Exchange(DownloadFeed(limit: configuration.maximumAnswerBytes))
        let task = try send(request, exchange, sending: Data())
        let connection = DownloadConnection(exchange, task, of: self)
        let head = try await connection.head()
        note(head.status, to: token)
        return TransportDownload(
            status: head.status, retryAfter: head.retryAfter, range: head.contentRange?.bytes,
            totalBytes: head.contentRange?.total ?? (head.status == 200 ? head.length.map(Int64.init) : nil),
            etag: head.etag, chunks: AsyncThrowingStream { try await connection.bytes() })
    }

    private func send(_ request: URLRequest, _ sink: any AnswerSink, sending body: Data) throws -> URLSessionTask {
        try session.withLock { session in
            guard let session else { throw TransportError(.unreachable, "The transport is closed.") }
            let task = session.dataTask(with: request)
            delegate.add(sink, for: task, sending: body)
            task.resume()
            return task
        }
    }

    /// Takes note of what the server says to a token.
    func note(_ status: Int, to token: String?) {
        // What a server or a proxy cannot answer says nothing about the token.
        if status < 500 { refusedToken.withLock { $0 = status == 401 ? token : nil } }
    }

    private func request(_ path: String) async throws -> (URLRequest, token: String?) {
        guard url.scheme == "https" || url.scheme == "http" else {
            throw TransportError(.unreachable, "The server's address must begin with https or http: \(url).")
        }
        var request = URLRequest(url: url.appendingPathComponent(path))
        request.cachePolicy = .reloadIgnoringLocalCacheData
        let token = try await currentToken()
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        return (request, token)
    }

    private func currentToken() async throws -> String? {
        let token: String?
        do {
            token = try await self.token(TokenRequest(refused: refusedToken.withLock { $0 }))
        } catch let error as TransportError where error.kind == .unreachable {
            throw error
        } catch let error as URLError where error.saysUnreachable {
            throw TransportError(
                .unreachable, "Who gives the tokens cannot be reached: \(error.localizedDescription)", underlying: error
            )
        } catch {
            try Task.checkCancellation()
            throw TransportError(.noToken, "There is no token to ask the server with: \(error)", underlying: error)
        }
        // Anything else could end the header, or would be dropped with it.
        guard token?.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) ?? true else {
            throw TransportError(.noToken, "A token must consist of visible ASCII characters.")
        }
        return token
    }
}

extension SyncTransport where Self == HTTPTransport {
    /// HTTP by URLSession: `transport: .http(url, token: { try await session.accessToken() })`.
    ///
    /// - Parameters:
    ///   - url: The server, `https` or `http`, without the part `/sync`.
    ///   - token: The bearer token to ask with, called for every request; nil to ask without one. What it throws is told
    ///     as `needsAuthentication`.
    public static func http(
        _ url: URL, token: @escaping @Sendable () async throws -> String?
    ) -> HTTPTransport {
        HTTPTransport(url: url, token: token)
    }

    /// HTTP by URLSession, with a closure that learns which token the server refused:
    ///
    ///     transport: .http(url) { request in try await session.accessToken(insteadOf: request.refused) }
    ///
    /// - Parameters:
    ///   - url: The server, `https` or `http`, without the part `/sync`.
    ///   - token: The bearer token to ask with, called for every request; nil to ask without one. See
    ///     `HTTPTransport.init(url:configuration:clock:now:token:)` for what it may throw.
    public static func http(
        _ url: URL, token: @escaping @Sendable (TokenRequest) async throws -> String?
    ) -> HTTPTransport {
        HTTPTransport(url: url, token: token)
    }
}
