import Foundation
import LockstepEmitter

/// A folder of generated files.
struct OutputFolder {
    let path: String

    /// Writes the files whose bytes differ from what is there; the others keep their time of modification, so that a
    /// build system compiles no more than it must.
    func write(_ files: [GeneratedFile]) throws {
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in stale(files) {
            try Data(file.text.utf8).write(to: folder.appending(path: file.name), options: .atomic)
        }
    }

    /// The files that are missing or hold something else.
    func stale(_ files: [GeneratedFile]) -> [GeneratedFile] {
        files.filter { file in
            let content = FileManager.default.contents(atPath: "\(path)/\(file.name)")
            return content != Data(file.text.utf8)
        }
    }

    /// The message for files that should have been generated anew.
    static func complaint(about stale: [GeneratedFile], in path: String) -> String {
        let names = stale.map { "\(path)/\($0.name): error: this file is not what the definition files say\n" }
        return names.joined() + "Run `lockstep generate` without `--check`, and commit what it writes.\n"
    }
}
