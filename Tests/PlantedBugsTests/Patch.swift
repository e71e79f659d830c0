import Foundation

/// A patch of `Tests/PlantedBugs`.
struct Patch {
    /// Its file's name without number and ending.
    let name: String
    let text: String

    /// The package's folder, also where the tests' folder is a link into it.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All of them, in the order in which they apply.
    static func all() throws -> [Patch] {
        let folder = root.appending(path: "Tests/PlantedBugs")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".patch") }.sorted().map { file in
                Patch(
                    name: String(file.dropFirst(3).dropLast(".patch".count)),
                    text: try String(contentsOf: folder.appending(path: file), encoding: .utf8))
            }
    }

    /// The lines that it adds.
    var added: [Substring] {
        text.split(separator: "\n").filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }.map { $0.dropFirst() }
    }

    /// What its patched code looks for in the text of the row versions.
    var soughtInRowVersions: [Sought] {
        added.flatMap { line -> [Sought] in
            let line = line.drop { $0 == " " }
            if let match = line.wholeMatch(of: /versions\.replace\("(.*?)", with: .*/) {
                return [.text(Self.plain(match.1))]
            }
            if let match = line.wholeMatch(of: /"(.*)",/) { return [.text(Self.plain(match.1))] }
            if let match = line.wholeMatch(of: /versions\.replace\(\/(.*)\/, with: .*/) {
                return [.pattern(String(match.1))]
            }
            return []
        }
    }

    enum Sought: Hashable {
        case text(String)
        case pattern(String)
    }

    /// The text of a literal.
    private static func plain(_ literal: Substring) -> String {
        String(literal).replacing("\\\"", with: "\"").replacing("\\n", with: "\n")
    }
}
