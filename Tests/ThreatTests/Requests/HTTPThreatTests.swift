import Foundation
import HTTPTestSupport
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing
import VaultSchema

@Suite("Requests that no client makes", .timeLimit(.minutes(10)))
struct HTTPThreatTests {
    static func push() -> [UInt8] {
        Vault.push(UUID(), [PushedMutation(1, .createProject(id: UUID(), name: "Ann's"))]).json
    }

    /// 1,000,000 spaces as `gzip -9` writes them: a thousandth of the bytes.
    static let bomb: [UInt8] =
        [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x81, 0x00, 0x00, 0x00, 0x00, 0xc3,
            0x20, 0x95, 0xf9, 0x53, 0x1e, 0xe4, 0x55, 0x01,
        ]
        + Array(repeating: 0, count: 968)
        + [0xaf, 0x06, 0xd7, 0x08, 0x26, 0xcb, 0x40, 0x42, 0x0f, 0x00]

    @Test(
        "A compressed body is refused before it is read",
        arguments: ["gzip", "deflate", "br", "GZIP", "gzip, identity", "x"])
    func compressed(encoding: String) async throws {
        try await VaultApplication.run { application in
            let rows = try application.vault.rows()
            for body in [Self.bomb, Self.push()] {
                for route in ["POST /sync/push", "POST /sync/pull"] {
                    let answer = try await application.answer(
                        route, body: body, headers: ["Content-Type: application/json", "Content-Encoding: \(encoding)"])
                    #expect(answer.status == 415)
                }
            }
            #expect(try application.vault.rows() == rows)
        }
    }

    @Test("A compressed body that does not say so is malformed")
    func unannounced() async throws {
        try await VaultApplication.run { application in
            let answer = try await application.answer("POST /sync/push", body: Self.bomb)
            #expect(answer.status == 400)
        }
    }

    @Test(
        "No form of another site can push: its Content-Type is refused",
        arguments: [
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
            "application/jsonp",
        ])
    func forms(type: String) async throws {
        try await VaultApplication.run { application in
            let answer = try await application.answer(
                "POST /sync/push", body: Self.push(), headers: ["Content-Type: \(type)"])
            #expect(answer.status == 415)
            #expect(try application.vault.rows().isEmpty)
        }
    }

    @Test(
        "Paths beside the routes are not there",
        arguments: [
            "GET /sync/snapshots/..%2f..%2fetc%2fpasswd", "GET /sync/snapshots/../../etc/passwd",
            "GET /sync/snapshots/",
            "GET /sync/snapshots/.", "GET /sync/snapshots/..", "GET /sync/snapshots/%00", "GET /sync/snapshots/a%2fb",
            "GET /sync/snapshots/server.sqlite", "GET /sync/snapshots/..\\..\\x",
            "GET /sync/snapshots/%2e%2e%2fserver.sqlite",
            "GET /sync/snapshots/12-7f3a9c", "GET //etc/passwd", "GET /sync/../../etc/passwd", "GET /server.sqlite",
            "GET /sync/snapshots/\(String(repeating: "a", count: 5_000))", "PUT /sync/snapshots/x", "DELETE /sync/push",
        ])
    func paths(line: String) async throws {
        try await VaultApplication.run { application in
            let answer = try await application.answer(line)
            #expect(answer.status == 404 || answer.status == 400 || answer.status == 405)
            for word in ["SQLite format", "root:", application.vault.file.path] { #expect(!answer.text.contains(word)) }
        }
    }

    @Test(
        "An actor's name over the limit is no actor, and one at it is",
        arguments: [
            (AuthenticatedActor.maximumNameBytes, 200), (AuthenticatedActor.maximumNameBytes + 1, 401), (0, 401),
        ])
    func longNames(bytes: Int, status: Int) async throws {
        let name = String(repeating: "a", count: bytes)
        try await VaultApplication.run(authenticate: { _, _ in AuthenticatedActor(name) }) { application in
            let answer = try await application.answer("POST /sync/push", body: Self.push())
            #expect(answer.status == status)
        }
    }

    @Test("Two Authorization headers do not make an actor of either's choice")
    func twoTokens() async throws {
        try await VaultApplication.run { application in
            let answer = try await application.answer(
                "POST /sync/push", body: Self.push(), token: "eve",
                headers: ["Authorization: Bearer ann", "Content-Type: application/json"])
            // Whether the first counts or none does, the second never does.
            #expect(answer.status == 401 || answer.status == 200)
            #expect(try application.vault.file.values("SELECT user_id FROM member WHERE user_id <> 'eve'").isEmpty)
        }
    }

    @Test("A header that is too large ends the connection, and the server answers the next")
    func largeHeaders() async throws {
        try await VaultApplication.run { application in
            let connection = try TextConnection(port: application.port)
            connection.send(
                VaultApplication.head(
                    "GET /sync/events", token: "ann", headers: ["X-Large: \(String(repeating: "x", count: 2_000_000))"])
            )
            let answer = await connection.rest()
            #expect(!answer.contains("200 OK"))
            #expect(try await application.answer("POST /sync/push", body: Self.push()).status == 200)
        }
    }

    @Test(
        "A body whose length is told twice or falsely ends the connection",
        arguments: [
            ["Content-Length: 5", "Transfer-Encoding: chunked"], ["Content-Length: 5", "Content-Length: 6"],
            ["Content-Length: -1"], ["Content-Length: 99999999999999999999"], ["Transfer-Encoding: chunked, gzip"],
        ])
    func smuggling(headers: [String]) async throws {
        try await VaultApplication.run { application in
            let hidden = VaultApplication.head("GET /sync/health", token: nil)
            let connection = try TextConnection(port: application.port)
            connection.send(
                VaultApplication.head(
                    "POST /sync/push", token: "ann", headers: ["Content-Type: application/json"] + headers)
                    + "0\r\n\r\n" + hidden)
            // One refusal, and the end of the connection: what came behind is no request.
            let answer = await connection.rest()
            #expect(answer.hasPrefix("HTTP/1.1 400"), "\(answer)")
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "\(answer)")
            #expect(try application.vault.rows().isEmpty)
        }
    }

    @Test("An event stream is for actors only, and whatever its request says it tells versions only")
    func eventStream() async throws {
        try await VaultApplication.run { application in
            #expect(try await application.answer("GET /sync/events", token: nil).status == 401)
            let connection = try TextConnection(port: application.port)
            connection.send(
                VaultApplication.head(
                    "GET /sync/events?since=0&actor=ann", token: "eve",
                    headers: ["Last-Event-ID: 0' OR 1=1 --", "Range: bytes=0-1"]))
            #expect(await connection.text(through: "\r\n\r\n").contains("200 OK"))
            _ = await connection.text(through: "}\n\n")
            try await application.vault.server.mutate(.createProject(id: UUID(), name: "Ann's secret"), as: "ann")
            let event = await connection.text(through: "}\n\n")
            #expect(event.contains("event: head\ndata: {\"version\": "))
            #expect(!event.contains("secret"))
        }
    }
}
