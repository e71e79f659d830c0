import Foundation

/// A folder that is removed with the value that owns it.
final class TemporaryFolder {
    let path: String

    /// - Parameter files: The files to make, by their paths in the folder.
    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "lockstep-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(Data(text.utf8), to: name) }
    }

    deinit {
        // Nothing depends on it: the system clears the folder for temporary files.
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ data: Data, to name: String) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    /// The number that a file system gives a file; a file that is replaced gets another one.
    func fileNumber(_ name: String) throws -> UInt64? {
        try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.systemFileNumber] as? UInt64
    }
}
