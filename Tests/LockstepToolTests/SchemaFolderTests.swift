import Foundation
import LockstepSQL
import Testing

@testable import LockstepTool

@Suite("Reading definition files")
struct SchemaFolderTests {
    @Test("All definition files are read, sorted by path; hidden files and others are left alone")
    func files() throws {
        let folder = try TemporaryFolder([
            "queries.sql": "", "migrations/0002_b.sql": "", "migrations/0001_a.sql": "", "lockstep.json": "{}",
            "lockstep.lock": "{}", "README.md": "", "migrations/.0001_a.sql.swp": "", ".git/x.sql": "",
        ])
        let content = try SchemaFolder(path: folder.path).read()
        #expect(content.diagnostics.isEmpty)
        #expect(
            content.files.map { $0.path.dropFirst(folder.path.count + 1) }
                == ["lockstep.json", "migrations/0001_a.sql", "migrations/0002_b.sql", "queries.sql"])
    }

    @Test(
        "A definition file in a place where none is looked for is an error, never ignored",
        arguments: ["mutation/issues.sql", "issues.sql", "queries/open/issues.sql"])
    func misplaced(name: String) throws {
        let folder = try TemporaryFolder([name: "SELECT 1;"])
        let content = try SchemaFolder(path: folder.path).read()
        #expect(content.files.isEmpty)
        let diagnostic = try #require(content.diagnostics.first)
        #expect(diagnostic.rendered.hasPrefix("\(folder.path)/\(name):1:1: error: a definition file in this place"))
    }

    @Test("A file that is no UTF-8 is an error at the first byte that is wrong")
    func encoding() throws {
        let folder = try TemporaryFolder()
        try folder.write(Data("-- ok \u{fffd}\n-- ".utf8) + [0xe9] + Data(" latin".utf8), to: "queries.sql")
        let content = try SchemaFolder(path: folder.path).read()
        let diagnostic = try #require(content.diagnostics.first)
        #expect(diagnostic.message == "this is not UTF-8")
        #expect(diagnostic.place.location.description == "2:4")
    }

    @Test("Without a folder the error says where definition files belong")
    func missing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: MissingSchema.self) { try SchemaFolder(path: folder.path + "/schema").read() }
        #expect(error?.description.contains("there is no folder \(folder.path)/schema. ") == true)
        #expect(error?.description.contains("`schema/migrations/0001_name.sql`") == true)
    }
}
