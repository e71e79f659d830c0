import Foundation
import Lockstep

/// A row of `lockstep_pending`.
struct PendingRow: Sendable {
    let number: Int64
    let token: UUID
    let name: String
    let arguments: [UInt8]
    let madeAt: Int64
    let wasApplied: Bool

    /// The base may contain it: it is pushed, and not replayed.
    let isHeld: Bool
    let failure: String?

    /// When the first of them was made.
    static let oldestSQL: StaticString = "SELECT made_at FROM lockstep_pending ORDER BY number LIMIT 1"

    static let sql: StaticString = """
        SELECT number, token, name, arguments, made_at, was_applied, is_held, failure \
        FROM lockstep_pending ORDER BY number
        """

    /// As `sql`, of the mutations after a number.
    static let sqlAfter: StaticString = """
        SELECT number, token, name, arguments, made_at, was_applied, is_held, failure \
        FROM lockstep_pending WHERE number > ?1 ORDER BY number
        """

    /// - Parameter row: a row of `sql` or `sqlAfter`.
    init(_ row: SQLiteStatement) throws {
        number = try row.value(at: 0)
        token = try row.value(at: 1)
        name = try row.value(at: 2)
        arguments = Array(row.column(3).blob)
        madeAt = try row.value(at: 4)
        wasApplied = try row.value(at: 5)
        isHeld = try row.value(at: 6)
        failure = try row.value(at: 7)
    }
}
