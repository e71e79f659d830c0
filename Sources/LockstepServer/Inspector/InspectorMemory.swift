import Foundation

/// What the server keeps in memory of the steps that it gave out, for the inspector.
///
/// `@unchecked Sendable`: `lock` is held for every access to `state`.
final class InspectorMemory: @unchecked Sendable {
    struct Contents: Sendable {
        var pulls = PullHistory(capacity: 200)
        var positions = ClientPositions(generationSize: 5_000)
    }

    private let lock = NSLock()
    private var state = Contents()

    func note(_ pull: InspectedPull) {
        lock.withLock {
            state.pulls.append(pull)
            state.positions.note(pull)
        }
    }

    var contents: Contents { lock.withLock { state } }

    /// Steps since the server began.
    var pullCount: Int { lock.withLock { state.pulls.count } }
}
