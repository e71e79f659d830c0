import ArgumentParser
import Foundation
import Testing

@testable import LockstepTool

@Suite("lockstep format")
struct FormatCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) -> ExitCode? {
        do {
            let command = try FormatCommand.parse(arguments)
            try command.run()
            return nil
        } catch {
            return error as? ExitCode ?? .validationFailure
        }
    }

    @Test("Files are formatted, and then stay as they are")
    func writes() throws {
        try folder.write(Data("select 1;".utf8), to: "queries/a.sql")
        try folder.write(Data("not SQL".utf8), to: "queries/a.txt")
        #expect(run("--schema", folder.path) == nil)
        #expect(try folder.read("queries/a.sql") == "SELECT 1;\n")
        #expect(try folder.read("queries/a.txt") == "not SQL")
        #expect(run("--check", folder.path) == nil)
    }

    @Test("--check writes nothing, and fails")
    func checks() throws {
        try folder.write(Data("select 1;".utf8), to: "a.sql")
        #expect(run("--check", "\(folder.path)/a.sql") == .failure)
        #expect(try folder.read("a.sql") == "select 1;")
    }

    @Test("A file with a syntax error is left as it is, and the others are formatted")
    func syntaxError() throws {
        try folder.write(Data("select from;".utf8), to: "a.sql")
        try folder.write(Data("select 1;".utf8), to: "b.sql")
        #expect(run(folder.path) == .failure)
        #expect(try folder.read("a.sql") == "select from;")
        #expect(try folder.read("b.sql") == "SELECT 1;\n")
    }

    @Test("A path that is not there is an error")
    func missing() {
        #expect(run("\(folder.path)/missing") != nil)
    }
}
