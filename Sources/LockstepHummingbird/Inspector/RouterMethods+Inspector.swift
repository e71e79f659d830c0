import HTTPTypes
public import Hummingbird
public import LockstepServer

extension RouterMethods {
    /// Adds the inspector: `GET /sync/inspector`, a page that shows what goes on in the server, and what the page loads,
    /// below that path. Nothing of it changes anything.
    ///
    ///     router.addInspector(of: server, authorize: try InspectorAuthorization.password(secret))
    ///
    /// The page shows **every actor's data**: names of mutations, actors and clients. Without this call there are no
    /// such routes. Each of them asks `authorize` first; nothing may be stored by a browser or a proxy.
    ///
    /// - Parameters:
    ///   - server: The server to look into.
    ///   - showsArguments: Whether the beginnings of the arguments of mutations and the messages of rejections are
    ///     shown: what users write.
    ///   - clock: Measures the second between the events that keep the page up to date.
    ///   - authorize: Whether a request is answered. An `HTTPResponseError` that it throws is the answer; anything else
    ///     that it throws is answered with 503.
    @discardableResult
    public func addInspector<Schema, Store>(
        of server: SyncServer<Schema, Store>,
        showsArguments: Bool = false,
        clock: any Clock<Duration> = ContinuousClock(),
        authorize: @escaping @Sendable (Request, Context) async throws -> InspectorAccess
    ) -> Self {
        let route = InspectorRoute(authorize: authorize)
        let inspector = server.inspector
        let streams = InspectorStreamCount()
        get("/sync/inspector") { request, context in
            try await route.respond(to: request, context) {
                // The page's addresses are relative, so that it works below any path that a proxy gives it.
                request.uri.path.hasSuffix("/")
                    ? .inspectorMoved : .inspector("text/html; charset=utf-8", InspectorPage.html)
            }
        }
        get("/sync/inspector/style.css") { request, context in
            try await route.respond(to: request, context) { .inspector("text/css; charset=utf-8", InspectorPage.style) }
        }
        get("/sync/inspector/script.js") { request, context in
            try await route.respond(to: request, context) {
                .inspector("text/javascript; charset=utf-8", InspectorPage.script)
            }
        }
        get("/sync/inspector/state") { request, context in
            try await route.respondToPage(request, context) {
                .inspector(await inspector.state(showsArguments: showsArguments))
            }
        }
        get("/sync/inspector/log") { request, context in
            try await route.respondToPage(request, context) {
                guard let version = request.uri.queryParameters["before"].flatMap({ Int64($0) }) else {
                    return .inspectorNeedsVersion
                }
                return .inspector(await inspector.log(before: version, showsArguments: showsArguments))
            }
        }
        get("/sync/inspector/events") { request, context in
            try await route.respondToPage(request, context) {
                guard let turn = streams.take() else { return .tooManyInspectors }
                return InspectorStreamResponse(
                    request: request, heads: { server.heads() }, activity: { await inspector.activity() },
                    clock: clock, turn: turn
                ).response
            }
        }
        return self
    }
}
