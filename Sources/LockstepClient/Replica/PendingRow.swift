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

    /// What it does to the base and the mutations before it, or nil if that is not known.
    let effect: EffectHash?

    /// Its arguments name the only row that it is about.
    let isKeyed: Bool

    /// When the first of them was made.
    static let oldestSQL: StaticString = "SELECT made_at FROM lockstep_pending ORDER BY number LIMIT 1"

    static let sql: StaticString = """
        SELECT number, token, name, arguments, made_at, was_applied, is_held, failure, \
        effect, row_table IS NOT NULL FROM lockstep_pending ORDER BY number
        """

    /// Those whose numbers are after ?1 and up to ?2, at most ?3 of them.
    static let rangeSQL: StaticString = """
        SELECT number, token, name, arguments, made_at, was_applied, is_held, failure, \
        effect, row_table IS NOT NULL FROM lockstep_pending WHERE number > ?1 AND number <= ?2 ORDER BY number LIMIT ?3
        """

    /// As `sql`, of the mutations after a number.
    static let sqlAfter: StaticString = """
        SELECT number, token, name, arguments, made_at, was_applied, is_held, failure, \
        effect, row_table IS NOT NULL FROM lockstep_pending WHERE number > ?1 ORDER BY number
        """

    /// - Parameter row: a row of `sql`, `rangeSQL` or `sqlAfter`.
    init(_ row: SQLiteStatement) throws {
        number = try row.value(at: 0)
        token = try row.value(at: 1)
        name = try row.value(at: 2)
        arguments = Array(row.column(3).blob)
        madeAt = try row.value(at: 4)
        wasApplied = try row.value(at: 5)
        isHeld = try row.value(at: 6)
        failure = try row.value(at: 7)
        let hash: Int64? = try row.value(at: 8)
        effect = hash.map { EffectHash(value: UInt64(bitPattern: $0)) }
        isKeyed = try row.value(at: 9)
    }
}
