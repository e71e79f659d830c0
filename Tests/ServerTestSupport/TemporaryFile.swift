import CSQLite
import Foundation
package import Lockstep

/// A path for a database, in a folder of its own that goes with this object.
package final class TemporaryFile: Sendable {
    private let folder: URL

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that is left behind harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    package var path: String { path(of: "server.sqlite") }

    /// The path of another file in the folder.
    package func path(of name: String) -> String {
        folder.appending(path: name).path
    }

    /// Runs SQL on a connection of its own, as the `sqlite3` shell would.
    ///
    /// - Parameter settings: What the user of the shell types first.
    package func edit(_ sql: String, settings: String = SQLiteConnection.settings) throws {
        try withConnection { connection in
            try connection.execute(settings)
            try connection.execute(sql)
        }
    }

    /// The first column of every row, as SQLite's text.
    package func values(_ sql: String) throws -> [String] {
        try withConnection { connection in
            try connection.statement(sql).all { String(decoding: $0.column(0).text, as: UTF8.self) }
        }
    }

    /// Reads the first column of every row of statements on another file.
    package static func values(ofFileAt path: String) throws -> (_ sql: String) throws -> [String] {
        let opened = try open(path)
        return { sql in
            try withExtendedLifetime(opened) {
                try opened.connection.statement(sql).all { String(decoding: $0.column(0).text, as: UTF8.self) }
            }
        }
    }

    package func withConnection<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        let opened = try open()
        return try withExtendedLifetime(opened) { try body(opened.connection) }
    }

    /// Opens a connection of its own, which waits up to 5 seconds for locks.
    package func open() throws -> OpenedConnection {
        try Self.open(path)
    }

    private static func open(_ path: String) throws -> OpenedConnection {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        sqlite3_busy_timeout(handle, 5_000)
        return OpenedConnection(connection: SQLiteConnection(handle))
    }
}

/// A connection that closes with this object.
package final class OpenedConnection {
    package let connection: SQLiteConnection

    init(connection: SQLiteConnection) {
        self.connection = connection
    }

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }
}
