import CSQLite
import Foundation
import Lockstep

/// Makes files of snapshots by the letter of `docs/protocol.md`, and such that are not.
struct SnapshotMaker<Schema: SyncSchema> {
    var format: Int64 = 1
    var schemaVersion = Int64(Schema.version)
    var version: Int64 = 1

    /// - Parameters:
    ///   - source: Has the schema's tables.
    ///   - change: SQL that is run last.
    func file(of source: SQLiteConnection, change: String = "") throws -> [UInt8] {
        let target = try MemoryDatabase()
        for table in Schema.tables {
            let columns = table.storedColumns.map { Self.quoted(table.columns[$0].name) }
            let key = table.key.map(Self.quoted).joined(separator: ", ")
            try target.connection.execute(
                """
                CREATE TABLE \(Self.quoted(table.name)) (\(columns.joined(separator: ", ")), PRIMARY KEY (\(key))) \
                WITHOUT ROWID
                """)
            try Self.copy(table.name, columns, from: source, to: target.connection)
        }
        try target.connection.execute(
            """
            CREATE TABLE lockstep_snapshot (format INTEGER, schema_version INTEGER, version INTEGER);
            INSERT INTO lockstep_snapshot VALUES (\(format), \(schemaVersion), \(version));
            \(change)
            """)
        return Self.bytes(of: target.connection)
    }

    private static func copy(
        _ table: String, _ columns: [String], from source: SQLiteConnection, to target: SQLiteConnection
    ) throws {
        let list = columns.joined(separator: ", ")
        let parameters = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let insert = try target.statement("INSERT INTO \(quoted(table)) (\(list)) VALUES (\(parameters))")
        try source.statement("SELECT \(list) FROM \(quoted(table))").all { row in
            for index in 0..<row.columnCount { try insert.bind(row.column(index), at: index + 1) }
            try insert.run()
        }
    }

    static func bytes(of connection: SQLiteConnection) -> [UInt8] {
        var size: sqlite3_int64 = 0
        guard let bytes = sqlite3_serialize(connection.handle, "main", &size, 0) else { return [] }
        defer { sqlite3_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
    }

    private static func quoted(_ name: String) -> String { "\"\(name)\"" }
}

extension ReferenceServer {
    /// Makes the file of a snapshot at the head, and says where it is.
    func snapshot() throws -> SnapshotReference {
        let bytes = try SnapshotMaker<Schema>(version: head).file(of: database.connection)
        return offer(bytes, at: "\(SyncProtocol.snapshotsPath)\(head)")
    }

    nonisolated func offer(_ bytes: [UInt8], at path: String) -> SnapshotReference {
        let digits = sha256(of: bytes)
        files.put(bytes, at: path, etag: "\"\(digits.prefix(16))\"")
        return SnapshotReference(path: path, bytes: Int64(bytes.count), sha256: digits)
    }
}
