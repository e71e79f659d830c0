#if JWT
import Foundation
import Lockstep
import LockstepServer
import Testing
import TokenTestSupport

@testable import LockstepJWT

@Suite("The keys of an issuer change")
struct PublishedKeysTests {
    /// An issuer's key set behind a URL, and a clock.
    ///
    /// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
    final class Provider: @unchecked Sendable {
        private let lock = NSLock()
        private var answer: Result<String, any Error> = .failure(Unreachable())
        private var seconds: Int64 = 1_700_000_000
        private var count = 0

        struct Unreachable: Error {}

        func publish(_ text: String) { lock.withLock { answer = .success(text) } }
        func fail() { lock.withLock { answer = .failure(Unreachable()) } }
        func pass(seconds more: Int64) { lock.withLock { seconds += more } }
        var now: Int64 { lock.withLock { seconds } }
        var fetches: Int { lock.withLock { count } }

        func fetch() throws -> String {
            try lock.withLock {
                count += 1
                return try answer.get()
            }
        }
    }

    let provider = Provider()

    func authenticator(_ algorithms: Set<SigningAlgorithm> = [.es256]) throws -> JWTAuthenticator {
        JWTAuthenticator(
            keys: try .published(algorithms: algorithms) { [provider] in try provider.fetch() },
            issuer: "https://issuer.example", audience: "tracker", clock: { [provider] in provider.now * 1000 })
    }

    func token(_ issuer: TokenIssuer, header: String? = nil) throws -> String {
        try issuer.token(TokenIssuer.claims(exp: "\(provider.now + 1_000_000)"), header: header)
    }

    @Test("Tokens of a published key count, and the set is fetched once for them")
    func published() async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        let tokens = try authenticator()
        for _ in 1...5 { #expect(try await tokens.actor(token: token(issuer))?.name == "ann") }
        #expect(provider.fetches == 1)
    }

    @Test("Many who come at once wait for one fetch")
    func concurrent() async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        let tokens = try authenticator()
        let token = try token(issuer)
        let actors = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 1...50 { group.addTask { try await tokens.actor(token: token)?.name } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(actors == Array(repeating: "ann", count: 50))
        #expect(provider.fetches == 1)
    }

    @Test("A new key is found when its first token comes, and a key that is gone from the set counts no longer")
    func rotation() async throws {
        let (first, second) = (try await TokenIssuer.es256(id: "first"), try await TokenIssuer.es256(id: "second"))
        provider.publish(TokenIssuer.keySet(first.publicKey))
        let tokens = try authenticator()
        #expect(try await tokens.actor(token: token(first)) != nil)
        provider.publish(TokenIssuer.keySet(second.publicKey))
        provider.pass(seconds: 10)
        #expect(try await tokens.actor(token: token(second)) != nil)
        #expect(try await tokens.actor(token: token(first)) == nil)
        #expect(provider.fetches == 2)
    }

    @Test("A key that was withdrawn counts until the set is refreshed, and no longer")
    func withdrawn() async throws {
        let (first, second) = (try await TokenIssuer.es256(id: "first"), try await TokenIssuer.es256(id: "second"))
        provider.publish(TokenIssuer.keySet(first.publicKey, second.publicKey))
        let tokens = try authenticator()
        #expect(try await tokens.actor(token: token(first)) != nil)
        provider.publish(TokenIssuer.keySet(second.publicKey))
        provider.pass(seconds: 599)
        #expect(try await tokens.actor(token: token(first)) != nil)
        provider.pass(seconds: 1)
        #expect(try await tokens.actor(token: token(first)) == nil)
    }

    @Test("Invented key ids are fetched for once in ten seconds")
    func flood() async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        let tokens = try authenticator()
        for number in 1...100 {
            let header = #"{"alg":"ES256","kid":"invented \#(number)"}"#
            #expect(try await tokens.actor(token: token(issuer, header: header)) == nil)
            if number % 10 == 0 { provider.pass(seconds: 5) }
        }
        #expect(provider.fetches == 5)
        #expect(try await tokens.actor(token: token(issuer)) != nil)
    }

    @Test("Where the provider cannot be reached, the last set counts for a day; then nobody can be told from anybody")
    func outage() async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        let tokens = try authenticator()
        #expect(try await tokens.actor(token: token(issuer)) != nil)
        provider.fail()
        provider.pass(seconds: 86_399)
        #expect(try await tokens.actor(token: token(issuer)) != nil)
        provider.pass(seconds: 1)
        await #expect(throws: JWTKeysUnavailable.self) { try await tokens.actor(token: token(issuer)) }
        await #expect(throws: JWTKeysUnavailable.self) { try await tokens.actor(token: token(issuer)) }
        #expect(provider.fetches == 2)
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        provider.pass(seconds: 10)
        #expect(try await tokens.actor(token: token(issuer)) != nil)
    }

    @Test("A clock that was set back does not stop the fetches")
    func clockSetBack() async throws {
        let issuer = try await TokenIssuer.es256()
        let tokens = try authenticator()
        await #expect(throws: JWTKeysUnavailable.self) { try await tokens.actor(token: token(issuer)) }
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        provider.pass(seconds: -100_000)
        #expect(try await tokens.actor(token: token(issuer)) != nil)
    }

    @Test("A published key is no secret: a token signed with it by HMAC is refused")
    func confusion() async throws {
        let issuer = try await TokenIssuer.rsa()
        provider.publish(TokenIssuer.keySet(issuer.publicKey))
        let tokens = try authenticator([.rs256])
        #expect(try await tokens.actor(token: token(issuer)) != nil)
        for secret in [issuer.publicKey, TestKeys.rsa] {
            let forger = try await TokenIssuer.hs256(secret: secret, header: #"{"alg":"HS256","kid":"rsa"}"#)
            #expect(try await tokens.actor(token: token(forger)) == nil)
        }
    }

    @Test("A key of the issuer's signs with the algorithms that are pinned and no other")
    func pinned() async throws {
        let (rs256, ps256) = (try await TokenIssuer.rsa(), try await TokenIssuer.rsa(algorithm: "PS256"))
        provider.publish(TokenIssuer.keySet(rs256.publicKey))
        let tokens = try authenticator([.rs256, .es256])
        #expect(try await tokens.actor(token: token(ps256)) == nil)
        #expect(try await tokens.actor(token: token(rs256)) != nil)
        // The same key without an algorithm of its own serves each that is pinned, in any order.
        let both = try authenticator([.rs256, .ps256])
        #expect(try await both.actor(token: token(ps256)) != nil)
        #expect(try await both.actor(token: token(rs256)) != nil)
    }

    @Test("A key that names its algorithm signs with no other")
    func algorithmOfTheKey() async throws {
        let (rs256, ps256) = (try await TokenIssuer.rsa(), try await TokenIssuer.rsa(algorithm: "PS256"))
        let named = rs256.publicKey.replacing(#""kty":"RSA""#, with: #""kty":"RSA","alg":"RS256""#)
        provider.publish(TokenIssuer.keySet(named))
        let tokens = try authenticator([.rs256, .ps256])
        #expect(try await tokens.actor(token: token(rs256)) != nil)
        #expect(try await tokens.actor(token: token(ps256)) == nil)
    }

    @Test(
        "Algorithms of secrets are refused beside published keys", arguments: [SigningAlgorithm.hs256, .hs384, .hs512])
    func secretAlgorithms(algorithm: SigningAlgorithm) {
        #expect(throws: JWTConfigurationError.self) { try authenticator([.rs256, algorithm]) }
        #expect(throws: JWTConfigurationError.self) { try authenticator([]) }
    }

    @Test("A token without a key id is checked with the only key, and with none of several")
    func withoutID() async throws {
        let (first, second) = (try await TokenIssuer.es256(id: "first"), try await TokenIssuer.es256(id: "second"))
        provider.publish(TokenIssuer.keySet(first.publicKey))
        let header = #"{"alg":"ES256"}"#
        #expect(try await authenticator().actor(token: token(first, header: header)) != nil)
        provider.publish(TokenIssuer.keySet(first.publicKey, second.publicKey))
        #expect(try await authenticator().actor(token: token(first, header: header)) == nil)
    }

    @Test(
        "Keys of other types and uses are passed over",
        arguments: [
            #"{"kty":"oct","kid":"first","k":"AAAA"}"#,
            #"{"kty":"RSA","kid":"small","use":"sig","n":"\#(TestKeys.smallModulus)","e":"AQAB"}"#,
            #"{"kty":"EC","kid":"broken","crv":"P-256","x":"AA","y":"AA"}"#,
            #"{"kty":"quantum"}"#, "{}", "7",
        ])
    func otherKeys(key: String) async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(key, issuer.publicKey))
        #expect(try await authenticator([.es256, .rs256]).actor(token: token(issuer)) != nil)
        let set = try await KeySet(json: TokenIssuer.keySet(key), algorithms: [.es256, .rs256, .ps256])
        for algorithm in [SigningAlgorithm.es256, .rs256, .ps256] {
            #expect(set.key(id: nil, algorithm: algorithm) == nil)
        }
    }

    @Test("A key for encryption signs nothing")
    func encryptionKey() async throws {
        let issuer = try await TokenIssuer.es256()
        provider.publish(TokenIssuer.keySet(issuer.publicKey.replacing(#""sig""#, with: #""enc""#)))
        #expect(try await authenticator().actor(token: token(issuer)) == nil)
    }

    @Test(
        "What is no key set, or too large a one, is a failed fetch",
        arguments: ["", "<html>", "{}", #"{"keys":7}"#, "large", "many"])
    func noKeySet(text: String) async throws {
        let issuer = try await TokenIssuer.es256()
        switch text {
        case "large": provider.publish(String(repeating: " ", count: KeySet.maximumBytes) + TokenIssuer.keySet())
        case "many":
            let keys = Array(repeating: issuer.publicKey, count: KeySet.maximumKeys + 1)
            provider.publish(#"{"keys":[\#(keys.joined(separator: ","))]}"#)
        default: provider.publish(text)
        }
        await #expect(throws: JWTKeysUnavailable.self) { try await authenticator().actor(token: token(issuer)) }
    }
}
#endif
