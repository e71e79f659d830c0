import ArgumentParser
import Foundation
import Testing

@testable import LockstepTool

@Suite("The command lockstep")
struct CommandTests {
    private let schema = [
        "schema/lockstep.json": "{\"name\": \"Notes\"}",
        "schema/migrations/0001_notes.sql": "CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY) STRICT;",
        "schema/queries.sql": "-- name: notes :many\nSELECT * FROM note ORDER BY id;",
    ]

    private func run(_ arguments: [String]) throws {
        var command = try LockstepTool.parseAsRoot(arguments)
        try command.run()
    }

    @Test("generate writes the files, and a new nonce each time")
    func generate() throws {
        let folder = try TemporaryFolder(schema)
        let arguments = [
            "generate", "--schema", folder.path + "/schema", "--output", folder.path + "/Generated", "--module", "App",
            "--nonce", folder.path + "/nonce",
        ]
        try run(arguments)
        let nonce = try folder.read("nonce")
        let number = try folder.fileNumber("Generated/Queries.generated.swift")
        #expect(try folder.read("Generated/Queries.generated.swift").contains("static var notes"))
        try run(arguments)
        #expect(try folder.read("nonce") != nonce)
        #expect(try folder.fileNumber("Generated/Queries.generated.swift") == number)
    }

    @Test("generate --check fails for committed code that is stale, and leaves it alone")
    func staleCode() throws {
        let folder = try TemporaryFolder(schema)
        let arguments = [
            "generate", "--schema", folder.path + "/schema", "--output", folder.path + "/Generated", "--module", "App",
        ]
        #expect(throws: ExitCode.failure) { try run(arguments + ["--check"]) }
        try run(arguments)
        try run(arguments + ["--check"])
        try folder.write(Data("-- name: all :many\nSELECT id FROM note ORDER BY id;".utf8), to: "schema/queries.sql")
        #expect(throws: ExitCode.failure) { try run(arguments + ["--check"]) }
        #expect(try folder.read("Generated/Queries.generated.swift").contains("static var notes"))
    }

    @Test("check fails for a mistake")
    func check() throws {
        let folder = try TemporaryFolder(schema)
        try run(["check", "--schema", folder.path + "/schema"])
        try folder.write(Data("-- name: all :many\nSELECT idd FROM note;".utf8), to: "schema/queries.sql")
        #expect(throws: ExitCode.failure) { try run(["check", "--schema", folder.path + "/schema"]) }
    }

    @Test("check --strict fails for a warning, and check without it does not")
    func strictness() throws {
        let folder = try TemporaryFolder(schema)
        let arguments = ["check", "--schema", folder.path + "/schema"]
        try run(arguments + ["--strict"])
        try folder.write(Data("-- name: all :many\nSELECT id FROM note;".utf8), to: "schema/queries.sql")
        try run(arguments)
        #expect(throws: ExitCode.failure) { try run(arguments + ["--strict"]) }
    }

    @Test("explain fails for a name that nothing has")
    func explain() throws {
        let folder = try TemporaryFolder(schema)
        try run(["explain", "notes", "--schema", folder.path + "/schema"])
        #expect(throws: ExitCode.failure) { try run(["explain", "nots", "--schema", folder.path + "/schema"]) }
    }
}
