import Foundation
import GRDB
import Lockstep

/// What came of the comparison of one table of an answer.
struct TableComparison: Sendable {
    enum Result: Sendable {
        case sums(server: TableChecksum, base: TableChecksum)
        case rows(buckets: [Int], differences: [RowDifference])
    }

    let table: TableVerification
    let result: Result
}

extension Replica {
    /// Compares the base with the server's tables.
    ///
    /// - Parameters:
    ///   - answer: What the server said of the tables as of `cursor`.
    ///   - tables: What was asked for, by table.
    /// - Returns: nil if the base stands elsewhere by now: there is nothing to compare.
    /// - Throws: `JSONError` if the answer says something else than was asked for; `ClientError`; `CancellationError`.
    func compare(
        _ answer: ChecksumResponse, at cursor: String, with tables: [TableVerification]
    ) async throws -> [TableComparison]? {
        try await read { database in
            guard try Self.state(database).cursor == cursor else { return nil }
            return try answer.tables.map { answered in
                guard let table = tables.first(where: { $0.name == answered.name }), let request = table.request,
                    let description = Schema.tables.first(where: { $0.name == answered.name })
                else { throw JSONError(field: answered.name, problem: "is a table that was not asked for") }
                let base = BaseTable(description) { sql in
                    Lockstep.SQLiteStatement(try database.cachedStatement(sql: sql).sqliteStatement)
                }
                return TableComparison(table: table, result: try Self.compare(answered.content, request, base, table))
            }
        }
    }

    private static func compare(
        _ content: ChecksumResponse.Content, _ request: ChecksumRequest.Table, _ base: BaseTable,
        _ table: TableVerification
    ) throws -> TableComparison.Result {
        switch content {
        case .sums(let sums):
            guard request.rows == nil, sums.counts.count == request.buckets else {
                throw JSONError(field: "sums", problem: "must be those of \(request.buckets) buckets")
            }
            return .sums(server: sums, base: try base.checksum(buckets: request.buckets))
        case .rows(let rows):
            guard let wanted = request.rows, !rows.buckets.isEmpty, wanted.starts(with: rows.buckets) else {
                throw JSONError(field: "buckets", problem: "must be the first of those that were asked for")
            }
            let differences = try base.differences(from: rows, among: request.buckets, displaced: table.displaced)
            return .rows(buckets: rows.buckets, differences: differences)
        }
    }

    /// Gives rows of the base the server's values.
    ///
    /// - Parameter differences: By table name.
    /// - Returns: By table name, the keys of rows that had to go since a repaired row has their UNIQUE values; nil if the
    ///   base stands elsewhere by now, and nothing was repaired.
    func repair(
        _ differences: [String: [RowDifference]], at cursor: String
    ) async throws -> [String: [[UInt8]]]? {
        try await write { writer in
            guard try writer.state().cursor == cursor else { return nil }
            return try writer.repair(differences)
        }
    }
}
