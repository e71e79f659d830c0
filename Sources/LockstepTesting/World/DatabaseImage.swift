import CSQLite
import Foundation
import Lockstep

/// The bytes of a database in memory (https://www.sqlite.org/c3ref/serialize.html).
final class DatabaseImage {
    private let bytes: UnsafeMutablePointer<UInt8>
    private let count: Int64

    init(of connection: SQLiteConnection) throws {
        var count: sqlite3_int64 = 0
        guard let bytes = sqlite3_serialize(connection.handle, "main", &count, 0) else {
            throw SQLiteError(connection: connection.handle, phase: .step)
        }
        self.bytes = bytes
        self.count = count
    }

    deinit {
        sqlite3_free(bytes)
    }

    /// Makes a copy of the image the main database of a connection in memory.
    func load(into handle: OpaquePointer) throws {
        // SQLite frees the copy when the connection is closed.
        guard let copy = sqlite3_malloc64(sqlite3_uint64(max(count, 1))) else {
            throw SQLiteError(connection: nil, phase: .open)
        }
        memcpy(copy, bytes, Int(count))
        let code = sqlite3_deserialize(
            handle, "main", copy.assumingMemoryBound(to: UInt8.self), count, count,
            UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
        guard code == SQLITE_OK else { throw SQLiteError(connection: handle, phase: .open) }
    }
}
