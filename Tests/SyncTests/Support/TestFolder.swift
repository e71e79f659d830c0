import Foundation

/// A folder for a test's databases, deleted when it goes.
final class TestFolder: Sendable {
    let url: URL

    init() throws {
        url = Self.parent.appending(path: "lockstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // What is left over is the system's temporary files'.
        try? FileManager.default.removeItem(at: url)
    }

    /// Where there is a file system in memory, a commit need not wait for a disk. Containers have a small one, which the
    /// folders of all tests that run at once would fill.
    private static let parent: URL = {
        let files = FileManager.default
        let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
        // Where there is none, it has no space.
        let space = try? files.attributesOfFileSystem(forPath: memory.path)[.systemFreeSize] as? NSNumber
        let isLarge = (space?.int64Value ?? 0) >= 1 << 30
        return isLarge && files.isWritableFile(atPath: memory.path) ? memory : files.temporaryDirectory
    }()

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    /// Copies a database that nobody has open over what is there, with the files beside it.
    func copy(_ name: String, to other: String) throws {
        let files = FileManager.default
        for suffix in ["", "-wal", "-shm"] {
            if files.fileExists(atPath: path(other + suffix)) { try files.removeItem(atPath: path(other + suffix)) }
            if files.fileExists(atPath: path(name + suffix)) {
                try files.copyItem(atPath: path(name + suffix), toPath: path(other + suffix))
            }
        }
    }

    func remove(_ name: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path(name + suffix)) {
            try FileManager.default.removeItem(atPath: path(name + suffix))
        }
    }
}
