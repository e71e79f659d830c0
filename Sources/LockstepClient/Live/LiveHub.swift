import Foundation
import Lockstep

/// Wakes those who wait for the replica to change.
///
/// It holds flags only; who wakes reads the file again. A registration is marked before its owner reads, so a change
/// that comes meanwhile is not missed.
final class LiveHub: Sendable {
    private struct State: Sendable {
        struct Entry: Sendable {
            var interest: LiveInterest
            var isTouched: Bool
            let wake: @Sendable () -> Void
        }

        var entries: [Int: Entry] = [:]
        var index = LiveIndex()
        var nextID = 0
        var isClosed = false

        /// Called after every change: the client's sync loop and status.
        var observers: [@Sendable (ReplicaChange) -> Void] = []

        /// Marks an entry.
        /// - Returns: How to wake its owner, who was not marked before.
        mutating func touch(_ id: Int) -> (@Sendable () -> Void)? {
            guard let position = entries.index(forKey: id), !entries.values[position].isTouched else { return nil }
            entries.values[position].isTouched = true
            return entries.values[position].wake
        }
    }

    private let state = Guarded(State())

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Calls `observer` after every change from now on.
    func addObserver(_ observer: @escaping @Sendable (ReplicaChange) -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    /// Wakes those whom a committed transaction concerns, in the order in which they registered.
    func publish(_ change: ReplicaChange) {
        let (wakes, observers) = state.withLock { state in
            let concerned = change.isByAnother ? Set(state.entries.keys) : state.index.concerned(by: change)
            return (concerned.sorted().compactMap { state.touch($0) }, state.observers)
        }
        for wake in wakes { wake() }
        for observer in observers { observer(change) }
    }

    /// Wakes everybody to look at the file, of which nothing is known.
    func wakeAll() {
        let wakes = state.withLock { state in state.entries.keys.sorted().compactMap { state.touch($0) } }
        for wake in wakes { wake() }
    }

    /// Wakes everybody, for good.
    func close() {
        let wakes = state.withLock { state in
            state.isClosed = true
            return state.entries.sorted { $0.key < $1.key }.map(\.value.wake)
        }
        for wake in wakes { wake() }
    }
}

// MARK: - Registrations

extension LiveHub {
    /// - Parameter wake: Called when something is touched that was not, and when the client is closed: on the thread
    ///   that changed the file, which it must not hold up.
    func register(_ interest: LiveInterest, wake: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.entries[state.nextID] = State.Entry(interest: interest, isTouched: true, wake: wake)
            state.index.insert(state.nextID, interest)
            return state.nextID
        }
    }

    func unregister(_ id: Int) {
        // The closure may run code when it goes: after the lock.
        let entry = state.withLock { state in
            let entry = state.entries.removeValue(forKey: id)
            if let entry { state.index.remove(id, entry.interest) }
            return entry
        }
        _ = entry
    }

    func narrow(_ id: Int, to interest: LiveInterest) {
        state.withLock { state in
            guard let position = state.entries.index(forKey: id) else { return }
            state.index.remove(id, state.entries.values[position].interest)
            state.index.insert(id, interest)
            state.entries.values[position].interest = interest
        }
    }

    /// By registration, whether it has something to read.
    var snapshot: [Int: Bool] { state.withLock { $0.entries.mapValues(\.isTouched) } }

    func takeTouch(_ id: Int) -> Bool {
        state.withLock { state in
            guard let position = state.entries.index(forKey: id), state.entries.values[position].isTouched else {
                return false
            }
            state.entries.values[position].isTouched = false
            return true
        }
    }
}
