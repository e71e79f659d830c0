/// The answer to a request for a part of a file: what its headers say, and its body as it arrives.
public struct TransportDownload: Sendable {
    /// The HTTP status: 206 if the body is the part in `range`, 200 if it is the whole file.
    public let status: Int

    /// How long the server asks to wait, if it does.
    public let retryAfter: Duration?

    /// With status 206, the bytes of the file that follow, by the header `Content-Range`; nil if it cannot be read.
    public let range: Range<Int64>?

    /// The size of the whole file, if the answer says it.
    public let totalBytes: Int64?

    /// The header `ETag` as it is, quotes included.
    public let etag: String?

    /// The body, in pieces of any size. It ends with a `TransportError` if the connection breaks before it is complete,
    /// and its reading stops the request when it is cancelled.
    public let chunks: AsyncThrowingStream<[UInt8], any Error>

    public init(
        status: Int, retryAfter: Duration? = nil, range: Range<Int64>? = nil, totalBytes: Int64? = nil,
        etag: String? = nil, chunks: AsyncThrowingStream<[UInt8], any Error>
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.range = range
        self.totalBytes = totalBytes
        self.etag = etag
        self.chunks = chunks
    }
}
