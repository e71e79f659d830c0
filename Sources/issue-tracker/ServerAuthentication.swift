import Hummingbird
import LockstepHummingbird
import LockstepServer

#if JWT
import LockstepJWT
#endif

/// How the server tells who a request comes from.
struct ServerAuthentication: Sendable {
    let actor: @Sendable (Request, DevelopmentRequestContext) async throws -> AuthenticatedActor?

    /// The bearer token is the user's name, and nothing is checked; for this machine only.
    static let development = ServerAuthentication { request, context in
        DevelopmentAuthentication.actor(of: request, in: context).map { AuthenticatedActor($0) }
    }

    #if JWT
    /// The issuer and the audience of the tokens that `issue-tracker token` makes.
    static let tokenIssuer = "issue-tracker"
    static let tokenAudience = "issue-tracker"

    /// The bearer token is a JSON Web Token that `issue-tracker token` signed with the same secret.
    ///
    /// - Throws: `JWTConfigurationError` if the secret is too short.
    static func tokens(secret: String) throws -> ServerAuthentication {
        let tokens = JWTAuthenticator(
            keys: try .secret(secret), issuer: tokenIssuer, audience: tokenAudience)
        return ServerAuthentication { request, _ in
            try await tokens.actor(authorization: request.headers[.authorization])
        }
    }
    #endif
}
