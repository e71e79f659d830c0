import Foundation
import LockstepClient
import TestSupport

/// Time that passes only when a test says so, and numbers that depend on a seed only: for the server and its clients.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class TestClock: @unchecked Sendable {
    private let lock = NSLock()
    private var milliseconds: Int64 = 1_700_000_000_000
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// Milliseconds since 1970.
    var now: Int64 { lock.withLock { milliseconds } }

    /// May be negative: clocks are set back.
    func advance(by difference: Int64) {
        lock.withLock { milliseconds += difference }
    }

    func random() -> UInt64 {
        lock.withLock { generator.next() }
    }

    /// A client's time and chance. Nobody waits for time to pass.
    var environment: ClientEnvironment {
        ClientEnvironment(
            now: { self.now },
            uptime: { .zero },
            sleep: { _ in
                // Nothing comes: the loop ends when the task is cancelled.
                let (nothing, continuation) = AsyncStream.makeStream(of: Never.self)
                for await _ in nothing {}
                continuation.finish()
            },
            schedule: { _, _ in },
            random: { self.random() })
    }
}
