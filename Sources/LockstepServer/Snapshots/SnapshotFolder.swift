import Crypto
import Foundation

/// The folder of one process for the files of its snapshots: a folder with a random name in the one that was configured.
///
/// Others in there are of servers of the same database, a tool's beside the one that serves. Each is locked as long as its
/// process lives; those of processes that are gone are removed, whatever they died of.
///
/// Every function waits for the disk. `@unchecked Sendable`: `lock` is held for every access to `descriptor`.
final class SnapshotFolder: @unchecked Sendable {
    let path: String

    private let parent: String
    private let lock = NSLock()

    /// The folder, opened and locked; -1 before it is made.
    private var descriptor: Int32 = -1

    /// - Parameter name: Of letters and digits.
    init(in parent: String, name: String) {
        self.parent = parent
        path = parent + "/" + name
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Makes the folder if it is not there, and removes those that were left behind.
    func prepare() throws {
        try lock.withLock {
            if descriptor >= 0, access(path, W_OK) == 0 { return }
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if descriptor >= 0 { close(descriptor) }
            descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.error }
            try removeLeftovers()
        }
    }

    /// Removes the folder with all files. Those that are being sent stay readable to whoever has them open.
    func remove() {
        lock.withLock {
            guard descriptor >= 0 else { return }
            // What cannot be removed is removed by the next process.
            try? FileManager.default.removeItem(atPath: path)
            close(descriptor)
            descriptor = -1
        }
    }

    private func removeLeftovers() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: parent) where Self.isName(name) {
            let other = parent + "/" + name
            guard other != path else { continue }
            let folder = open(other, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard folder >= 0 else { continue }
            defer { close(folder) }
            guard flock(folder, LOCK_EX | LOCK_NB) == 0 else { continue }
            // A folder that stays takes room and does no harm; the next process tries again.
            try? FileManager.default.removeItem(atPath: other)
        }
    }

    /// Whether it is a name that this type gives: nothing else in the folder is touched.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count == 32 && name.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 97...102 ~= $0 }
    }

    // MARK: Files

    func file(_ id: String) -> String { path + "/" + id + ".sqlite" }

    /// The size and SHA-256 of a file, read once from its beginning to its end.
    static func measure(_ path: String) throws -> (bytes: Int64, sha256: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw error }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var hash = SHA256()
        var bytes: Int64 = 0
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw error }
            guard count > 0 else { return (bytes, Hexadecimal.text(of: hash.finalize())) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            bytes += Int64(count)
        }
    }

    /// Deletes a file, and what SQLite may have left beside it.
    static func delete(_ path: String) {
        for suffix in ["", "-journal"] { unlink(path + suffix) }
    }

    private static var error: POSIXError {
        POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
}
