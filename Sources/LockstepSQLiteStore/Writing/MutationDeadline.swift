import CSQLite
import Lockstep
import LockstepServer

/// Interrupts the statements of a mutation that run for too long, or change too many rows.
///
/// Not `Sendable`: it belongs to the writer's connection.
final class MutationDeadline {
    /// SQLite's instructions between two looks at the clock: some ten microseconds
    /// (https://www.sqlite.org/c3ref/progress_handler.html).
    private static let instructions: Int32 = 1_000

    /// Whether the last `watch` interrupted a statement since the time was up.
    private(set) var hasPassed = false

    private let clock: @Sendable () -> SuspendingClock.Instant
    private var end: SuspendingClock.Instant
    private var maximumRows = Int.max
    private var recorder: Recorder?

    init(clock: @escaping @Sendable () -> SuspendingClock.Instant) {
        self.clock = clock
        end = clock()
    }

    /// Runs `body`, whose statements fail with `SQLITE_INTERRUPT` once a limit has passed. One that writes takes the
    /// transaction with it.
    func watch<Result>(
        _ connection: SQLiteConnection, within limits: MutationLimits, _ recorder: Recorder,
        _ body: () throws -> Result
    ) rethrows -> Result {
        hasPassed = false
        end = clock().advanced(by: limits.duration)
        maximumRows = limits.rows
        self.recorder = recorder
        sqlite3_progress_handler(
            connection.handle, Self.instructions,
            { context in
                // The pointer is that of `self`, which outlives `watch`.
                guard let context else { return 0 }
                return Unmanaged<MutationDeadline>.fromOpaque(context).takeUnretainedValue().check() ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
        return try body()
    }

    /// True if the limit of the `watch` that runs has passed, whether or not a statement was interrupted.
    func isOver() -> Bool { check() }

    private func check() -> Bool {
        if clock() >= end { hasPassed = true }
        return hasPassed || recorder.map { $0.changeCount > maximumRows } ?? false
    }
}
