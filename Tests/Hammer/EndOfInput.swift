import Foundation
import Synchronization

/// The end of standard input, for any number of tasks.
final class EndOfInput: Sendable {
    static let shared = EndOfInput()

    private struct State {
        var hasEnded = false
        var waiters: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Mutex(State())

    private init() {
        // By a thread that waits: taking a `FileHandle` its handler within the handler ends the process now and then.
        Thread.detachNewThread { [self] in
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) > 0 {}
            let waiters = state.withLock { state in
                state.hasEnded = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.finish() }
        }
    }

    /// Returns at the end, or when the task is cancelled.
    func wait() async {
        let (end, continuation) = AsyncStream.makeStream(of: Never.self)
        let hasEnded = state.withLock { state in
            if !state.hasEnded { state.waiters.append(continuation) }
            return state.hasEnded
        }
        if hasEnded { continuation.finish() }
        for await _ in end {}
    }
}
