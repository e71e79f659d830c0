import Foundation

/// What the commands print: results to standard output, remarks to standard error.
enum Terminal {
    static func print(_ line: String) {
        write(line + "\n", to: .standardOutput)
    }

    static func print(json bytes: [UInt8]) {
        print(String(decoding: bytes, as: UTF8.self))
    }

    static func note(_ line: String) {
        write(line + "\n", to: .standardError)
    }

    /// How long something has been so, in the largest unit that fits.
    static func age(since date: Date) -> String {
        let seconds = max(Int(Date().timeIntervalSince(date)), 0)
        for (unit, name) in [(86_400, "d"), (3_600, "h"), (60, "min")] where seconds >= unit {
            return "\(seconds / unit) \(name)"
        }
        return "\(seconds) s"
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone, as `head` does, is no failure of the command.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
