import CSQLite

/// A file that a connection has open through a `FaultDisk`.
final class FaultFile: Sendable {
    let disk: FaultDisk
    let path: String
    let kind: FileKind

    /// The process that opened it: `FaultDisk.restart()` begins another.
    let process: Int

    init(_ disk: FaultDisk, _ path: String, _ kind: FileKind) {
        self.disk = disk
        self.path = path
        self.kind = kind
        process = disk.process
    }
}

/// What SQLite allocates for an open file: this, then the real file.
struct FaultFileHeader {
    /// SQLite's part.
    var base: sqlite3_file
    var file: Unmanaged<FaultFile>

    static let size = MemoryLayout<FaultFileHeader>.stride
}

extension UnsafeMutablePointer<sqlite3_file> {
    var real: Self { (UnsafeMutableRawPointer(self) + FaultFileHeader.size).assumingMemoryBound(to: sqlite3_file.self) }

    fileprivate var header: UnsafeMutablePointer<FaultFileHeader> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: FaultFileHeader.self)
    }

    fileprivate var file: FaultFile { header.pointee.file.takeUnretainedValue() }
    fileprivate var methods: sqlite3_io_methods { pointee.pMethods.pointee }
}

/// The methods of an open file (https://www.sqlite.org/c3ref/io_methods.html). Version 2: without memory-mapped reads.
/// SQLite calls them with what it opened, and with none of the optional ones missing in its own file system for Unix.
enum FaultFileMethods {
    /// Never changed once made, and never freed: SQLite keeps it for open files.
    nonisolated(unsafe) static let table: UnsafePointer<sqlite3_io_methods> = {
        let table = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        table.initialize(to: methods)
        return UnsafePointer(table)
    }()

    private static var methods: sqlite3_io_methods {
        var methods = sqlite3_io_methods()
        methods.iVersion = 2
        methods.xClose = { handle in
            guard let handle else { return SQLITE_MISUSE }
            let code = handle.real.methods.xClose(handle.real)
            handle.header.pointee.file.release()
            return code
        }
        methods.xRead = { handle, bytes, count, offset in
            guard let handle else { return SQLITE_MISUSE }
            let real = handle.real
            return handle.file.disk.perform(.read, handle.file) { real.methods.xRead(real, bytes, count, offset) }
        }
        methods.xWrite = { handle, bytes, count, offset in
            guard let handle else { return SQLITE_MISUSE }
            let real = handle.real
            return handle.file.disk.write(
                handle.file, UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: Int(offset),
                size: {
                    var size: Int64 = 0
                    return real.methods.xFileSize(real, &size) == SQLITE_OK ? Int(size) : 0
                },
                put: { real.methods.xWrite(real, bytes, Int32($0), offset) })
        }
        methods.xTruncate = { handle, size in
            guard let handle else { return SQLITE_MISUSE }
            let real = handle.real
            return handle.file.disk.truncate(handle.file, to: Int(size)) { real.methods.xTruncate(real, size) }
        }
        methods.xSync = { handle, _ in
            guard let handle else { return SQLITE_MISUSE }
            return handle.file.disk.sync(handle.file)
        }
        addPassing(to: &methods)
        addSharedMemory(to: &methods)
        return methods
    }

    /// What no fault concerns: a dead process may let go of its locks.
    private static func addPassing(to methods: inout sqlite3_io_methods) {
        methods.xFileSize = { $0?.real.methods.xFileSize($0?.real, $1) ?? SQLITE_MISUSE }
        methods.xLock = { $0?.real.methods.xLock($0?.real, $1) ?? SQLITE_MISUSE }
        methods.xUnlock = { $0?.real.methods.xUnlock($0?.real, $1) ?? SQLITE_MISUSE }
        methods.xCheckReservedLock = { $0?.real.methods.xCheckReservedLock($0?.real, $1) ?? SQLITE_MISUSE }
        methods.xFileControl = { $0?.real.methods.xFileControl($0?.real, $1, $2) ?? SQLITE_MISUSE }
        methods.xSectorSize = { $0?.real.methods.xSectorSize($0?.real) ?? 0 }
        methods.xDeviceCharacteristics = { $0?.real.methods.xDeviceCharacteristics($0?.real) ?? 0 }
        methods.xShmBarrier = { $0?.real.methods.xShmBarrier($0?.real) }
        methods.xShmUnmap = { $0?.real.methods.xShmUnmap($0?.real, $1) ?? SQLITE_MISUSE }
    }

    private static func addSharedMemory(to methods: inout sqlite3_io_methods) {
        methods.xShmMap = { handle, region, size, extends, address in
            guard let handle else { return SQLITE_MISUSE }
            let real = handle.real
            return handle.file.disk.perform(
                .mapShared, handle.file,
                grows: {
                    let code = real.methods.xShmMap(real, region, size, 0, address)
                    return extends != 0 && code == SQLITE_OK && address?.pointee == nil
                },
                { real.methods.xShmMap(real, region, size, extends, address) })
        }
        methods.xShmLock = { handle, offset, count, flags in
            guard let handle else { return SQLITE_MISUSE }
            let real = handle.real
            // A lock can always be let go of.
            guard flags & SQLITE_SHM_LOCK != 0 else { return real.methods.xShmLock(real, offset, count, flags) }
            return handle.file.disk.perform(.lockShared, handle.file) {
                real.methods.xShmLock(real, offset, count, flags)
            }
        }
    }
}
