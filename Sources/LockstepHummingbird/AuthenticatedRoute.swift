import Hummingbird
import Logging

/// Asks the host who a request comes from before it is answered.
struct AuthenticatedRoute<Context: RequestContext>: Sendable {
    let authenticate: @Sendable (Request, Context) async throws -> String?

    func respond(
        to request: Request, _ context: Context, _ answer: (_ actor: String) async throws -> Response
    ) async throws -> Response {
        let actor: String?
        do {
            actor = try await authenticate(request, context)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            context.logger.warning("A request could not be authenticated.", metadata: ["error": "\(error)"])
            return .authenticationFailed
        }
        guard let actor, !actor.isEmpty else { return .unauthenticated }
        return try await answer(actor)
    }
}
