#if JWT
import Foundation
import HTTPTestSupport
import HTTPTypes
import Hummingbird
import Lockstep
import LockstepHummingbird
import LockstepJWT
import LockstepServer
import ServerTestSupport
import Testing
import TokenTestSupport
import VaultSchema

@Suite("Tokens over HTTP", .timeLimit(.minutes(10)))
struct TokenThreatTests {
    static let routes = [
        "POST /sync/push", "POST /sync/pull", "GET /sync/events", "GET /sync/snapshots/12-7f3a9c",
    ]
    static let later = VaultServer.now / 1000 + 100

    /// How requests to a server for tokens with the secret `TokenIssuer.secret` are authenticated.
    static func authentication(_ keys: JWTKeys) -> VaultApplication.Authentication {
        let tokens = JWTAuthenticator(
            keys: keys, issuer: "https://issuer.example", audience: "tracker", clock: { VaultServer.now })
        return { request, _ in try await tokens.actor(authorization: request.headers[.authorization]) }
    }

    static func run(clock: any Clock<Duration> = ContinuousClock(), _ body: (VaultApplication) async throws -> Void)
        async throws
    {
        try await VaultApplication.run(
            clock: clock, authenticate: authentication(try .secret(TokenIssuer.secret)), body)
    }

    static func claims(sub: String = #""ann""#, exp: Int64 = later, more: String = "") -> String {
        TokenIssuer.claims(sub: sub, exp: "\(exp)", more: more)
    }

    /// Tokens that are none.
    static func badTokens() async throws -> [String?] {
        let issuer = try await TokenIssuer.hs256()
        let forger = try await TokenIssuer.hs256(secret: String(repeating: "x", count: 32))
        let valid = try issuer.token(claims())
        let parts = valid.split(separator: ".")
        return [
            nil, "", "ann", "..", "null", valid + "x", "\(parts[0]).\(parts[1]).",
            try forger.token(claims()),
            try issuer.token(claims(), header: #"{"alg":"none"}"#),
            try issuer.token(claims(), header: #"{"alg":"RS256"}"#),
            try issuer.token(claims(exp: VaultServer.now / 1000 - 60)),
            try issuer.token(claims(more: #","nbf":9999999999"#)),
            try issuer.token(TokenIssuer.claims(iss: #""https://evil.example""#, exp: "\(later)")),
            try issuer.token(TokenIssuer.claims(aud: #""billing""#, exp: "\(later)")),
            try issuer.token(claims(sub: #""""#)),
            try issuer.token(claims(sub: #""\#(String(repeating: "a", count: 256))""#)),
            try issuer.token(claims(more: #","sub":"root""#)),
        ]
    }

    @Test("Forged, expired and foreign tokens get 401 with one text, on every route")
    func forged() async throws {
        try await Self.run { application in
            let rows = try application.vault.rows()
            let push = Vault.push(UUID(), [PushedMutation(1, .createProject(id: UUID(), name: "Eve's"))]).json
            var answers: Set<TextAnswer> = []
            for token in try await Self.badTokens() {
                for route in Self.routes {
                    let answer = try await application.answer(
                        route, body: route.hasPrefix("POST") ? push : [], token: token)
                    let headers = answer.headers.filter { $0.key != "date" }
                    answers.insert(TextAnswer(status: answer.status, headers: headers, body: answer.body))
                }
            }
            #expect(answers.count == 1)
            #expect(answers.first?.status == 401)
            #expect(answers.first?.headers["www-authenticate"] == "Bearer")
            #expect(try application.vault.rows() == rows)
        }
    }

    @Test("A valid token is answered")
    func valid() async throws {
        try await Self.run { application in
            let token = try await TokenIssuer.hs256().token(Self.claims())
            let push = Vault.push(UUID(), [PushedMutation(1, .createProject(id: UUID(), name: "Ann's"))]).json
            #expect(try await application.answer("POST /sync/push", body: push, token: token).status == 200)
            #expect(try application.vault.file.values("SELECT user_id FROM member") == ["ann"])
        }
    }

    @Test("An event stream ends when its token expires")
    func expiresMidStream() async throws {
        let clock = ManualClock()
        try await Self.run(clock: clock) { application in
            let connection = try TextConnection(port: application.port)
            let token = try await TokenIssuer.hs256().token(Self.claims(exp: VaultServer.now / 1000 + 5))
            connection.send(VaultApplication.head("GET /sync/events", token: token))
            #expect(await connection.text(through: "\r\n\r\n").contains("200 OK"))
            // The leeway of a minute is the token's too.
            await clock.sleeper(until: .seconds(65))
            clock.advance(by: .seconds(64))
            try await application.vault.server.mutate(.createProject(id: UUID(), name: "Still heard"), as: "cron")
            #expect(await connection.text(through: "}\n\n").contains("event: head"))
            clock.advance(by: .seconds(1))
            #expect(await connection.rest().hasSuffix("0\r\n\r\n"))
        }
    }

    @Test("Scopes, roles and projects that a token claims grant nothing")
    func claimedScopes() async throws {
        try await Self.run { application in
            let project = UUID()
            try await application.vault.server.mutate(.createProject(id: project, name: "Not Eve's"), as: "ann")
            let more = #"""
                ,"scope":"sync admin *","role":"owner","roles":["admin"],"actor":"ann","user_id":"ann",\#
                "projects":["\#(project.uuidString.lowercased())"],"admin":true
                """#
            let token = try await TokenIssuer.hs256().token(Self.claims(sub: #""eve""#, more: more))
            let client = UUID()
            let pulled = try await application.answer("POST /sync/pull", body: Vault.pull(client).json, token: token)
            #expect(pulled.status == 200)
            #expect(!pulled.text.contains("Not Eve's"))
            let push = Vault.push(client, [PushedMutation(1, .write(UUID(), in: project, "Eve's"))]).json
            let pushed = try await application.answer("POST /sync/push", body: push, token: token)
            #expect(try PushResponse(json: pushed.body).rejected.map(\.code) == ["denied"])
        }
    }

    @Test("Where the issuer's keys cannot be fetched the answer is 503, and says nothing of why")
    func unreachableKeys() async throws {
        struct Unreachable: Error { let url = "http://10.0.0.7/secret-path" }
        let keys = try JWTKeys.published(algorithms: [.es256]) { throw Unreachable() }
        try await VaultApplication.run(authenticate: Self.authentication(keys)) { application in
            let token = try await TokenIssuer.es256().token(Self.claims())
            for route in Self.routes {
                let answer = try await application.answer(route, token: token)
                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] == "1")
                #expect(!answer.text.contains("10.0.0.7") && !answer.text.contains("secret-path"))
            }
        }
    }
}
#endif
