import Foundation

/// The checkout that the command runs in: with other sources a seed is another simulation.
enum Checkout {
    /// The commit, with a mark if files differ from it; nil where there is none.
    static func commit() -> String? {
        let git = Process()
        let output = Pipe()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
        git.standardOutput = output
        git.standardError = FileHandle.nullDevice
        do {
            try git.run()
        } catch {
            // There is no git.
            return nil
        }
        let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        git.waitUntilExit()
        guard git.terminationStatus == 0 else { return nil }
        return words.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
