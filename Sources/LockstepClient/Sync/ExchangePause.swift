import Foundation

/// Holds back the round trips of a client while it compares its base with the server: they would move the base away
/// from what is compared. Those that are under way already go on.
final class ExchangePause: Sendable {
    private struct State: Sendable {
        var pauses = 0
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Guarded(State())

    /// Begins a pause, which `end` ends. Several may overlap.
    func begin() {
        state.withLock { $0.pauses += 1 }
    }

    func end() {
        let waiting = state.withLock { state in
            state.pauses -= 1
            guard state.pauses == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [:] }
            return state.waiting.sorted { $0.key < $1.key }.map(\.value)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when there is no pause, or when the task is cancelled.
    func wait() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mayGoOn = state.withLock { state in
                    // Looked at under the lock: a cancellation that comes later finds the continuation.
                    guard state.pauses > 0, !Task.isCancelled else { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if mayGoOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }
}
