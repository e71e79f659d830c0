import Foundation
import GRDB
import Lockstep

extension Replica {
    /// The outcome of a mutation, or nil if it is pending.
    ///
    /// - Throws: `ClientError` with code `.unknownToken`.
    static func outcome(of token: UUID, _ database: Database) throws -> MutationOutcome? {
        let rejection = try database.statement(
            """
            SELECT token, name, arguments, made_at, rejection_code, rejection_message, is_reverted, \
            rejection_violation \
            FROM lockstep_acknowledged WHERE token = ?1 AND rejection_code IS NOT NULL
            UNION ALL
            SELECT token, name, arguments, made_at, code, message, is_reverted, violation FROM lockstep_rejection \
            WHERE token = ?1
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

    static func mutationState(of token: UUID, _ database: Database) throws -> MutationState {
        do {
            switch try outcome(of: token, database) {
            case .applied?: return .applied
            case .rejected(let rejection)?: return .rejected(rejection)
            case nil: break
            }
        } catch let error as ClientError where error.code == .unknownToken {
            return .unknown
        }
        let statement = try database.statement(PendingMutation.selectOne)
        try statement.bind(token, at: 1)
        return try statement.first { try PendingMutation($0) }.map { .pending($0) } ?? .unknown
    }

    static func rejections(_ database: Database) throws -> [Rejection] {
        try database.statement(
            """
            SELECT token, name, arguments, made_at, code, message, is_reverted, violation FROM lockstep_rejection \
            ORDER BY sequence
            """
        ).all { try Rejection($0) }
    }

    static func nextRejection(
        after sequence: Int64, _ database: Database
    ) throws -> (sequence: Int64, rejection: Rejection)? {
        let statement = try database.statement(
            """
            SELECT token, name, arguments, made_at, code, message, is_reverted, violation, sequence \
            FROM lockstep_rejection \
            WHERE sequence > ?1 ORDER BY sequence LIMIT 1
            """)
        try statement.bind(sequence, at: 1)
        return try statement.first { (try $0.value(at: 8), try Rejection($0)) }
    }

    /// - Parameter previous: The token after whose mutation to begin, if it is still pending.
    static func pendingMutations(
        limit: Int = .max, after previous: UUID? = nil, _ database: Database
    ) throws -> [PendingMutation] {
        let statement = try database.statement(PendingMutation.selectPage)
        try statement.bind(previous, at: 1)
        try statement.bind(limit, at: 2)
        return try statement.all { try PendingMutation($0) }
    }
}

extension Rejection {
    fileprivate init(_ row: Lockstep.SQLiteStatement) throws {
        // Of a damaged file, or another version's, it may not be readable, and the rejection still is.
        let constraint = try row.value(String?.self, at: 7).flatMap { try? ViolatedConstraint(text: $0) }
        self.init(
            token: try row.value(at: 0), name: try row.value(at: 1), arguments: Array(row.column(2).blob),
            madeAt: try row.value(at: 3), code: try row.value(at: 4), message: try row.value(at: 5),
            constraint: constraint,
            isReverted: try row.value(at: 6))
    }
}

extension PendingMutation {
    /// Parameter: the token.
    fileprivate static let selectOne: StaticString = """
        SELECT p.number, p.token, p.name, p.arguments, p.made_at, p.failure, f.code, f.message, f.since \
        FROM lockstep_pending p LEFT JOIN lockstep_push_failure f ON p.number <= f.through WHERE p.token = ?1
        """

    /// Parameters: the token after whose mutation to begin, or NULL; how many to give.
    fileprivate static let selectPage: StaticString = """
        SELECT p.number, p.token, p.name, p.arguments, p.made_at, p.failure, f.code, f.message, f.since \
        FROM lockstep_pending p LEFT JOIN lockstep_push_failure f ON p.number <= f.through \
        WHERE p.number > coalesce((SELECT number FROM lockstep_pending WHERE token = ?1), 0) \
        ORDER BY p.number LIMIT ?2
        """

    fileprivate init(_ row: Lockstep.SQLiteStatement) throws {
        var pushFailure: PushFailure?
        if let code = try row.value(String?.self, at: 6) {
            pushFailure = PushFailure(
                code: ClientError.Code(name: code), message: try row.value(at: 7), since: try row.value(at: 8))
        }
        self.init(
            number: try row.value(at: 0), token: try row.value(at: 1), name: try row.value(at: 2),
            arguments: Array(row.column(3).blob), madeAt: try row.value(at: 4), failure: try row.value(at: 5),
            pushFailure: pushFailure)
    }
}
