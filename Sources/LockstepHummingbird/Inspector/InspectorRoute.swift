import HTTPTypes
import Hummingbird
import Logging

/// Asks the host whether a request for the inspector is answered.
struct InspectorRoute<Context: RequestContext>: Sendable {
    let authorize: @Sendable (Request, Context) async throws -> InspectorAccess

    func respond(
        to request: Request, _ context: Context, _ answer: () async throws -> Response
    ) async throws -> Response {
        let access: InspectorAccess
        do {
            access = try await authorize(request, context)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            context.logger.warning("A request could not be authorized.", metadata: ["error": "\(error)"])
            return .authorizationFailed
        }
        switch access {
        case .granted: return try await answer()
        case .denied: return .inspectorDenied
        case .unauthenticated(let challenge): return .inspectorUnauthenticated(challenge: challenge)
        }
    }

    /// Answers what only the page itself asks for: browsers say where a request comes from, and other sites' pages get
    /// nothing, not even a stream that stays open.
    func respondToPage(
        _ request: Request, _ context: Context, _ answer: () async throws -> Response
    ) async throws -> Response {
        try await respond(to: request, context) {
            guard [nil, "same-origin", "none"].contains(request.headers[.fetchSite]) else { return .inspectorDenied }
            return try await answer()
        }
    }
}

extension HTTPField.Name {
    // A valid name: letters and hyphens.
    fileprivate static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
