import CSQLite
import IssueListSchema
import Lockstep

/// A connection of the test's own, as the `sqlite3` shell has one.
///
/// Not `Sendable`: it stays in the function that opened it. It closes with its last use, which a use of `connection` is
/// not: the methods below keep it open.
final class TestDatabase {
    let connection: SQLiteConnection

    /// - Parameter path: A file, by default one in memory.
    init(_ path: String = ":memory:") throws {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        sqlite3_busy_timeout(handle, 5_000)
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
    }

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    /// Runs every statement of a script.
    func execute(_ script: String) throws {
        try withExtendedLifetime(self) { try connection.execute(script) }
    }

    /// The rows of a statement, each as its columns' text.
    func rows(_ sql: String) throws -> [[String]] {
        try withExtendedLifetime(self) {
            try connection.statement(sql).all { row in
                (0..<row.columnCount).map { String(decoding: row.column($0).text, as: UTF8.self) }
            }
        }
    }

    /// The first column of a statement's rows.
    func values(_ sql: String) throws -> [String] {
        try rows(sql).map { $0[0] }
    }

    /// Every issue byte by byte: Swift takes texts for equal that SQLite tells apart.
    func issues() throws -> [IssueRow] {
        try withExtendedLifetime(self) {
            try connection.statement(
                "SELECT id, title, description, status, owner, created_at FROM issue ORDER BY id" as StaticString
            ).all { row in IssueRow(columns: (0..<6).map { Array(row.column($0).text) }) }
        }
    }

    func insert(_ issues: [IssueRow]) throws {
        let statement = try connection.statement(
            """
            INSERT INTO issue (id, title, description, status, owner, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """ as StaticString)
        for issue in issues {
            for (index, column) in issue.columns.enumerated() {
                try column.withUnsafeBufferPointer { try statement.bind(text: $0, at: Int32(index + 1)) }
            }
            try statement.run()
        }
    }
}

/// A row of `issue`: the bytes of its columns' text.
struct IssueRow: Hashable, Sendable, CustomStringConvertible {
    let columns: [[UInt8]]

    var description: String {
        columns.map { String(decoding: $0, as: UTF8.self).debugDescription }.joined(separator: " ")
    }
}
