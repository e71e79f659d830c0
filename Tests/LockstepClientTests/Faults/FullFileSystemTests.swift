#if os(Linux)
import Foundation
import IssueListSchema
import TestSupport
import Testing

@testable import LockstepClient

@Suite("A file system that is full")
struct FullFileSystemTests {
    @Test(
        "a client queues what fits, and the rest when there is space again",
        .enabled(if: SmallFileSystem.isAllowed, "mounting a tmpfs needs root"))
    func fullFileSystem() async throws {
        let folder = try TestFolder()
        let disk = try #require(SmallFileSystem(over: folder.url, kilobytes: 600))
        defer { withExtendedLifetime(disk) {} }
        let filler = folder.url.appending(path: "filler")
        try Data(count: 200_000).write(to: filler)
        let server = try ReferenceServer(IssueList.self)
        let client = try await IssueClient.open(folder, TestTransport(to: server))
        var made = 0
        var error: ClientError?
        while error == nil, made < 100 {
            do {
                try await client.mutate(Self.issue(made))
                made += 1
            } catch let failure as ClientError {
                error = failure
            }
        }
        #expect(error?.code == .diskFull)
        #expect(made > 0)
        #expect(try await client.pendingMutations().count == made)
        #expect(try await client.list.count == made)
        try FileManager.default.removeItem(at: filler)
        try await client.mutate(Self.issue(made))
        #expect(try await client.pendingMutations().count == made + 1)
        try await client.close()
        let database = try FileDatabase(folder.path("replica"))
        #expect(try database.strings("PRAGMA integrity_check") == ["'ok'"])
    }

    private static func issue(_ number: Int) -> IssueList.Mutation {
        .createIssue(id: .id(number), title: "\(number)", description: String(repeating: "x", count: 8_000))
    }
}
#endif
