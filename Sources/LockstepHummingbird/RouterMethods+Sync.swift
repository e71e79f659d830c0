public import Hummingbird
import Lockstep
public import LockstepServer

extension RouterMethods {
    /// Adds the routes of the protocol: `POST /sync/push`, `POST /sync/pull`, `GET /sync/events`,
    /// `GET` and `HEAD /sync/snapshots/{id}`, `GET /sync/health`.
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
    /// An event stream ends when the client goes, at graceful shutdown, when `server.run()` does, and when the actor is not
    /// valid any longer. No middleware may replace the request's body before these routes.
    ///
    /// - Parameters:
    ///   - server: Add it to the application's services too: it tells the streams their events, ends them, and notices
    ///     changes that other processes make.
    ///   - authenticate: The actor that a request comes from, or nil if it says nothing of one or something wrong. An
    ///     `HTTPResponseError` that it throws is the answer; anything else that it throws is answered with 503, and
    ///     the client tries again. A name over `AuthenticatedActor.maximumNameBytes` counts as nil.
    @discardableResult
    @_disfavoredOverload
    public func addSync<Schema, Store>(
        _ server: SyncServer<Schema, Store>,
        authenticate: @escaping @Sendable (Request, Context) async throws -> AuthenticatedActor?
    ) -> Self {
        let guarded = AuthenticatedRoute(authenticate: authenticate)
        let admission = server.admission
        let limit = server.configuration.maximumBodyBytes
        post(RouterPath(SyncProtocol.pushPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                try await respond(to: request, of: actor.name, admission, limit: limit) {
                    await server.push($0, actor: actor.name)
                }
            }
        }
        post(RouterPath(SyncProtocol.pullPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                try await respond(to: request, of: actor.name, admission, limit: limit) {
                    await server.pull($0, actor: actor.name)
                }
            }
        }
        get(RouterPath(SyncProtocol.eventsPath)) { request, context in
            try await guarded.respond(to: request, context) { actor in
                switch admission.beginStream(of: actor.name) {
                case .refused(let answer): Response(answer)
                case .admitted(let permit):
                    EventStreamResponse(
                        request: request, permit: permit, clock: server.eventClock, validFor: actor.validFor
                    ) { server.subscribe($0) }.response
                }
            }
        }
        let snapshot: @Sendable (Request, Context) async throws -> Response = { request, context in
            try await guarded.respond(to: request, context) { actor in
                if let refusal = admission.beginRequest(of: actor.name) { return Response(refusal) }
                defer { admission.endRequest(of: actor.name) }
                let id = context.parameters.get("id") ?? ""
                let response =
                    switch await server.snapshot(id: id, actor: actor.name) {
                    case .file(let file): SnapshotResponse(file: file, request: request).response
                    case .refused(let refusal): Response(refusal)
                    }
                server.instruments.snapshotServed(status: response.status.code)
                return response
            }
        }
        get(RouterPath(SyncProtocol.snapshotsPath + ":id"), use: snapshot)
        head(RouterPath(SyncProtocol.snapshotsPath + ":id")) { request, context in
            try await snapshot(request, context).createHeadResponse()
        }
        get(RouterPath(SyncProtocol.healthPath)) { _, _ in Response(await server.health()) }
        get(RouterPath(SyncProtocol.livenessPath)) { _, _ in Response(server.liveness()) }
        return self
    }

    /// Adds the routes for actors who stay valid as long as they are connected; see the other `addSync`.
    @discardableResult
    public func addSync<Schema, Store>(
        _ server: SyncServer<Schema, Store>,
        authenticate: @escaping @Sendable (Request, Context) async throws -> String?
    ) -> Self {
        addSync(server) { request, context -> AuthenticatedActor? in
            try await authenticate(request, context).map { AuthenticatedActor($0) }
        }
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
    guard !request.hasEncodedBody else { return .unsupportedContentEncoding }
    guard let body = try await request.body(upTo: limit) else { return .tooLarge(limit: limit) }
    return Response(await answer(body))
}
