import Foundation
import Lockstep

/// What a replica's file says, read by a connection of the simulation's own.
struct ReplicaFileState<Schema: ServerSchema> {
    let cursor: CursorPlace?

    /// What is to be replayed on the base, and what is only kept.
    let pending: [(mutation: Schema.Mutation, madeAt: Int64)]
    let heldCount: Int

    /// The rows of `Schema.tables`.
    let rows: [[RowContent]]

    /// - Parameter withRows: Whether the tables are read.
    init(_ connection: SQLiteConnection, withRows: Bool) throws {
        cursor = try connection.statement("SELECT cursor FROM lockstep_replica" as StaticString)
            .first { try $0.value(String?.self, at: 0).flatMap(CursorPlace.init) } ?? nil
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
