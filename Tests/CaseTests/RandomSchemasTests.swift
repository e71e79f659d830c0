import Foundation
import LockstepEmitter
import LockstepSQL
import LockstepSchema
import SchemaGenerator
import Testing

@testable import LockstepTool

/// Schemas that `SchemaGenerator` makes of seeds, and the Swift of some of them, which `RandomSchemas` compiles.
/// `LOCKSTEP_UPDATE_GOLDENS=1` rewrites it.
@Suite("Random schemas")
struct RandomSchemasTests {
    private static let folder = Case.tests.appending(path: "Fixtures/RandomSchemas/Generated")
    private static let schemas = ([5, 10, 13, 24, 27, 43, 78, 81, 88, 89, 91, 99] as [UInt64]).map(RandomSchema.init)

    private static func run(_ random: RandomSchema) -> Pipeline.Result {
        let sources = random.files.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) }
        return Pipeline().run(DefinitionFiles(sorting: sources), module: "RandomSchemas")
    }

    private static func file(named name: String) -> URL { folder.appending(path: name + ".swift") }

    @Test("The compiled schemas are what their seeds make", arguments: schemas)
    func compiled(_ random: RandomSchema) throws {
        let result = Self.run(random)
        let schema = try #require(result.schema, "\(result.report)")
        #expect(schema.name.name == random.name)
        try Golden.expect(GeneratedCase(SwiftEmitter.files(for: schema)).text, in: Self.file(named: random.name))
    }

    @Test("Nothing else is compiled, and all of it is listed")
    func registry() throws {
        let lines = Self.schemas.map { "        \($0.name).self,\n" }.joined()
        try Golden.expect(
            """
            // Written by `RandomSchemasTests` with `LOCKSTEP_UPDATE_GOLDENS=1`.

            package import Lockstep

            /// The schemas of this module.
            package enum RandomSchemaList {
                /// Sorted by name.
                package static let all: [any ServerSchema.Type] = [
            \(lines)    ]
            }

            """, in: Self.file(named: "RandomSchemaList"))
        let expected = (Self.schemas.map(\.name) + ["RandomSchemaList"]).map { $0 + ".swift" }.sorted()
        guard !Golden.isUpdating else { return try Self.removeFiles(but: expected) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() == expected)
    }

    private static func removeFiles(but expected: [String]) throws {
        for stale in Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(expected) {
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(stale)")
        }
    }

    @Test("Each feature is in one of the compiled schemas at least", arguments: SchemaFeature.all)
    func has(_ feature: SchemaFeature) {
        let having = Self.analysed.filter { feature.isPart($0.text, $0.schema) }
        #expect(!having.isEmpty)
    }

    /// The definition files of each compiled schema in one text, and what Lockstep made of them.
    private static let analysed = schemas.compactMap { random in
        run(random).schema.map { schema in
            (text: random.files.sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n"), schema: schema)
        }
    }

    @Test("Lockstep and SQLite accept what any seed makes", arguments: 0..<20)
    func accepted(tens: UInt64) {
        for seed in (tens * 10)..<(tens * 10 + 10) {
            let result = Self.run(RandomSchema(seed: seed))
            let files = result.schema.map { SwiftEmitter.files(for: $0) }
            #expect(files?.isEmpty == false, "seed \(seed): \(Self.errors(of: result))")
        }
    }

    private static func errors(of result: Pipeline.Result) -> String {
        result.diagnostics.filter { $0.severity == .error }.map(\.rendered).joined(separator: "\n")
    }
}
