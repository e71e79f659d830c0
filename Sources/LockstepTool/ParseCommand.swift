import ArgumentParser
import Foundation
import LockstepSQL

/// `lockstep parse`
struct ParseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Prints the statements of a SQL file, or what is wrong with them.",
        discussion: """
            Definition files are read as strictly as by `check`. With --lines, the file has a JSON object {"sql": …} a line, \
            and the verdict is SQLite's own: whether its parser takes the first statement of the text.
            """)

    @Argument(help: ArgumentHelp("The SQL file; standard input without it, or for -.", valueName: "file"))
    var file: String = "-"

    @Flag(help: "Print JSON: an array with an object for each statement and each error, by place.")
    var json = false

    @Flag(help: "Read a JSON object {\"sql\": …} a line, and print {\"parses\": true} or {\"parses\": false} for each.")
    var lines = false

    func run() throws {
        if lines {
            let verdicts = LineVerdicts(try content())
            FileHandle.standardOutput.write(verdicts.json)
            return
        }
        let report = ParseReport(SourceText(path: file == "-" ? "stdin" : file, bytes: [UInt8](try content())))
        FileHandle.standardOutput.write(json ? try report.json : Data(report.text.utf8))
        guard report.isFreeOfErrors else { throw ExitCode.failure }
    }

    private func content() throws -> Data {
        guard file != "-" else { return FileHandle.standardInput.readDataToEndOfFile() }
        return try Data(contentsOf: URL(filePath: file))
    }
}
