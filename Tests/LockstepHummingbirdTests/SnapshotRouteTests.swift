import Foundation
import HTTPTestSupport
import IssueListSchema
import Lockstep
import LockstepServer
import Testing

@Suite("The route of snapshots", .timeLimit(.minutes(10)))
struct SnapshotRouteTests {
    /// Runs an application whose every step for a new client is a snapshot, and pulls one.
    private func withSnapshot(
        _ body: (TestApplication, SnapshotReference) async throws -> Void
    ) async throws {
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerPull = 0
        // The pull is to be answered with its snapshot, however long the making takes among other tests.
        configuration.snapshots.wait = .seconds(600)
        try await TestApplication.run(configuration: configuration) { application in
            let client = UUID()
            let pushed = try await application.answer("POST /sync/push", body: IssueList.push(client: client))
            #expect(pushed.status == 200)
            let pull = PullRequest(client: client, schema: SchemaIdentity(of: IssueList.self), cursor: nil)
            let pulled = try await application.answer("POST /sync/pull", body: pull.json)
            guard case .snapshot(let reference) = try PullResponse(json: pulled.body).changes else {
                Issue.record("no snapshot: \(pulled.text)")
                return
            }
            try await body(application, reference)
        }
    }

    private func get(
        _ application: TestApplication, _ path: String, method: String = "GET", actor: String? = "ann",
        _ headers: String...
    ) async throws -> TextAnswer {
        try await application.answer("\(method) \(path)", actor: actor, headers: headers)
    }

    @Test("The whole file has the bytes and the hash that the pull named, in a type of its own and not for caches")
    func whole() async throws {
        try await withSnapshot { application, reference in
            let answer = try await get(application, reference.path)
            #expect(answer.status == 200)
            #expect(answer.body.count == Int(reference.bytes))
            #expect(answer.body.starts(with: Array("SQLite format 3\0".utf8)))
            #expect(answer.headers["etag"] == "\"\(reference.sha256)\"")
            #expect(answer.headers["accept-ranges"] == "bytes")
            #expect(answer.headers["cache-control"] == "private, no-store")
            #expect(answer.headers["content-length"] == "\(reference.bytes)")
            #expect(answer.headers["content-encoding"] == nil)
        }
    }

    @Test("Parts make up the whole")
    func parts() async throws {
        try await withSnapshot { application, reference in
            let whole = try await get(application, reference.path).body
            let total = Int(reference.bytes)
            var parts: [UInt8] = []
            for start in stride(from: 0, to: total, by: 5_000) {
                let end = min(start + 5_000, total) - 1
                let answer = try await get(
                    application, reference.path, "Range: bytes=\(start)-\(end)", "If-Range: \"\(reference.sha256)\"")
                #expect(answer.status == 206)
                #expect(answer.headers["content-range"] == "bytes \(start)-\(end)/\(total)")
                #expect(answer.headers["content-length"] == "\(end - start + 1)")
                #expect(answer.headers["etag"] == "\"\(reference.sha256)\"")
                parts += answer.body
            }
            #expect(parts == whole)
        }
    }

    @Test("A range of another file is answered with the whole one", arguments: ["\"other\"", "W/\"other\"", "now"])
    func otherFile(tag: String) async throws {
        try await withSnapshot { application, reference in
            let answer = try await get(application, reference.path, "Range: bytes=10-19", "If-Range: \(tag)")
            #expect(answer.status == 200)
            #expect(answer.body.count == Int(reference.bytes))
        }
    }

    @Test("A range beyond the end is 416, and several are the whole file")
    func unsatisfiable() async throws {
        try await withSnapshot { application, reference in
            let beyond = try await get(application, reference.path, "Range: bytes=\(reference.bytes)-")
            #expect(beyond.status == 416)
            #expect(beyond.headers["content-range"] == "bytes */\(reference.bytes)")
            #expect(try ErrorResponse(json: beyond.body).code == .malformed)
            let several = try await get(application, reference.path, "Range: bytes=0-1,4-5")
            #expect(several.status == 200)
        }
    }

    @Test("HEAD tells of it without a body")
    func head() async throws {
        try await withSnapshot { application, reference in
            let connection = try application.connect()
            connection.send(TestApplication.head("HEAD \(reference.path)", actor: "ann"))
            let head = await connection.text(through: "\r\n\r\n").lowercased()
            #expect(head.hasPrefix("http/1.1 200"))
            #expect(head.contains("content-length: \(reference.bytes)\r\n"))
            #expect(head.contains("etag: \"\(reference.sha256)\"\r\n"))
            connection.send(TestApplication.head("HEAD \(reference.path)", actor: "ann", headers: ["Range: bytes=0-9"]))
            #expect(await connection.text(through: "\r\n\r\n").lowercased().hasPrefix("http/1.1 206"))
        }
    }

    @Test("It is for the actor to whom it was named")
    func actors() async throws {
        try await withSnapshot { application, reference in
            let others = try await get(application, reference.path, actor: "bob")
            #expect(others.status == 404)
            let nobodys = try await get(application, reference.path, actor: nil)
            #expect(nobodys.status == 401)
            let deletion = try await get(application, reference.path, method: "DELETE")
            #expect(deletion.status == 404)
        }
    }

    @Test(
        "What is no id is no file",
        arguments: [
            "", "x", "..", "../../server.sqlite", "%2e%2e%2fserver.sqlite", "..%2f..%2fserver.sqlite",
            "%00", "a%00b", "%2fetc%2fpasswd", "....//....//etc/passwd", "0000000000000000?x=1",
        ])
    func tricks(id: String) async throws {
        try await withSnapshot { application, _ in
            let answer = try await get(application, SyncProtocol.snapshotsPath + id)
            #expect(answer.status == 404 || answer.status == 400)
            #expect(!answer.text.contains("SQLite"))
        }
    }
}
