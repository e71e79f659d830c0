import Foundation
import LockstepEmitter
import LockstepSQL
import Testing

@testable import LockstepTool

@Suite("From a folder to Swift")
struct PipelineTests {
    private static let migration = """
        CREATE TABLE note (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          text TEXT NOT NULL
        ) STRICT;

        """

    private static let files = [
        "lockstep.json": "{\"name\": \"Notes\"}",
        "migrations/0001_notes.sql": migration,
        "mutations.sql": "-- name: addNote :mutation\nINSERT INTO note (id, text) VALUES (:id, :text);\n",
        "queries.sql": "-- name: notes :many\nSELECT * FROM note ORDER BY id;\n",
    ]

    private static var target: TargetSchema {
        get throws { try TargetSchema(at: "schema", target: "App", dependencies: []) }
    }

    @Test("Definition files become the fixed set of Swift files")
    func generation() throws {
        let folder = try TemporaryFolder(Self.files)
        let result = try Pipeline().run(schema: folder.path, module: "App")
        #expect(result.report.isEmpty)
        let files = try #require(result.files(for: try Self.target))
        #expect(files.map(\.name) == SwiftEmitter.fileNames)
        #expect(files[0].text.contains("public enum Notes: SyncSchema {"))
        #expect(files[2].text.contains("case addNote(id: UUID = .v7(), text: String)"))
    }

    /// Of trees as high as the parser allows, and of one that is higher.
    private static let deepConditions: [(condition: String, mistake: String?)] = {
        func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
        let sum = "rank = \(repeated("rank + ", 990))rank"
        let conjunction = "\(repeated("rank <> 1 AND ", 900))rank <> 1"
        let parentheses = "rank = \(repeated("(", 900))rank\(repeated(")", 900))"
        let negations = "\(repeated("NOT ", 1_500))rank"
        return [
            (sum, nil), (conjunction, nil),
            // Newer releases of SQLite have no such limit.
            (parentheses, "this is too large for SQLite"),
            (negations, "this expression is more than 1000 operators deep"),
        ]
    }()

    @Test("The deepest expressions are analysed, or refused with a reason", arguments: deepConditions)
    func depth(condition: String, mistake: String?) throws {
        let folder = try TemporaryFolder([
            "migrations/0001_a.sql": "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, rank INTEGER NOT NULL) STRICT;\n",
            "mutations.sql": "-- name: remove :mutation\nDELETE FROM a WHERE \(condition);\n",
        ])
        let result = try Pipeline().run(schema: folder.path, module: "App")
        let errors = result.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.allSatisfy { message in mistake.map(message.hasPrefix) ?? false }, "\(errors)")
    }

    @Test("A byte order mark and the line ends of Windows change nothing")
    func encodings() throws {
        let plainFolder = try TemporaryFolder(Self.files)
        let plain = try Pipeline().run(schema: plainFolder.path, module: "App")
        let folder = try TemporaryFolder()
        for (name, text) in Self.files where name.hasSuffix(".sql") {
            let windows = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
            try folder.write(Data([0xef, 0xbb, 0xbf] + windows.utf8), to: name)
        }
        try folder.write(Data("{\"name\": \"Notes\"}".utf8), to: "lockstep.json")
        let other = try Pipeline().run(schema: folder.path, module: "App")
        #expect(other.report.isEmpty)
        #expect(other.files(for: try Self.target) == plain.files(for: try Self.target))
    }

    @Test("A mistake is reported with path, line, column, the line and a caret, and nothing is generated")
    func mistakes() throws {
        var files = Self.files
        files["queries.sql"] = "-- name: notes :many\nSELECT *\nFROM note ORDER BY txt;\n"
        let folder = try TemporaryFolder(files)
        let result = try Pipeline().run(schema: folder.path, module: "App")
        #expect(result.files(for: try Self.target) == nil)
        #expect(result.report.hasPrefix("\(folder.path)/queries.sql:3:20: error: "))
        #expect(result.report.contains("\nFROM note ORDER BY txt;\n                   ^~~\n"))
    }

    @Test("The report of `check --json` says what the definition files mean")
    func report() throws {
        let folder = try TemporaryFolder(Self.files)
        let schema = try #require(try Pipeline().run(schema: folder.path, module: "App").schema)
        let json = try JSONSerialization.jsonObject(with: SchemaReport(schema).json)
        let report = try #require(json as? [String: Any])
        #expect(report["name"] as? String == "Notes")
        #expect(report["version"] as? Int == 1)
        let mutations = try #require(report["mutations"] as? [[String: Any]])
        #expect(mutations.map { $0["name"] as? String } == ["addNote"])
        #expect(mutations[0]["isReplayable"] as? Bool == true)
        let arguments = try #require(mutations[0]["arguments"] as? [[String: Any]])
        #expect(arguments.map { $0["name"] as? String } == ["id", "text"])
        #expect(arguments.map { $0["type"] as? String } == ["UUID", "String"])
        #expect(arguments.map { $0["storage"] as? String } == ["TEXT", "TEXT"])
        #expect(try SchemaReport(schema).json == SchemaReport(schema).json)
    }

    @Test("The plugins declare the files that the emitter writes")
    func plugins() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for plugin in ["LockstepPlugin", "LockstepCommand"] {
            let path = root.appending(path: "Plugins/\(plugin)/SchemaFolder.swift").path
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let declared = text.split(separator: "\"").filter { $0.hasSuffix(".generated.swift") }.map(String.init)
            #expect(declared == SwiftEmitter.fileNames)
        }
    }
}
