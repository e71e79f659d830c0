#if JWT
import Lockstep
import LockstepServer
import Testing
import TokenTestSupport

@testable import LockstepJWT

@Suite("A token says who a request comes from")
struct JWTAuthenticatorTests {
    /// Seconds since 1970.
    static let now: Int64 = 1_700_000_000

    func authenticator(
        required: Set<String> = [], leeway: Duration = .seconds(60),
        actor: @escaping @Sendable (JWTClaims) async throws -> String? = { $0.subject }
    ) throws -> JWTAuthenticator {
        JWTAuthenticator(
            keys: try .secret(TokenIssuer.secret), issuer: "https://issuer.example", audience: "tracker",
            requiredClaims: required, leeway: leeway, clock: { Self.now * 1000 }, actor: actor)
    }

    func actor(_ claims: String, header: String? = nil) async throws -> AuthenticatedActor? {
        try await authenticator().actor(token: TokenIssuer.hs256().token(claims, header: header))
    }

    @Test("A valid token says its subject, and for how long it holds")
    func valid() async throws {
        let actor = try await actor(TokenIssuer.claims(exp: "\(Self.now + 100)"))
        #expect(actor == AuthenticatedActor("ann", validFor: .seconds(160)))
    }

    struct Claims: Sendable, CustomStringConvertible {
        let description: String
        let json: String

        init(_ description: String, _ json: String) {
            self.description = description
            self.json = json
        }
    }

    static let later = "\(now + 100)"

    static let refused: [Claims] = [
        Claims("expired", TokenIssuer.claims(exp: "\(now - 61)")),
        Claims("expired this moment", TokenIssuer.claims(exp: "\(now - 60)")),
        Claims("an expiry in words", TokenIssuer.claims(exp: #""\#(later)""#)),
        Claims("an expiry beyond all numbers", TokenIssuer.claims(exp: "1e999")),
        Claims("an expiry of null", TokenIssuer.claims(exp: "null")),
        Claims("no expiry", #"{"sub":"ann","iss":"https://issuer.example","aud":"tracker"}"#),
        Claims("not yet valid", TokenIssuer.claims(exp: later, more: #","nbf":\#(now + 61)"#)),
        Claims("a beginning in words", TokenIssuer.claims(exp: later, more: #","nbf":"0""#)),
        Claims("another issuer", TokenIssuer.claims(iss: #""https://issuer.example/""#, exp: later)),
        Claims("a list of issuers", TokenIssuer.claims(iss: #"["https://issuer.example"]"#, exp: later)),
        Claims("another audience", TokenIssuer.claims(aud: #""tracker2""#, exp: later)),
        Claims("other audiences", TokenIssuer.claims(aud: #"["a", "b", 7, null]"#, exp: later)),
        Claims("no audience", TokenIssuer.claims(aud: "[]", exp: later)),
        Claims("no subject", TokenIssuer.claims(sub: "null", exp: later)),
        Claims("a subject that is a number", TokenIssuer.claims(sub: "7", exp: later)),
        Claims("an empty subject", TokenIssuer.claims(sub: #""""#, exp: later)),
        Claims(
            "a subject of 256 bytes", TokenIssuer.claims(sub: #""\#(String(repeating: "a", count: 256))""#, exp: later)),
        Claims("two subjects", TokenIssuer.claims(exp: later, more: #","sub":"ben""#)),
        Claims("two subjects, one with escapes", TokenIssuer.claims(exp: later, more: #","\u0073ub":"ben""#)),
        Claims("something after its end", TokenIssuer.claims(exp: later) + "{}"),
        Claims("no object", "[]"),
        Claims("nothing", ""),
        Claims(
            "more depth than a token has",
            TokenIssuer.claims(exp: later, more: #","x":\#(String(repeating: "[", count: 5_000))"#)),
    ]

    @Test("Claims that are not right make it no token", arguments: refused)
    func refuses(_ claims: Claims) async throws {
        #expect(try await actor(claims.json) == nil)
    }

    static let accepted: [Claims] = [
        Claims("expired within the leeway", TokenIssuer.claims(exp: "\(now - 59)")),
        Claims("an expiry with a fraction", TokenIssuer.claims(exp: "\(now).5")),
        Claims("an expiry in all eternity", TokenIssuer.claims(exp: "1e300")),
        Claims("valid from a moment within the leeway", TokenIssuer.claims(exp: later, more: #","nbf":\#(now + 60)"#)),
        Claims("one audience of several", TokenIssuer.claims(aud: #"["a", "tracker"]"#, exp: later)),
        Claims("claims of the issuer's own", TokenIssuer.claims(exp: later, more: #","x":{"y":[1,true,null]}"#)),
    ]

    @Test("Claims that are right make it one", arguments: accepted)
    func accepts(_ claims: Claims) async throws {
        #expect(try await actor(claims.json)?.name == "ann")
    }

    @Test("No token is valid for longer than a clock can wait")
    func eternity() async throws {
        #expect(try await actor(TokenIssuer.claims(exp: "1e300"))?.validFor == .seconds(365 * 86_400))
    }

    @Test(
        "The header's algorithm is the one that is pinned, and nothing in it must be understood that is not",
        arguments: [
            #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"hs256"}"#, #"{"alg":"HS384"}"#, #"{"alg":"RS256"}"#,
            #"{"alg":"HS256","crit":["exp"]}"#, #"{"alg":"HS256","alg":"none"}"#, #"{"alg":"HS256","kid":7}"#,
            #"{"alg":["HS256"]}"#, "{}", "", "null",
        ])
    func headers(_ header: String) async throws {
        #expect(try await actor(TokenIssuer.claims(exp: Self.later), header: header) == nil)
    }

    @Test("Where there is one secret, a key id in the header says nothing")
    func keyIDOfASecret() async throws {
        let claims = TokenIssuer.claims(exp: Self.later)
        #expect(try await actor(claims, header: #"{"alg":"HS256","kid":"../../etc/passwd"}"#)?.name == "ann")
    }

    @Test("A token whose bytes were touched is none")
    func tampered() async throws {
        let token = try await TokenIssuer.hs256().token(TokenIssuer.claims(exp: Self.later))
        let tokens = try authenticator()
        #expect(try await tokens.actor(token: token) != nil)
        for index in token.indices {
            var touched = token
            touched.replaceSubrange(index...index, with: token[index] == "A" ? "B" : "A")
            #expect(try await tokens.actor(token: touched) == nil, "\(index.utf16Offset(in: token))")
        }
    }

    @Test("A token has one spelling", arguments: ["=", ".", " ", "\n", ".e30", "\u{0}"])
    func spelling(suffix: String) async throws {
        let token = try await TokenIssuer.hs256().token(TokenIssuer.claims(exp: Self.later))
        #expect(try await authenticator().actor(token: token + suffix) == nil)
    }

    @Test("A signature of nothing, and no signature, are none")
    func unsigned() async throws {
        let token = try await TokenIssuer.hs256().token(TokenIssuer.claims(exp: Self.later))
        let parts = token.split(separator: ".")
        for text in ["\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", "..", "."] {
            #expect(try await authenticator().actor(token: text) == nil)
        }
    }

    @Test("A token over the limit is not looked at")
    func large() async throws {
        let claims = TokenIssuer.claims(
            exp: Self.later, more: #","x":"\#(String(repeating: "x", count: JWTAuthenticator.maximumTokenBytes))""#)
        #expect(try await actor(claims) == nil)
    }

    @Test("Another secret signs nothing")
    func otherSecret() async throws {
        let issuer = try await TokenIssuer.hs256(secret: String(repeating: "x", count: 32))
        let token = try issuer.token(TokenIssuer.claims(exp: Self.later))
        #expect(try await authenticator().actor(token: token) == nil)
    }

    @Test(
        "Required claims must be there with a value",
        arguments: [
            ("", false), (#","tenant":null"#, false), (#","tenant":"acme""#, true), (#","tenant":false"#, true),
        ])
    func required(more: String, isToken: Bool) async throws {
        let token = try await TokenIssuer.hs256().token(TokenIssuer.claims(exp: Self.later, more: more))
        #expect(try await (authenticator(required: ["tenant"]).actor(token: token) != nil) == isToken)
    }

    @Test("The app says which actor the claims are for")
    func ownActor() async throws {
        let tokens = try authenticator { claims in
            claims["scope"]?.text == "sync" ? claims["email"]?.text.map { "mail:\($0)" } : nil
        }
        let issuer = try await TokenIssuer.hs256()
        let more = #","email":"ann@example.org","scope":"#
        let good = try issuer.token(TokenIssuer.claims(exp: Self.later, more: more + #""sync""#))
        #expect(try await tokens.actor(token: good)?.name == "mail:ann@example.org")
        let bad = try issuer.token(TokenIssuer.claims(exp: Self.later, more: more + #""mail""#))
        #expect(try await tokens.actor(token: bad) == nil)
    }

    @Test(
        "The header Authorization is a scheme and a token",
        arguments: [
            ("Bearer TOKEN", true), ("bearer TOKEN", true), ("Bearer  TOKEN", false), ("TOKEN", false),
            ("Basic TOKEN", false), ("Bearer TOKEN x", false), ("Bearer ", false), (nil, false),
        ] as [(String?, Bool)])
    func header(value: String?, isToken: Bool) async throws {
        let token = try await TokenIssuer.hs256().token(TokenIssuer.claims(exp: Self.later))
        let header = value?.replacing("TOKEN", with: token)
        #expect(try await (authenticator().actor(authorization: header) != nil) == isToken)
    }

    @Test(
        "A secret that can be guessed is refused",
        arguments: [(SigningAlgorithm.hs256, 31), (.hs384, 47), (.hs512, 63), (.rs256, 100)])
    func shortSecret(algorithm: SigningAlgorithm, bytes: Int) {
        #expect(throws: JWTConfigurationError.self) {
            try JWTKeys.secret(String(repeating: "x", count: bytes), algorithm: algorithm)
        }
    }
}
#endif
