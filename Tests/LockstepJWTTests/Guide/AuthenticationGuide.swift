#if JWT
import HTTPTypes
import Hummingbird
import LockstepHummingbird
import LockstepJWT
import LockstepSQLiteStore
import LockstepServer
import VaultSchema

/// The code of `docs/authentication.md`.
struct AuthenticationGuide {
    let server: SyncServer<Vault, SQLiteStore<Vault>>
    let sessions: Sessions
    let keySetURL: String
    let fetch: @Sendable (String) async throws -> String

    struct Sessions: Sendable {
        func user(of authorization: String?) async throws -> String? { try await session(of: authorization)?.user }

        func session(of authorization: String?) async throws -> (user: String, remaining: Duration)? {
            authorization.map { ($0, .seconds(60)) }
        }
    }

    func closure(_ router: Router<BasicRequestContext>) {
        let sessions = sessions
        router.addSync(server) { request, context -> String? in
            try await sessions.user(of: request.headers[.authorization])
        }
    }

    func expiring(_ router: Router<BasicRequestContext>) {
        let sessions = sessions
        router.addSync(server) { request, context -> AuthenticatedActor? in
            guard let session = try await sessions.session(of: request.headers[.authorization]) else { return nil }
            return AuthenticatedActor(session.user, validFor: session.remaining)
        }
    }

    func published(_ router: Router<BasicRequestContext>) throws -> JWTAuthenticator {
        let (fetch, keySetURL) = (fetch, keySetURL)
        let tokens = JWTAuthenticator(
            keys: try .published(algorithms: [.rs256]) { try await fetch(keySetURL) },
            issuer: "https://accounts.example.org", audience: "issue-tracker")
        router.addSync(server) { request, _ in
            try await tokens.actor(authorization: request.headers[.authorization])
        }
        return tokens
    }

    func secret(_ secret: String) throws -> JWTAuthenticator {
        let tokens = JWTAuthenticator(
            keys: try .secret(secret), issuer: "issue-tracker", audience: "issue-tracker", leeway: .seconds(10))
        return tokens
    }

    func ownActor(_ keys: JWTKeys, issuer: String) -> JWTAuthenticator {
        let tokens = JWTAuthenticator(
            keys: keys, issuer: issuer, audience: "issue-tracker", requiredClaims: ["email"],
            actor: { claims in
                guard let scope = claims["scope"]?.text, scope.split(separator: " ").contains("sync") else {
                    return nil
                }
                return claims["email"]?.text
            })
        return tokens
    }

    func development() -> Router<DevelopmentRequestContext> {
        let router = Router(context: DevelopmentRequestContext.self)
        router.addSync(server, authenticate: DevelopmentAuthentication.actor)
        return router
    }
}
#endif
