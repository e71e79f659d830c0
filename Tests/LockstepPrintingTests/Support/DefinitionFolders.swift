import Foundation
import LockstepSQL

/// The folders of definition files in this repository.
enum DefinitionFolders {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../../..")
        .standardizedFileURL.path

    static let all = [
        "schema", "Benchmarks/schema", "Tests/Fixtures/IssueListSchema/schema", "Tests/Consumer/schema",
        "Tests/Consumer/ClientOnly/schema",
        "Tests/LockstepEmitterTests/Definitions/Workshop",
    ]

    /// The SQL files in them.
    static var files: [String] {
        all.flatMap { (try? paths(of: $0)) ?? [] }.filter { $0.hasSuffix(".sql") }
    }

    static func sources(of folder: String) throws -> [SourceText] {
        try paths(of: folder).filter { $0.hasSuffix(".sql") || $0.hasSuffix("lockstep.json") }.map {
            SourceText(path: $0, bytes: [UInt8](try Data(contentsOf: URL(filePath: $0))))
        }
    }

    private static func paths(of folder: String) throws -> [String] {
        let path = root + "/" + folder
        return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().map { "\(path)/\($0)" }
    }
}
