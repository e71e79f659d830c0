import Foundation
import Lockstep

/// What a replica's file says, read by a connection of the simulation's own.
struct ReplicaFileState<Schema: ServerSchema> {
    let cursor: CursorPlace?
    let client: UUID?

    /// The number up to which the client's mutations have their outcome.
    let acknowledged: Int64

    /// What is to be replayed on the base, and what is only kept.
    let pending: [(mutation: Schema.Mutation, madeAt: Int64)]
    let heldCount: Int

    /// The rows of `Schema.tables`.
    let rows: [[RowContent]]

    /// - Parameter withRows: Whether the tables are read.
    init(_ connection: SQLiteConnection, withRows: Bool) throws {
        let own = try connection.statement("SELECT cursor, client, acknowledged FROM lockstep_replica" as StaticString)
        let state = try own.first { row -> (String?, UUID, Int64) in
            (try row.value(at: 0), try row.value(at: 1), try row.value(at: 2))
        }
        cursor = state?.0.flatMap(CursorPlace.init)
        client = state?.1
        acknowledged = state?.2 ?? 0
        var held = 0
        pending = try connection.statement(
            "SELECT name, arguments, made_at, is_held FROM lockstep_pending ORDER BY number" as StaticString
        ).all { row in
            let mutation = try JSONReader.read(Array(row.column(1).blob)) {
                try Schema.Mutation(name: try row.value(at: 0), arguments: &$0)
            }
            let isHeld = try row.value(Int64.self, at: 3) != 0
            if isHeld { held += 1 }
            return isHeld ? nil : (mutation, try row.value(at: 2))
        }.compactMap { $0 }
        heldCount = held
        rows = withRows ? try Schema.tables.map { try TableContent($0).rows(in: connection) } : []
    }
}
