import Foundation
import Lockstep

@testable import LockstepClient

extension Query {
    /// The same query, with `body` called whenever it is read, on the connection's thread.
    func onRead(_ body: @escaping @Sendable () -> Void) -> Query {
        Query(name: name, sql: sql, reads: reads, pinnedRow: pinnedRow) { statement in
            body()
            return try fetch(statement)
        }
    }

    /// The same query, which counts how often it is read.
    func counted(by reads: Guarded<Int>) -> Query {
        onRead { reads.withLock { $0 += 1 } }
    }
}

/// A door through which a test lets reads pass.
final class Gate: Sendable {
    private let isOpen = Guarded(true)
    private let semaphore = DispatchSemaphore(value: 0)
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    init() {
        (arrivals, arrival) = AsyncStream.makeStream()
    }

    func close() { isOpen.withLock { $0 = false } }

    /// Opens for the one that waits, and for those who follow.
    func open() {
        isOpen.withLock { $0 = true }
        semaphore.signal()
    }

    /// Blocks the thread while the gate is closed.
    func pass() {
        guard !isOpen.withLock({ $0 }) else { return }
        arrival.yield()
        semaphore.wait()
    }

    /// Returns when a read waits at the gate.
    func arrived() async {
        for await _ in arrivals { return }
    }
}
