import CSQLite
import Foundation

/// A file system for SQLite (https://www.sqlite.org/vfs.html) through which the folders of `FaultDisk`s are reached.
///
/// It is this process's default, since a connection pool opens its files in the default one, and hands every file in
/// another folder to SQLite's own file system as it is: tests that run beside see no difference.
enum FaultVFS {
    private static let disks = Locked<[String: FaultDisk]>([:])

    static func mount(_ disk: FaultDisk) {
        install
        disks.withLock { $0[disk.folder] = disk }
    }

    static func unmount(_ disk: FaultDisk) {
        _ = disks.withLock { $0.removeValue(forKey: disk.folder) }
    }

    /// A path as SQLite gives it to a file system: absolute, without symbolic links.
    static func realPath(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func disk(of path: UnsafePointer<CChar>?) -> (disk: FaultDisk, path: String)? {
        guard let path else { return nil }
        let text = String(cString: path)
        guard let slash = text.lastIndex(of: "/") else { return nil }
        guard let disk = disks.withLock({ $0[String(text[..<slash])] }) else { return nil }
        return (disk, text)
    }

    /// SQLite's own file system. Found before this one is registered, and static in SQLite's library.
    nonisolated(unsafe) private static let real: UnsafeMutablePointer<sqlite3_vfs> = sqlite3_vfs_find(nil)

    /// Registers the file system, once.
    private static let install: Void = {
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        // What is not replaced works as in the real one, which looks at nothing else of the structure.
        own.initialize(to: real.pointee)
        own.pointee.pNext = nil
        own.pointee.zName = UnsafePointer(strdup("lockstep-fault"))
        own.pointee.szOsFile += Int32(FaultFileHeader.size)
        own.pointee.xOpen = open
        own.pointee.xDelete = { _, path, syncsFolder in
            guard let (disk, text) = disk(of: path) else { return real.pointee.xDelete(real, path, syncsFolder) }
            return disk.delete(text, isSynced: syncsFolder != 0) { real.pointee.xDelete(real, path, 0) }
        }
        sqlite3_vfs_register(own, 1)
    }()

    private static let open:
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, UnsafeMutablePointer<sqlite3_file>?, Int32,
            UnsafeMutablePointer<Int32>?
        ) -> Int32 = { _, path, handle, flags, outFlags in
            guard let handle else { return SQLITE_MISUSE }
            guard let (disk, text) = disk(of: path) else {
                return real.pointee.xOpen(real, path, handle, flags, outFlags)
            }
            // Without methods SQLite does not close a file that could not be opened.
            handle.pointee.pMethods = nil
            let file = FaultFile(disk, text, FileKind(path: text))
            let code = disk.open(text, file.kind, flags: flags) {
                real.pointee.xOpen(real, path, handle.real, $0, outFlags)
            }
            guard code == SQLITE_OK else {
                if handle.real.pointee.pMethods != nil { _ = handle.real.pointee.pMethods.pointee.xClose(handle.real) }
                return code
            }
            UnsafeMutableRawPointer(handle).assumingMemoryBound(to: FaultFileHeader.self).initialize(
                to: FaultFileHeader(
                    base: sqlite3_file(pMethods: FaultFileMethods.table), file: Unmanaged.passRetained(file)))
            return SQLITE_OK
        }
}
