import Lockstep
import LockstepClient

/// A device's connection to the network.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class SimulatedTransport: SyncTransport, @unchecked Sendable {
    /// How long a token is valid.
    private static let tokenLifetime = Duration.seconds(3_600)

    private let network: SimulatedNetwork
    private let device: Int
    private let actor: String
    private var tokenEnd: Duration

    /// False while the user would have to sign in.
    var renewsTokens = true

    /// True once the process that has it is dead.
    var isDead = false

    init(_ network: SimulatedNetwork, device: Int, actor: String) {
        self.network = network
        self.device = device
        self.actor = actor
        tokenEnd = network.scheduler.now + Self.tokenLifetime
    }

    /// Ends the token's validity.
    func expireToken() { tokenEnd = network.scheduler.now }

    private func request(_ path: String, _ body: [UInt8] = []) -> NetworkRequest {
        NetworkRequest(device: device, actor: actor, path: path, body: body, tokenEnd: tokenEnd)
    }

    private func renew(after status: Int) {
        if status == 401, renewsTokens { tokenEnd = network.scheduler.now + Self.tokenLifetime }
    }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let response = try await answered { answer in network.send(request(path, body), answer) }
        renew(after: response.status)
        return response
    }

    func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        let download = try await answered { answer in
            network.download(request(path), range: range, ifRange: etag, answer)
        }
        renew(after: download.status)
        return download
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        guard !isDead else {
            return AsyncThrowingStream { $0.finish(throwing: TransportError(.unreachable, "The process is dead.")) }
        }
        return network.events(request(SyncProtocol.eventsPath))
    }

    private func answered<Answer: Sendable>(
        _ send: (@escaping @Sendable (Result<Answer, TransportError>) -> Void) -> Void
    ) async throws -> Answer {
        guard !isDead else { throw TransportError(.unreachable, "The process is dead.") }
        let waiting = Waiting<Answer>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.continuation = continuation
                send { result in waiting.end(result.mapError { $0 }) }
                if Task.isCancelled { waiting.end(.failure(CancellationError())) }
            }
        } onCancel: {
            waiting.end(.failure(CancellationError()))
        }
    }

    /// `@unchecked Sendable`: used on the scheduler's thread only.
    private final class Waiting<Answer: Sendable>: @unchecked Sendable {
        var continuation: CheckedContinuation<Answer, any Error>?

        /// The first counts.
        func end(_ result: Result<Answer, any Error>) {
            continuation.take()?.resume(with: result)
        }
    }
}
