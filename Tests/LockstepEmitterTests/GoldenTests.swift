import Foundation
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepEmitter

/// Definition files in `Definitions/NAME` (of `Depot`, a model) and the Swift that they must become, `Goldens/NAME+FILE`, which is compiled as
/// part of this target. A new case is a folder and its name in `names`. After a change of the emitter that is meant,
/// `LOCKSTEP_UPDATE_GOLDENS=1 swift test --filter GoldenTests` writes what it prints; read the difference before it is
/// committed.
@Suite("Generated files")
struct GoldenTests {
    static let names = ["Depot", "Empty", "Workshop"]

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    @Test("Definition files become the Swift that was agreed on, byte for byte", arguments: names)
    func files(name: String) throws {
        let isUpdating = ProcessInfo.processInfo.environment["LOCKSTEP_UPDATE_GOLDENS"] == "1"
        for file in SwiftEmitter.files(for: try Self.schema(name)) {
            let golden = Self.folder.appending(path: "Goldens/\(name)+\(file.name)")
            if isUpdating { try Data(file.text.utf8).write(to: golden) }
            #expect(try String(contentsOf: golden, encoding: .utf8) == file.text)
        }
    }

    @Test("The set of files is the same for every schema", arguments: names)
    func fileNames(name: String) throws {
        for half in [GeneratedHalf.both, .shared, .server(sharing: "Types")] {
            #expect(SwiftEmitter.files(for: try Self.schema(name), half: half).map(\.name) == SwiftEmitter.fileNames)
        }
    }

    static func schema(_ name: String) throws -> Schema {
        if name == "Depot" { return DepotModel.schema }
        let definitions = folder.appending(path: "Definitions/\(name)")
        let enumerator = FileManager.default.enumerator(atPath: definitions.path)
        let paths = (enumerator?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".sql") || $0.hasSuffix(".json") }
        let files = try paths.map { path in
            SourceText(path: path, bytes: [UInt8](try Data(contentsOf: definitions.appending(path: path))))
        }
        let analysis = analyze(files: DefinitionFiles(sorting: files), targetName: "LockstepEmitterTests")
        #expect(analysis.diagnostics.map(\.rendered) == [])
        return try #require(analysis.schema)
    }
}
