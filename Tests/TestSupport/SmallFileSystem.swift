#if os(Linux)
package import Foundation
import Glibc

/// A file system in memory that is full soon, over a folder that is there, where the system lets the tests mount one.
package final class SmallFileSystem: Sendable {
    package let folder: URL

    /// - Returns: Nil if mounting is not allowed.
    package init?(over folder: URL, kilobytes: Int) {
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { return nil }
        self.folder = folder
    }

    deinit {
        // At once from the path, and for good when the last file in it is closed.
        umount2(folder.path, Int32(MNT_DETACH))
    }

    /// Takes all the space that there is, until `free()`.
    package func fill() {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        for size in [65_536, 4_096, 1] {
            let bytes = [UInt8](repeating: 0, count: size)
            while write(descriptor, bytes, size) == size {}
        }
    }

    package func free() {
        unlink(filler)
    }

    private var filler: String { folder.appending(path: "filler").path }

    package static let isAllowed: Bool = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-mount-\(UUID().uuidString)")
        defer { rmdir(folder.path) }
        guard mkdir(folder.path, 0o700) == 0 else { return false }
        return SmallFileSystem(over: folder, kilobytes: 64) != nil
    }()
}
#endif
