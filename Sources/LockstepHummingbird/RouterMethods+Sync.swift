public import Hummingbird
import Lockstep
public import LockstepServer

extension RouterMethods {
    /// Adds the routes of the protocol: `POST /sync/push`, `POST /sync/pull`, `GET /sync/events`, `GET /sync/health`.
    ///
    ///     let router = Router()
    ///     router.addSync(server, authenticate: { request, context in try await sessions.user(of: request) })
    ///     let app = Application(router: router, services: [server])
    ///     try await app.runService()
    ///
    /// What is not a success is JSON as `docs/protocol.md` says: 401 without an actor, 413 for a body over
    /// `server.configuration.maximumBodyBytes` (noticed while it is read, and not kept), 415 for a push or pull whose
    /// Content-Type is not `application/json` (so that no form of another site can make one in a browser), 429 and 503
    /// for what is over a limit of `server.configuration`. Health is answered to everybody.
    ///
    /// Let the application be made with `server: .sync()`, so that slow and half-open connections are closed.
    ///
    /// An event stream ends when the client goes, at graceful shutdown, and when `server.run()` does. No middleware may
    /// replace the request's body before these routes.
    ///
    /// - Parameters:
    ///   - server: Add it to the application's services too: it tells the streams their events, ends them, and notices
    ///     changes that other processes make.
    ///   - authenticate: The actor that a request comes from, or nil if it says nothing of one or something wrong. An
    ///     `HTTPResponseError` that it throws is the answer; anything else that it throws is answered with 503, and
    ///     the client tries again.
    @discardableResult
    public func addSync<Schema, Store>(
        _ server: SyncServer<Schema, Store>,
        authenticate: @escaping @Sendable (Request, Context) async throws -> String?
    ) -> Self {
        let guarded = AuthenticatedRoute(authenticate: authenticate)
        let admission = server.admission
        let limit = server.configuration.maximumBodyBytes
        post(RouterPath(SyncProtocol.pushPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                try await respond(to: request, of: actor, admission, limit: limit) {
                    await server.push($0, actor: actor)
                }
            }
        }
        post(RouterPath(SyncProtocol.pullPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                try await respond(to: request, of: actor, admission, limit: limit) {
                    await server.pull($0, actor: actor)
                }
            }
        }
        get(RouterPath(SyncProtocol.eventsPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                switch admission.beginStream(of: actor) {
                case .refused(let answer): Response(answer)
                case .admitted(let permit):
                    EventStreamResponse(request: request, permit: permit) { server.subscribe($0) }.response
                }
            }
        }
        get(RouterPath(SyncProtocol.healthPath)) { _, _ in Response(await server.health()) }
        return self
    }
}

/// Reads the body, as far as it is wanted, and answers it.
private func respond(
    to request: Request, of actor: String, _ admission: RequestAdmission, limit: Int,
    _ answer: ([UInt8]) async -> SyncResponse
) async throws -> Response {
    if let refusal = admission.beginRequest(of: actor) { return Response(refusal).closing(request) }
    defer { admission.endRequest(of: actor) }
    guard request.hasJSONBody else { return .unsupportedMediaType }
    guard let body = try await request.body(upTo: limit) else { return .tooLarge(limit: limit) }
    return Response(await answer(body))
}
