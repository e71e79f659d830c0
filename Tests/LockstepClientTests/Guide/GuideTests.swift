import Foundation
import IssueListSchema
import Testing

@testable import LockstepClient

/// Code in `docs/client.md` is taken from `Guide.swift`, which compiles; a fence of `swift alone` marks what cannot, as it
/// needs a system or a module that the tests have not.
@Suite("docs/client.md")
struct GuideTests {
    private static func file(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    }

    /// A text's lines without their indentation.
    private static func lines(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    @Test("Every piece of code is in the file that is compiled, as it stands")
    func codeCompiles() throws {
        let page = try Self.file("../../../docs/client.md")
        let blocks = page.matches(of: /```swift\n([\s\S]*?)```/).map { Self.lines($0.1) }
        let source = Self.lines(try Self.file("Guide.swift"))
        #expect(blocks.count > 10)
        for block in blocks {
            let isThere = source.indices.contains { source[$0...].starts(with: block) }
            #expect(isThere, "\(block.joined(separator: "\n"))")
        }
    }

    @Test("The code does what the page says")
    func codeRuns() async throws {
        let folder = try TestFolder()
        let server = try ReferenceServer(IssueList.self)
        let guide = Guide(
            path: folder.path("replica"), user: "ann", transport: TestTransport(to: server, as: "ann"))
        let client = try await guide.open()
        let token = try await guide.mutate(client)
        try await guide.mutateTogether(client, id: .id(1))
        try await guide.constraint(client, "")
        try await guide.importIssues(client, ["a", "b"])
        try await guide.pending(client)
        try await guide.outcome(client, token)
        #expect(try await guide.read(client).count == 4)
        try await client.sync()
        #expect(try await client.state(of: token) == .applied)
        await server.set(denied: ["createIssue"])
        _ = try await guide.mutate(client)
        try await client.sync()
        let rejection = try #require(try await client.rejections().first)
        try await guide.edit(client, rejection, "again")
        #expect(try await client.pendingMutations().count == 1)
        #expect(try await Guide(path: guide.path, user: "bob", transport: guide.transport).otherActor() == nil)
        try await guide.signOut(client)
        #expect(try await ReplicaFile.inspect(at: guide.path) == nil)
        try await guide.rescue()
        #expect(!FileManager.default.fileExists(atPath: guide.path))
    }
}
