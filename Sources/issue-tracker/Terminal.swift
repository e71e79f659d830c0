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

    private static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone, as `head` does, is no failure of the command.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
