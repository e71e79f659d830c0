import ArgumentParser
import Foundation
import LockstepSQL

/// `lockstep format`
struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Lays out definition files. Comments are kept; a file with a syntax error is not touched.")

    @Argument(
        help: ArgumentHelp(
            "Files, and folders in which all files `*.sql` are formatted; the folder of definition files if none is given.",
            valueName: "path"))
    var paths: [String] = []

    @Option(help: ArgumentHelp("The folder of definition files.", valueName: "folder"))
    var schema: String = "schema"

    @Flag(help: "Write nothing, and fail if a file is not formatted.")
    var check = false

    func run() throws {
        var report = ""
        for path in try (paths.isEmpty ? [schema] : paths).flatMap(Self.files) {
            report += try format(path)
        }
        guard !report.isEmpty else { return }
        FileHandle.standardError.write(Data(report.utf8))
        throw ExitCode.failure
    }

    /// - Returns: What is wrong with the file, on lines that end; empty if nothing is.
    private func format(_ path: String) throws -> String {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        guard String(validating: bytes, as: UTF8.self) != nil else { return "\(path): error: this is not UTF-8\n" }
        let formatted = Formatter.format(SourceText(path: path, bytes: bytes))
        guard formatted.diagnostics.isEmpty else {
            return formatted.diagnostics.map { $0.rendered + "\n" }.joined()
        }
        let content = Data(formatted.text.utf8)
        guard content != Data(bytes) else { return "" }
        if check { return "\(path): error: this file is not formatted; run `lockstep format`\n" }
        try content.write(to: URL(filePath: path), options: .atomic)
        return ""
    }

    /// The file itself, or the definition files of a folder, sorted; hidden ones aside.
    private static func files(of path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ValidationError("there is no file or folder \(path)")
        }
        guard isFolder.boolValue else { return [path] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter { !$0.hasPrefix(".") }
        return try names.flatMap { name -> [String] in
            let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            var isInnerFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: inner, isDirectory: &isInnerFolder)
            if isInnerFolder.boolValue { return try files(of: inner) }
            return name.hasSuffix(".sql") ? [inner] : []
        }
    }
}
