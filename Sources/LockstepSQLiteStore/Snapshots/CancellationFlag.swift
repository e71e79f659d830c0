import CSQLite
import Foundation

/// Interrupts the statements of a connection once a task is cancelled.
///
/// `@unchecked Sendable`: `lock` is held for every access to `isSet`.
final class CancellationFlag: @unchecked Sendable {
    /// SQLite's instructions between two looks: some tens of microseconds
    /// (https://www.sqlite.org/c3ref/progress_handler.html).
    private static let instructions: Int32 = 10_000

    private let lock = NSLock()
    private var isSet = false

    func set() {
        lock.withLock { isSet = true }
    }

    private var value: Bool { lock.withLock { isSet } }

    /// - Throws: `CancellationError` if the flag was set while `body` ran and interrupted it.
    func watch<Result>(_ handle: OpaquePointer, _ body: () throws -> Result) throws -> Result {
        sqlite3_progress_handler(
            handle, Self.instructions,
            { context in
                // The pointer is that of `self`, which outlives `watch`.
                guard let context else { return 0 }
                return Unmanaged<CancellationFlag>.fromOpaque(context).takeUnretainedValue().value ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        do {
            return try body()
        } catch  where value {
            throw CancellationError()
        }
    }
}
