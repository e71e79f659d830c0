import LockstepServer
import NIOConcurrencyHelpers

/// Between the server's events and the one task that writes them to a connection.
final class EventOutbox: Sendable {
    private struct State {
        var pending = PendingEvents()
        var isFinished = false
        var writer: CheckedContinuation<String?, Never>?
    }

    private let state = NIOLockedValueBox(State())

    func receive(_ event: ServerEvent) {
        change { state in
            switch event {
            case .head(let version, let spread): state.pending.announce(version, spread: spread)
            case .heartbeat: state.pending.beat()
            case .end: state.isFinished = true
            }
        }
    }

    /// Makes `next()` return nil from here on.
    func finish() {
        change { $0.isFinished = true }
    }

    /// The next text to write, when there is one; nil at the end. One task at a time may wait for it.
    func next() async -> String? {
        await withCheckedContinuation { continuation in
            let text = state.withLockedValue { state -> String?? in
                if state.isFinished { return .some(nil) }
                if let text = state.pending.take() { return text }
                state.writer = continuation
                return nil
            }
            if let text { continuation.resume(returning: text) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let wake = state.withLockedValue { state -> (writer: CheckedContinuation<String?, Never>, text: String?)? in
            body(&state)
            guard let writer = state.writer else { return nil }
            let text = state.isFinished ? nil : state.pending.take()
            guard text != nil || state.isFinished else { return nil }
            state.writer = nil
            return (writer, text)
        }
        wake?.writer.resume(returning: wake?.text)
    }
}
