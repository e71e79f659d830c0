import Hummingbird
import LockstepServer
import Logging

/// Asks the host who a request comes from before it is answered.
struct AuthenticatedRoute<Context: RequestContext>: Sendable {
    let authenticate: @Sendable (Request, Context) async throws -> AuthenticatedActor?

    func respond(
        to request: Request, _ context: Context, _ answer: (AuthenticatedActor) async throws -> Response
    ) async throws -> Response {
        let actor: AuthenticatedActor?
        do {
            actor = try await authenticate(request, context)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            context.logger.warning("A request could not be authenticated.", metadata: ["error": "\(error)"])
            return .authenticationFailed
        }
        guard let actor, actor.hasUsableName else { return .unauthenticated }
        return try await answer(actor)
    }
}
