import CSQLite

/// What SQLite asks of its file system.
package enum FileOperation: String, Hashable, Sendable, CaseIterable {
    case open, read, write, truncate, sync, delete

    /// Mapping a part of a WAL's shared memory, and locking in it.
    case mapShared, lockShared

    /// The operations that change what a file system holds, and those without which none does.
    package static let all: Set = [open, write, truncate, sync, delete, mapShared, lockShared]

    /// What SQLite's own file system for Unix reports when the system call of the operation fails.
    var failure: Int32 {
        switch self {
        case .open: SQLITE_CANTOPEN
        case .read: FileOperation.ioError(1)
        case .write: FileOperation.ioError(3)
        case .sync: FileOperation.ioError(4)
        case .truncate: FileOperation.ioError(6)
        case .delete: FileOperation.ioError(10)
        case .lockShared: FileOperation.ioError(20)
        case .mapShared: FileOperation.ioError(21)
        }
    }

    /// `SQLITE_IOERR_SHMSIZE`: the shared memory cannot grow.
    static let sharedMemoryFull = ioError(19)

    /// An extended code of `SQLITE_IOERR`, whose macros Swift cannot import
    /// (https://www.sqlite.org/rescode.html#extrc).
    private static func ioError(_ number: Int32) -> Int32 { SQLITE_IOERR | number << 8 }
}

/// What a file is for.
package enum FileKind: String, Hashable, Sendable {
    case database, wal, journal

    init(path: String) {
        self = path.hasSuffix("-wal") ? .wal : path.hasSuffix("-journal") ? .journal : .database
    }
}
