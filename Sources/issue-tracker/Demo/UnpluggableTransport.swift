import LockstepClient
import Synchronization

/// A transport whose cable can be pulled.
final class UnpluggableTransport<Transport: SyncTransport>: SyncTransport {
    private let transport: Transport
    private let isPlugged = Mutex(true)

    init(_ transport: Transport) {
        self.transport = transport
    }

    func setPlugged(_ plugged: Bool) {
        isPlugged.withLock { $0 = plugged }
    }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        guard isPlugged.withLock({ $0 }) else { throw TransportError(.unreachable, "the cable is pulled") }
        return try await transport.post(path, body: body)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        guard isPlugged.withLock({ $0 }) else {
            return AsyncThrowingStream { $0.finish(throwing: TransportError(.unreachable, "the cable is pulled")) }
        }
        return transport.events()
    }

    func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        guard isPlugged.withLock({ $0 }) else { throw TransportError(.unreachable, "the cable is pulled") }
        return try await transport.download(path, range: range, ifRange: etag)
    }
}
