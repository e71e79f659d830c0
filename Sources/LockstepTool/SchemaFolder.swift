import Foundation
import LockstepSQL

/// Reads the files of a `schema/` folder.
struct SchemaFolder {
    let path: String

    /// The definition files, sorted by path, and what is wrong with files as such.
    struct Content {
        var files: [SourceText] = []
        var diagnostics: [Diagnostic] = []
    }

    /// - Throws: `MissingSchema` if there is no such folder; an error of Foundation's if a file cannot be read.
    func read() throws -> Content {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw MissingSchema(path: path)
        }
        var content = Content()
        try addFiles(of: "", to: &content)
        return content
    }

    /// - Parameter folder: Relative to the schema's folder, with a slash at its end; empty for that folder itself.
    private func addFiles(of folder: String, to content: inout Content) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
        for name in names.sorted() where !name.hasPrefix(".") {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(path)/\(folder)\(name)", isDirectory: &isFolder)
            if isFolder.boolValue {
                try addFiles(of: "\(folder)\(name)/", to: &content)
            } else {
                try add("\(folder)\(name)", to: &content)
            }
        }
    }

    private func add(_ name: String, to content: inout Content) throws {
        guard name.lowercased().hasSuffix(".sql") || name.split(separator: "/").last == "lockstep.json" else { return }
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        let file = SourceText(path: "\(path)/\(name)", bytes: Self.withoutPlatformMarks(bytes))
        guard name.hasSuffix(".sql") || name.hasSuffix(".json") else {
            content.diagnostics.append(
                Diagnostic(
                    .error, "a file whose name ends in `\(name.suffix(4))` is not read", in: file,
                    at: SourceSpan(at: 0),
                    suggestion: "let it end in `.sql`"))
            return
        }
        guard Self.isDefinition(name) else {
            content.diagnostics.append(
                Diagnostic(
                    .error, "a definition file in this place is not read", in: file, at: SourceSpan(at: 0),
                    suggestion: "the places are `migrations/*.sql`, `mutations/*.sql`, `queries/*.sql` and "
                        + "`permissions/*.sql`, or `mutations.sql`, `queries.sql` and `permissions.sql`"))
            return
        }
        guard let offset = Self.offsetOfInvalidUTF8(file.bytes) else {
            content.files.append(file)
            return
        }
        content.diagnostics.append(
            Diagnostic(
                .error, "this is not UTF-8", in: file, at: SourceSpan(at: offset),
                suggestion: "save the file in the encoding UTF-8"))
    }

    /// The text without a byte order mark and with LF for CR LF: what is generated must not depend on the editor, nor on
    /// how the files were checked out. No line or column changes.
    private static func withoutPlatformMarks(_ bytes: [UInt8]) -> [UInt8] {
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        guard text.contains(UInt8(ascii: "\r")) else { return Array(text) }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for index in text.indices {
            let isBeforeLineEnd = index + 1 < text.endIndex && text[index + 1] == UInt8(ascii: "\n")
            if text[index] != UInt8(ascii: "\r") || !isBeforeLineEnd { result.append(text[index]) }
        }
        return result
    }

    private static func isDefinition(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        guard parts.count == 2 else {
            return ["lockstep.json", "mutations.sql", "queries.sql", "permissions.sql"].contains(name)
        }
        return name.hasSuffix(".sql") && ["migrations", "mutations", "queries", "permissions"].contains(parts[0])
    }

    private static func offsetOfInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        // The decoder replaces what is invalid; the text before the first replacement is as it was in the file.
        var offset = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isReplacement = scalar == "\u{fffd}" && !bytes[offset...].starts(with: [0xef, 0xbf, 0xbd])
            if isReplacement { return offset }
            offset += UTF8.width(scalar)
        }
        return offset
    }
}

/// There is no folder of definition files.
struct MissingSchema: Error, Hashable, CustomStringConvertible {
    let path: String

    var description: String {
        "there is no folder \(path). Definition files belong into a folder `schema` in the target's own folder or at the "
            + "package's root, beginning with `schema/migrations/0001_name.sql`."
    }
}
