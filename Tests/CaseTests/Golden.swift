import Foundation
import Testing

/// A file with what a test expects. `LOCKSTEP_UPDATE_GOLDENS=1` rewrites such files instead of comparing them.
enum Golden {
    static let isUpdating = ProcessInfo.processInfo.environment["LOCKSTEP_UPDATE_GOLDENS"] == "1"

    /// Nil and a missing file are the same.
    static func expect(_ text: String?, in file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let expected = FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
        guard isUpdating else {
            #expect(text == expected, "\(file.path)", sourceLocation: sourceLocation)
            return
        }
        guard text != expected else { return }
        if let text {
            try Data(text.utf8).write(to: file)
        } else {
            try FileManager.default.removeItem(at: file)
        }
    }
}
