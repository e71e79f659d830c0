import Foundation
import GRDB
import Lockstep

extension Replica {
    func pendingCount() async throws -> Int {
        try await read { try Self.state($0).pendingCount }
    }

    /// The outcome of a mutation, or nil if it is pending.
    ///
    /// - Throws: `ClientError` with code `.unknownToken`.
    static func outcome(of token: UUID, _ database: Database) throws -> MutationOutcome? {
        let rejection = try database.statement(
            """
            SELECT token, name, arguments, made_at, rejection_code, rejection_message, is_reverted \
            FROM lockstep_acknowledged WHERE token = ?1 AND rejection_code IS NOT NULL
            UNION ALL
            SELECT token, name, arguments, made_at, code, message, is_reverted FROM lockstep_rejection WHERE token = ?1
            """)
        try rejection.bind(token, at: 1)
        if let rejection = try rejection.first({ try Rejection($0) }) { return .rejected(rejection) }
        for sql in [
            "SELECT 1 FROM lockstep_acknowledged WHERE token = ?1", "SELECT 0 FROM lockstep_pending WHERE token = ?1",
        ] as [StaticString] {
            let statement = try database.statement(sql)
            try statement.bind(token, at: 1)
            if let isApplied = try statement.first({ try $0.value(Bool.self, at: 0) }) {
                return isApplied ? .applied : nil
            }
        }
        throw ClientError(
            .unknownToken,
            """
            The replica knows no mutation \(token.lowercaseString): it was made elsewhere, or so long ago that its \
            outcome is no longer kept.
            """)
    }

    static func rejections(_ database: Database) throws -> [Rejection] {
        try database.statement(
            """
            SELECT token, name, arguments, made_at, code, message, is_reverted FROM lockstep_rejection ORDER BY sequence
            """
        ).all { try Rejection($0) }
    }

    static func pendingMutations(_ database: Database) throws -> [PendingMutation] {
        try database.statement(PendingRow.sql).all { try PendingMutation(PendingRow($0)) }
    }
}

extension Rejection {
    fileprivate init(_ row: Lockstep.SQLiteStatement) throws {
        self.init(
            token: try row.value(at: 0), name: try row.value(at: 1), arguments: Array(row.column(2).blob),
            madeAt: try row.value(at: 3), code: try row.value(at: 4), message: try row.value(at: 5),
            isReverted: try row.value(at: 6))
    }
}

extension PendingMutation {
    fileprivate init(_ row: PendingRow) {
        self.init(
            number: row.number, token: row.token, name: row.name, arguments: row.arguments,
            madeAt: Date(millisecondsSince1970: row.madeAt), failure: row.failure)
    }
}
