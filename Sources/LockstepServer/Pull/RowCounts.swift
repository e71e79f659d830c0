import Foundation

/// Remembers for a while how many rows actors may read: a client that is far behind asks often, and counting costs as
/// much as an answer.
///
/// `@unchecked Sendable`: `lock` is held for every access to `counts`.
final class RowCounts: @unchecked Sendable {
    private struct Count {
        let rows: Int
        let limit: Int
        let at: Int64
    }

    /// Milliseconds.
    private static let lifetime: Int64 = 60_000
    private static let maximumCount = 1_000

    private let lock = NSLock()

    /// By the hash of grants.
    private var counts: [UInt64: Count] = [:]

    /// The number of rows, counted up to a limit, as it was a minute ago or later.
    func rows(of grants: UInt64, upTo limit: Int, at now: Int64, count: () throws -> Int) rethrows -> Int {
        guard limit > 0 else { return 0 }
        let known = lock.withLock { counts[grants] }
        if let known, known.limit >= limit, (0..<Self.lifetime).contains(now - known.at) { return known.rows }
        let rows = try count()
        lock.withLock {
            if counts.count >= Self.maximumCount { counts.removeAll() }
            counts[grants] = Count(rows: rows, limit: limit, at: now)
        }
        return rows
    }
}
