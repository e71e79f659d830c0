/// A transport that leads nowhere: for a replica that is used on its own.
public struct NoServer: SyncTransport {
    public init() {}

    public func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        throw ClientError(.noServer, "The client was opened without a server; open it with a transport to sync.")
    }

    public func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream {
            throw ClientError(.noServer, "The client was opened without a server; open it with a transport to sync.")
        }
    }

    public func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        throw ClientError(.noServer, "The client was opened without a server; open it with a transport to sync.")
    }
}

extension SyncTransport where Self == NoServer {
    /// No server: mutations are kept until the file is opened with one.
    public static var none: NoServer { NoServer() }
}
