import Foundation
import HTTPTestSupport
import Hummingbird
import IssueListSchema
import Lockstep
import LockstepServer
import Testing

@Suite("The routes of the protocol", .timeLimit(.minutes(10)))
struct SyncRoutesTests {
    @Test("A push is recorded, and a pull shows it")
    func pushAndPull() async throws {
        try await TestApplication.run { application in
            let client = UUID()
            let pushed = try await application.answer("POST /sync/push", body: IssueList.push(client: client))
            #expect(pushed.status == 200)
            #expect(pushed.headers["content-type"] == "application/json")
            #expect(pushed.headers["cache-control"] == "no-store")
            #expect(pushed.headers["retry-after"] == nil)
            #expect(try PushResponse(json: pushed.body).acknowledged == 1)
            let pull = PullRequest(client: client, schema: SchemaIdentity(of: IssueList.self), cursor: nil)
            let pulled = try await application.answer("POST /sync/pull", body: pull.json)
            #expect(pulled.status == 200)
            #expect(try PullResponse(json: pulled.body).acknowledged == 1)
            #expect(pulled.text.contains("Fix it"))
        }
    }

    @Test("The actor is the one that the host named")
    func actor() async throws {
        try await TestApplication.run { application in
            let client = UUID()
            let body = IssueList.push(client: client)
            let own = try await application.answer("POST /sync/push", body: body, actor: "ann")
            #expect(own.status == 200)
            let stolen = try await application.answer("POST /sync/push", body: body, actor: "bob")
            #expect(stolen.status == 403)
            #expect(try ErrorResponse(json: stolen.body).code == .forbidden)
        }
    }

    @Test("Health is answered to everybody")
    func health() async throws {
        try await TestApplication.run { application in
            let answer = try await application.answer("GET /sync/health", actor: nil)
            #expect(answer.status == 200)
            #expect(answer.text.contains(#""status":"ok""#))
        }
    }

    @Test("Other routes and methods are not there", arguments: ["GET /sync/push", "POST /sync/events", "GET /sync"])
    func notFound(line: String) async throws {
        try await TestApplication.run { application in
            let answer = try await application.answer(line)
            #expect(answer.status == 404)
        }
    }

    @Test("What is not JSON of the protocol is malformed", arguments: ["", "{", "{}", "[]", "{\"protocol\":2}"])
    func malformed(body: String) async throws {
        try await TestApplication.run { application in
            for route in ["POST /sync/push", "POST /sync/pull"] {
                let answer = try await application.answer(route, body: Array(body.utf8))
                #expect(answer.status == 400)
                #expect(try ErrorResponse(json: answer.body).code == .malformed)
            }
        }
    }

    @Test("Retry-After goes into its header")
    func retryAfter() async throws {
        try await TestApplication.run { application in
            let newer = IssueList.push(client: UUID(), version: 1_000)
            let answer = try await application.answer("POST /sync/push", body: newer)
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "30")
            #expect(try ErrorResponse(json: answer.body).code == .serverBehind)
        }
    }

    // MARK: Authentication

    @Test(
        "Without an actor nothing is answered", arguments: ["POST /sync/push", "POST /sync/pull", "GET /sync/events"])
    func unauthenticated(line: String) async throws {
        try await TestApplication.run { application in
            for actor in [nil, "not a name"] {
                let answer = try await application.answer(
                    line, body: IssueList.push(client: UUID()), actor: actor)
                #expect(answer.status == 401)
                #expect(answer.headers["www-authenticate"] == "Bearer")
                #expect(answer.headers["content-type"] == "application/json")
                #expect(try ErrorResponse(json: answer.body).code == .unauthenticated)
            }
        }
    }

    @Test("An empty name is no actor")
    func emptyActor() async throws {
        try await TestApplication.run(authenticate: { _, _ in "" }) { application in
            let answer = try await application.answer("GET /sync/events")
            #expect(answer.status == 401)
        }
    }

    @Test("The host's own refusal is the answer")
    func refused() async throws {
        try await TestApplication.run(authenticate: { _, _ in throw HTTPError(.gone) }) { application in
            let answer = try await application.answer("GET /sync/events")
            #expect(answer.status == 410)
        }
    }

    private struct SessionStoreIsDown: Error {}

    @Test("Authentication that fails is transient")
    func authenticationFails() async throws {
        try await TestApplication.run(authenticate: { _, _ in throw SessionStoreIsDown() }) { application in
            let answer = try await application.answer("POST /sync/push", body: IssueList.push(client: UUID()))
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "1")
            #expect(try ErrorResponse(json: answer.body).code == .unavailable)
        }
    }

    // MARK: Bodies

    @Test(
        "A body must be called JSON",
        arguments: [[], ["Content-Type: text/plain"], ["Content-Type: application/jsonp"]])
    func contentType(headers: [String]) async throws {
        try await TestApplication.run { application in
            let answer = try await application.answer(
                "POST /sync/push", body: IssueList.push(client: UUID()), headers: headers)
            #expect(answer.status == 415)
            #expect(try ErrorResponse(json: answer.body).code == .malformed)
        }
    }

    @Test("Parameters and case of the content type do not matter")
    func contentTypeParameters() async throws {
        try await TestApplication.run { application in
            let answer = try await application.answer(
                "POST /sync/push", body: IssueList.push(client: UUID()),
                headers: ["Content-Type: Application/JSON ; charset=utf-8"])
            #expect(answer.status == 200)
        }
    }

    static var smallBodies: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.maximumBodyBytes = 1_000
        return configuration
    }

    @Test("A body that is announced to be too large is refused before it is sent")
    func announcedTooLarge() async throws {
        try await TestApplication.run(configuration: Self.smallBodies) { application in
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "POST /sync/push", actor: "ann",
                    headers: ["Content-Type: application/json", "Content-Length: 1001"]))
            let answer = try await connection.answer()
            #expect(answer.status == 413)
            #expect(answer.headers["connection"] == "close")
            #expect(try ErrorResponse(json: answer.body).code == .tooLarge)
        }
    }

    @Test("A body without a length is read up to the limit, and refused there though it goes on")
    func endlessBody() async throws {
        try await TestApplication.run(configuration: Self.smallBodies) { application in
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "POST /sync/push", actor: "ann",
                    headers: ["Content-Type: application/json", "Transfer-Encoding: chunked"]))
            connection.send(ScriptedServer.chunk(String(repeating: " ", count: 600)))
            connection.send(ScriptedServer.chunk(String(repeating: " ", count: 401)))
            let answer = try await connection.answer()
            #expect(answer.status == 413)
            #expect(try ErrorResponse(json: answer.body).code == .tooLarge)
        }
    }

    @Test("A body of exactly the limit is read")
    func asLargeAsAllowed() async throws {
        try await TestApplication.run(configuration: Self.smallBodies) { application in
            let push = IssueList.push(client: UUID())
            let body = push + Array(repeating: UInt8(ascii: " "), count: 1_000 - push.count)
            let answer = try await application.answer("POST /sync/push", body: body)
            #expect(answer.status == 200)
        }
    }

    @Test("A client that goes in the middle of its body leaves nothing behind")
    func brokenBody() async throws {
        try await TestApplication.run { application in
            let client = UUID()
            let body = IssueList.push(client: client)
            let connection = try application.connect()
            connection.send(
                TestApplication.head(
                    "POST /sync/push", actor: "ann",
                    headers: ["Content-Type: application/json", "Content-Length: \(body.count)"]))
            connection.send(String(decoding: body.dropLast(), as: UTF8.self))
            connection.close()
            _ = await connection.rest()
            let pull = PullRequest(client: client, schema: SchemaIdentity(of: IssueList.self), cursor: nil)
            let pulled = try await application.answer("POST /sync/pull", body: pull.json)
            #expect(try PullResponse(json: pulled.body).acknowledged == 0)
        }
    }
}
