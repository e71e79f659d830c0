import Foundation
import Lockstep

@testable import LockstepClient

/// A network of one connection, in which a test may do what networks do.
final class TestTransport: SyncTransport {
    typealias Respond = @Sendable (_ path: String, _ body: [UInt8]) async throws -> TransportResponse
    typealias Serve =
        @Sendable (_ path: String, _ range: Range<Int64>, _ etag: String?) async throws -> TransportDownload

    private struct State: Sendable {
        var respond: Respond
        var serve: Serve = { _, _, _ in TransportDownload(status: 404, chunks: AsyncThrowingStream { nil }) }
        var requests: [(path: String, body: [UInt8])] = []
        var events: AsyncThrowingStream<TransportEvent, any Error>.Continuation?
        var connections = 0
    }

    private let state: Guarded<State>

    init(_ respond: @escaping Respond) {
        state = Guarded(State(respond: respond))
    }

    /// A connection to a server, as an actor.
    convenience init<Schema>(to server: ReferenceServer<Schema>, as actor: String = "ann") {
        self.init { try await server.post($0, $1, as: actor) }
    }

    /// Replaces what the network does.
    func set(_ respond: @escaping Respond) {
        state.withLock { $0.respond = respond }
    }

    /// Replaces how files are served.
    func serve(_ serve: @escaping Serve) {
        state.withLock { $0.serve = serve }
    }

    var requests: [(path: String, body: [UInt8])] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let respond = state.withLock { state in
            state.requests.append((path, body))
            return state.respond
        }
        return try await respond(path, body)
    }

    func download(_ path: String, range: Range<Int64>, ifRange etag: String?) async throws -> TransportDownload {
        try await state.withLock { $0.serve }(path, range, etag)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: TransportEvent.self)
        state.withLock { state in
            state.events = continuation
            state.connections += 1
        }
        return stream
    }

    func send(_ event: TransportEvent) {
        _ = state.withLock { $0.events }?.yield(event)
    }

    func breakEvents(_ error: TransportError = .cut) {
        state.withLock { $0.events.take() }?.finish(throwing: error)
    }
}

extension TransportError {
    static var cut: TransportError { TransportError(.unreachable, "cut by the test") }
}
