/// Events on their way to the sync loop. What it need be told only once is kept only once.
final class SyncMailbox: Sendable {
    private struct State: Sendable {
        var events: [SyncEvent] = []
        var hasMutated = false
        var retryRequested = false
        var poke: SyncEvent?
    }

    private let state = Guarded(State())
    let signal = WakeSignal()

    func post(_ event: SyncEvent) {
        state.withLock { state in
            switch event {
            case .mutated: state.hasMutated = true
            case .retryRequested: state.retryRequested = true
            case .poked: state.poke = event
            default: state.events.append(event)
            }
        }
        signal.set()
    }

    func take() -> [SyncEvent] {
        state.withLock { state in
            var events = state.events
            if state.hasMutated { events.append(.mutated) }
            if state.retryRequested { events.append(.retryRequested) }
            if let poke = state.poke { events.append(poke) }
            state = State()
            return events
        }
    }
}
