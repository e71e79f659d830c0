import HTTPTypes
import Hummingbird
import LockstepServer
import NIOCore
import ServiceLifecycle

/// The answer to `GET /sync/events`: writes heads and comments until the client goes, the server shuts down, the events
/// end, or the actor is not valid any longer.
///
/// A stream costs the task of its connection, and one that notices that the client has gone; where the actor is valid for
/// a time, one more.
struct EventStreamResponse: Sendable {
    let request: Request

    /// Kept for as long as the stream lives.
    let permit: StreamPermit
    let clock: any Clock<Duration>

    /// How long the actor may listen; nil for as long as the client does.
    let validFor: Duration?
    let subscribe: @Sendable (@escaping @Sendable (ServerEvent) -> Void) -> EventSubscription

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream",
                .cacheControl: "no-store",
                // nginx would otherwise collect events before it passes them on.
                .accelBuffering: "no",
            ],
            body: ResponseBody { try await write(to: &$0) })
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        let outbox = EventOutbox()
        let subscription = subscribe { outbox.receive($0) }
        defer { subscription.cancel() }
        // A stream that is idle for minutes notices by reading that its client has gone.
        try await request.body.consumeWithInboundCloseHandler { _ in
            try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await whileValid(outbox) {
                        while let text = await outbox.next() { try await writer.write(ByteBuffer(string: text)) }
                    }
                } onGracefulShutdown: {
                    outbox.finish()
                }
            } onCancel: {
                outbox.finish()
            }
        } onInboundClosed: {
            outbox.finish()
        }
        try await writer.finish(nil)
    }

    /// Runs `body`, and finishes the outbox when the actor's time is up.
    private func whileValid(_ outbox: EventOutbox, _ body: () async throws -> Void) async throws {
        guard let validFor else { return try await body() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [clock] in
                try await clock.sleep(for: validFor)
                outbox.finish()
            }
            defer { group.cancelAll() }
            try await body()
        }
    }
}

extension HTTPField.Name {
    // A valid name: letters and hyphens.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
