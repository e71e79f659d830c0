import Foundation
import LockstepEmitter
import Testing

@testable import LockstepTool

@Suite("The half of the code that a target gets")
struct TargetSchemaTests {
    private static let configuration = "{\"name\": \"Notes\", \"server\": \"NotesServer\"}"

    private static func files(in folder: String, configuration: String = configuration) -> [String: String] {
        [
            "\(folder)/lockstep.json": configuration,
            "\(folder)/migrations/0001_notes.sql":
                "CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY) STRICT;",
        ]
    }

    private func half(
        of target: String, in folder: TemporaryFolder, dependencies: [TargetSchema.Dependency] = []
    ) throws -> GeneratedHalf {
        let target = try TargetSchema(at: folder.path + "/schema", target: target, dependencies: dependencies)
        let schema = try #require(try Pipeline().run(schema: target.path, module: target.module).schema)
        return target.half(of: schema)
    }

    @Test("is all of it, where no target is named for the server")
    func both() throws {
        let folder = try TemporaryFolder(Self.files(in: "schema", configuration: "{\"name\": \"Notes\"}"))
        #expect(try half(of: "NotesTypes", in: folder) == .both)
        let other = TargetSchema.Dependency(name: "NotesTypes", schema: folder.path + "/schema")
        #expect(try half(of: "App", in: folder, dependencies: [other]) == .both)
    }

    @Test("is the shared one, but for the target that is named")
    func halves() throws {
        let folder = try TemporaryFolder(Self.files(in: "schema"))
        #expect(try half(of: "NotesTypes", in: folder) == .shared)
        let types = TargetSchema.Dependency(name: "NotesTypes", schema: folder.path + "/schema")
        #expect(try half(of: "NotesServer", in: folder, dependencies: [types]) == .server(sharing: "NotesTypes"))
    }

    @Test("is found in the folder of the target that has the other half")
    func otherFolder() throws {
        let folder = try TemporaryFolder(Self.files(in: "NotesTypes/schema"))
        let dependencies = [
            TargetSchema.Dependency(name: "Logs", schema: folder.path + "/schema"),
            TargetSchema.Dependency(name: "NotesTypes", schema: folder.path + "/NotesTypes/schema"),
        ]
        let half = try half(of: "NotesServer", in: folder, dependencies: dependencies)
        #expect(half == .server(sharing: "NotesTypes"))
    }

    @Test("cannot be the server's without the target of the other half")
    func misplaced() throws {
        let folder = try TemporaryFolder(Self.files(in: "schema"))
        let error = #expect(throws: MisplacedServerHalf.self) { try half(of: "NotesServer", in: folder) }
        #expect(error?.description.contains("Add that target to its dependencies.") == true)
        let both = ["A", "B"].map { TargetSchema.Dependency(name: $0, schema: folder.path + "/schema") }
        let ambiguity = #expect(throws: MisplacedServerHalf.self) {
            try half(of: "NotesServer", in: folder, dependencies: both)
        }
        #expect(ambiguity?.candidates == ["A", "B"])
    }

    @Test(
        "cannot be another target's if `lockstep.json` makes that impossible",
        arguments: [
            ("{\"name\": \"Notes\", \"server\": \"App\"}", "the server's half must be in another target"),
            ("{\"name\": \"Notes\", \"server\": \"Notes\"}", "must not have the name of a module"),
            ("{\"name\": \"Notes\", \"server\": \"S\", \"access\": \"internal\"}", "cannot see types"),
            ("{\"name\": \"Notes\", \"server\": \"\"}", "must be the name of a target"),
            ("{\"name\": \"Notes\", \"server\": [\"S\"]}", "`server` must be a string"),
        ])
    func mistakes(configuration: String, message: String) throws {
        let folder = try TemporaryFolder(Self.files(in: "schema", configuration: configuration))
        let report = try Pipeline().run(schema: folder.path + "/schema", module: "App").report
        #expect(report.contains(message))
    }
}
