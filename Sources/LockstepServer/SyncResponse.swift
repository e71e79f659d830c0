/// An answer of the server, for an HTTP library to send.
public struct SyncResponse: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int

    /// Seconds for the header Retry-After, if the request is to be sent again.
    public let retryAfter: Int?

    /// JSON.
    public let body: [UInt8]

    public init(status: Int, retryAfter: Int? = nil, body: [UInt8]) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
    }
}
