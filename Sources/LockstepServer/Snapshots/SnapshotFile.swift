import Foundation

/// The file of a snapshot, opened: it can be read to its end although it is deleted meanwhile.
///
/// Closed with its last reference. `@unchecked Sendable`: nothing changes after `init`, and `pread` has no position.
public final class SnapshotFile: @unchecked Sendable {
    /// Above 0.
    public let bytes: Int64

    /// A strong entity tag, with its quotes: equal for equal bytes.
    public let etag: String

    private let descriptor: Int32

    /// - Returns: Nil if there is no such file.
    init?(_ snapshot: SnapshotShelf.Snapshot) {
        descriptor = open(snapshot.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        bytes = snapshot.bytes
        etag = "\"\(snapshot.sha256)\""
    }

    deinit {
        close(descriptor)
    }

    /// Reads bytes from a position on. Waits for the disk.
    ///
    /// - Returns: How many there were: at least one, unless the file ends at the position.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int64) throws -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(position))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            return count
        }
    }
}

/// The answer to `GET /sync/snapshots/{id}`.
public enum SnapshotAnswer: Sendable {
    /// 200 or 206, as the adapter makes of the request's ranges.
    case file(SnapshotFile)

    /// 404, 410 or 503, with its body.
    case refused(SyncResponse)
}
