import Foundation
import LockstepClient

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// One stream of events: connects when the first event is asked for, and disconnects when nobody holds it any longer.
actor EventConnection {
    private let transport: HTTPTransport
    private var running: (exchange: Exchange<EventFeed>, task: URLSessionTask, token: String?)?
    private var hasEnded = false

    init(_ transport: HTTPTransport) {
        self.transport = transport
    }

    deinit {
        running?.task.cancel()
    }

    /// The next event; nil if the task is cancelled, and after an error.
    func next() async throws -> TransportEvent? {
        if hasEnded { return nil }
        do {
            if running == nil { running = try await transport.connect() }
            return try await running?.exchange.next(
                silence: transport.configuration.heartbeatLimit, clock: transport.clock)
        } catch {
            hasEnded = true
            running?.task.cancel()
            if Task.isCancelled { return nil }
            if let failure = error as? TransportError, case .refused(401, _) = failure.kind {
                transport.note(401, to: running?.token)
            }
            throw error
        }
    }
}
