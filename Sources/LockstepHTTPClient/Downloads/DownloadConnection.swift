import Foundation
import LockstepClient

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A part of a file on its way: disconnects when nobody holds it any longer.
actor DownloadConnection {
    private let exchange: Exchange<DownloadFeed>
    private let task: URLSessionTask
    // Its session is that of the task.
    private let transport: HTTPTransport
    private var hasEnded = false

    init(_ exchange: Exchange<DownloadFeed>, _ task: URLSessionTask, of transport: HTTPTransport) {
        self.exchange = exchange
        self.task = task
        self.transport = transport
    }

    deinit {
        // Of a request that is complete this does nothing.
        task.cancel()
    }

    /// The answer's status and headers.
    func head() async throws -> AnswerHead {
        guard case .head(let head) = try await next() else {
            throw TransportError(.unreachable, "The server closed the connection without an answer.")
        }
        return head
    }

    /// What has arrived of the body since the last call; nil at its end, and after an error.
    func bytes() async throws -> [UInt8]? {
        guard !hasEnded, case .bytes(let bytes) = try await next() else {
            hasEnded = true
            return nil
        }
        return bytes
    }

    private func next() async throws -> DownloadFeed.Output {
        do {
            return try await exchange.next(
                silence: transport.configuration.requestTimeout, clock: transport.clock)
        } catch {
            hasEnded = true
            task.cancel()
            throw error
        }
    }
}
