import Foundation
import LockstepSQL
package import LockstepSchema

/// A folder of definition files on disk.
package struct DefinitionFolder: Sendable {
    /// `apps/chat`
    package let name: String
    package let files: DefinitionFiles

    /// The folders of `Tests/Cases/accepted` and `Tests/Cases/apps`: definition files that nobody wrote for a proof.
    package static func accepted() throws -> [DefinitionFolder] {
        let cases = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Cases")
        let groups = try names(in: cases.appending(path: "accepted")).map { "accepted/\($0)" } + ["apps"]
        return try groups.flatMap { group in
            try names(in: cases.appending(path: group)).map { name in
                try DefinitionFolder(name: "\(group)/\(name)", at: cases.appending(path: "\(group)/\(name)"))
            }
        }
    }

    private init(name: String, at folder: URL) throws {
        self.name = name
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".sql") || $0 == "lockstep.json"
        }
        files = DefinitionFiles(
            sorting: try paths.map { path in
                let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
                return SourceText(path: path, text: text)
            })
    }

    private static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.contains(".") }.sorted()
    }
}
