import Foundation

/// Wakes those who wait for the replica to change.
///
/// It holds flags only; who wakes reads the file again. A registration is marked before its owner reads, so a change
/// that comes meanwhile is not missed.
final class LiveHub: Sendable {
    private struct State: Sendable {
        struct Entry: Sendable {
            var interest: LiveInterest
            var isTouched: Bool

            /// Its owner waits for a signal, while another one is the poller.
            var isWaiting = false
            let signal: WakeSignal
        }

        var entries: [Int: Entry] = [:]
        var nextID = 0
        var isClosed = false

        /// The registration whose owner asks whether another process wrote.
        var poller: Int?

        /// Called after every change: the client's sync loop and status.
        var observers: [@Sendable (ReplicaChange) -> Void] = []
    }

    private let state = Guarded(State())
    let environment: ClientEnvironment
    let pollInterval: Duration

    init(environment: ClientEnvironment, pollInterval: Duration) {
        self.environment = environment
        self.pollInterval = pollInterval
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func register(_ interest: LiveInterest) -> LiveRegistration {
        let signal = WakeSignal()
        let id = state.withLock { state in
            state.nextID += 1
            state.entries[state.nextID] = State.Entry(interest: interest, isTouched: true, signal: signal)
            return state.nextID
        }
        return LiveRegistration(id: id, hub: self, signal: signal)
    }

    /// Calls `observer` after every change from now on.
    func addObserver(_ observer: @escaping @Sendable (ReplicaChange) -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    /// Wakes those whom a committed transaction concerns.
    func publish(_ change: ReplicaChange) {
        let (signals, observers) = state.withLock { state in
            var signals: [WakeSignal] = []
            for (id, entry) in state.entries where !entry.isTouched && entry.interest.isTouched(by: change) {
                state.entries[id]?.isTouched = true
                signals.append(entry.signal)
            }
            return (signals, state.observers)
        }
        for signal in signals { signal.set() }
        for observer in observers { observer(change) }
    }

    /// Wakes everybody, for good.
    func close() {
        let signals = state.withLock { state in
            state.isClosed = true
            return state.entries.values.map(\.signal)
        }
        for signal in signals { signal.set() }
    }
}

// MARK: - Registrations

extension LiveHub {
    func unregister(_ id: Int) {
        resignAsPoller(id)
        state.withLock { $0.entries[id] = nil }
    }

    func narrow(_ id: Int, to interest: LiveInterest) {
        state.withLock { $0.entries[id]?.interest = interest }
    }

    /// By registration, whether it has something to read.
    var snapshot: [Int: Bool] { state.withLock { $0.entries.mapValues(\.isTouched) } }

    func takeTouch(_ id: Int) -> Bool {
        state.withLock { state in
            guard state.entries[id]?.isTouched == true else { return false }
            state.entries[id]?.isTouched = false
            return true
        }
    }

    /// Takes the part of asking whether another process wrote: one of those who wait has it. Who does not get it counts
    /// as waiting until `resignAsPoller(_:)`.
    func becomePoller(_ id: Int) -> Bool {
        state.withLock { state in
            let isPoller = state.poller == nil || state.poller == id
            if isPoller { state.poller = id }
            state.entries[id]?.isWaiting = !isPoller
            return isPoller
        }
    }

    /// Waits no longer, and leaves that part, if it has it, to another one who waits. That one has it from then on, so
    /// it is not lost if its owner leaves before it has woken.
    func resignAsPoller(_ id: Int) {
        let successor: WakeSignal? = state.withLock { state in
            state.entries[id]?.isWaiting = false
            guard state.poller == id else { return nil }
            let successor = state.entries.first { $0.value.isWaiting }
            state.poller = successor?.key
            return successor?.value.signal
        }
        successor?.set()
    }
}
