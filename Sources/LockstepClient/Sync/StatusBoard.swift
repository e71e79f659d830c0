import Foundation

/// The client's status and those who follow it.
final class StatusBoard: Sendable {
    private struct State: Sendable {
        var status = SyncStatus()
        var followers: [Int: AsyncStream<SyncStatus>.Continuation] = [:]
        var nextID = 0
        var isClosed = false
    }

    private let state = Guarded(State())

    var status: SyncStatus { state.withLock { $0.status } }

    func update(_ change: (inout SyncStatus) -> Void) {
        state.withLock { state in
            let before = state.status
            change(&state.status)
            guard !state.status.reads(as: before) else { return }
            // Inside the lock, so that followers see the statuses in their order. A continuation's buffer never calls out.
            for (_, follower) in state.followers.sorted(by: { $0.key < $1.key }) { follower.yield(state.status) }
        }
    }

    /// The status as it is, then every one that follows; a slow reader gets the newest.
    func updates() -> AsyncStream<SyncStatus> {
        let (stream, continuation) = AsyncStream.makeStream(of: SyncStatus.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            continuation.yield(state.status)
            guard !state.isClosed else { return nil }
            state.nextID += 1
            state.followers[state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return stream
    }

    private func forget(_ id: Int) {
        // The continuation may run code when it goes: after the lock.
        let follower = state.withLock { $0.followers.removeValue(forKey: id) }
        _ = follower
    }

    func close() {
        let followers = state.withLock { state in
            state.isClosed = true
            defer { state.followers = [:] }
            return state.followers.sorted { $0.key < $1.key }.map(\.value)
        }
        for follower in followers { follower.finish() }
    }
}
