import Foundation
import Lockstep

extension ReplicaSummary {
    /// Reads the summary within the transaction that the caller holds.
    ///
    /// - Returns: nil if the database is empty.
    /// - Throws: `ClientError` with code `.notAReplica`, `.otherFormat` or `.damaged`; `SQLiteError`.
    init?(_ connection: SQLiteConnection) throws {
        guard try Self.checkFormat(of: connection) else { return nil }
        let summary = try connection.statement(
            """
            SELECT schema_name, schema_version, actor, last_number - acknowledged, \
            (SELECT made_at FROM lockstep_pending ORDER BY number LIMIT 1), \
            (SELECT count(*) FROM lockstep_rejection), cursor IS NOT NULL, \
            (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) \
            FROM lockstep_replica WHERE id = 1
            """ as StaticString
        ).first { row in
            ReplicaSummary(
                schema: try row.value(at: 0), schemaVersion: try row.value(at: 1), actor: try row.value(at: 2),
                pendingCount: try row.value(at: 3), oldestPending: try row.value(at: 4),
                rejectionCount: try row.value(at: 5), hasSynced: try row.value(at: 6), bytes: try row.value(at: 7))
        }
        guard let summary else { throw ClientError.lostOwner }
        self = summary
    }

    /// Looks whether a database is a replica that this version of Lockstep can read.
    ///
    /// - Returns: False if the database is empty.
    /// - Throws: `ClientError` with code `.notAReplica`, `.otherFormat` or `.damaged`; `SQLiteError`.
    static func checkFormat(of connection: SQLiteConnection) throws -> Bool {
        let tables = try connection.statement(
            """
            SELECT count(*), total(name = 'lockstep_replica') FROM sqlite_schema \
            WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            """ as StaticString
        ).only { (count: try $0.value(Int.self, at: 0), replicas: try $0.value(Double.self, at: 1)) }
        if tables.count == 0 { return false }
        guard tables.replicas > 0 else {
            throw ClientError(
                .notAReplica, "The file is a database that Lockstep did not make. Open the replica at another path.")
        }
        let format: Int64? = try connection.statement(
            "SELECT format FROM lockstep_replica WHERE id = 1" as StaticString
        )
        .first { try $0.value(at: 0) }
        guard let format else { throw ClientError.lostOwner }
        guard format == ReplicaTables.format else {
            throw ClientError(
                .otherFormat,
                """
                The replica was made by \(format < ReplicaTables.format ? "an older" : "a newer") version of Lockstep \
                (format \(format), this one has \(ReplicaTables.format)). Sync it with the app that made it, then delete \
                the file (`ReplicaFile.delete`), or open the replica at another path.
                """)
        }
        return true
    }
}

extension ClientError {
    static let lostOwner = ClientError(
        .damaged, "The replica has lost the row that says whose it is. Restore or delete the file.")

    static let lostNumbers = ClientError(
        .damaged,
        """
        The replica has lost count of its mutations. Open a new replica at another path, and keep what \
        `ReplicaFile.export` can still read of this one.
        """)
}
