import Foundation

/// The file beside a replica into which a snapshot is downloaded. Its length is how far the download has come.
///
/// Every method waits for the disk.
struct SnapshotFile: Sendable {
    /// Writes bytes at a descriptor's place, as write(2) does.
    typealias Write = @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int

    let path: String

    private let write: Write

    init(besideReplicaAt path: String, write: @escaping Write) {
        // The replica's own connections know it by an absolute path, whatever the current folder becomes.
        self.path = URL(fileURLWithPath: path).path + "-snapshot"
        self.write = write
    }

    /// The length in bytes; 0 if there is no file.
    func length() throws -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { return 0 }
            throw Self.error
        }
        return Int64(status.st_size)
    }

    /// Adds bytes at the end. After an error some of them may be there.
    ///
    /// - Parameter offset: The length that the file has.
    /// - Throws: `POSIXError`; `SnapshotRefusal` if the file has another length.
    func append(_ bytes: [UInt8], at offset: Int64) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.error }
        guard Int64(status.st_size) == offset else {
            throw SnapshotRefusal("its file was changed by somebody else")
        }
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.error }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Deletes the file, and what SQLite may have left beside it. A file that is not there is no error.
    func remove() throws {
        for suffix in ["", "-journal", "-wal", "-shm"] where unlink(path + suffix) != 0 && errno != ENOENT {
            throw Self.error
        }
    }

    /// The SHA-256 of what is on the disk, as hexadecimal digits.
    func sha256() throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error }
        defer { close(descriptor) }
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.error }
            guard count > 0 else { return hash.digits() }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static var error: POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}

/// Why the file of a snapshot is of no use: it is not what the server said, or holds what this replica cannot take.
struct SnapshotRefusal: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
