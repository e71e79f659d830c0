import Foundation
import Lockstep

/// What `lockstep_replica` says that changes.
struct ReplicaState: Hashable, Sendable {
    /// The id under which the server knows this replica; another one after a fork.
    var client: UUID

    /// Where the base stands; nil before the first pull.
    var cursor: String?

    /// The number of the newest mutation.
    var lastNumber: Int64

    /// The number up to which the base contains this client's mutations, and that mutation's token.
    var acknowledged: Int64
    var acknowledgedToken: UUID?

    var pendingCount: Int { Int(lastNumber - acknowledged) }

    static let sql: StaticString = """
        SELECT client, cursor, last_number, acknowledged, acknowledged_token FROM lockstep_replica WHERE id = 1
        """

    /// Has a row if the file is a replica of an actor's, with the tables of given migrations.
    static let ownerSQL: StaticString = """
        SELECT 1 FROM lockstep_replica WHERE id = 1 AND actor = ?1 AND migrations = ?2
        """

    /// More mutations than a device makes; far from where arithmetic ends.
    private static var maximumNumber: Int64 { 1 << 53 }

    /// - Parameter row: a row of `sql`.
    /// - Throws: `ClientError` with code `.damaged` if the numbers are none that were given out.
    init(_ row: SQLiteStatement) throws {
        client = try row.value(at: 0)
        cursor = try row.value(at: 1)
        lastNumber = try row.value(at: 2)
        acknowledged = try row.value(at: 3)
        acknowledgedToken = try row.value(at: 4)
        guard acknowledged >= 0, lastNumber >= acknowledged, lastNumber <= Self.maximumNumber else {
            throw ClientError.lostNumbers
        }
    }

    /// The token of the mutation with a number, as far as the replica still has it.
    ///
    /// - Parameter statement: Prepares statements on the connection that read the state.
    func token(of number: Int64, _ statement: (StaticString) throws -> SQLiteStatement) throws -> UUID? {
        if number == acknowledged { return acknowledgedToken }
        if number > acknowledged {
            let pending = try statement("SELECT token FROM lockstep_pending WHERE number = ?1")
            try pending.bind(number, at: 1)
            return try pending.first { try $0.value(at: 0) }
        }
        let kept = try statement("SELECT token FROM lockstep_acknowledged WHERE client = ?1 AND number = ?2")
        try kept.bind(client, at: 1)
        try kept.bind(number, at: 2)
        return try kept.first { try $0.value(at: 0) }
    }
}
