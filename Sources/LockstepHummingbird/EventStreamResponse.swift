import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle

/// The answer to `GET /sync/events`: writes heads and comments until the client goes, the server shuts down, the heads
/// end, or the actor is not valid any longer.
struct EventStreamResponse: Sendable {
    /// How often a comment shows that the connection lives. Clients give a stream up that is silent for 40 s.
    static let heartbeatInterval = Duration.seconds(15)

    let request: Request
    let heads: @Sendable () -> AsyncStream<Int64>
    let clock: any Clock<Duration>

    /// How long the actor may listen; nil for as long as the client does.
    let validFor: Duration?

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
        let (wakeups, wakeup) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        // A stream that is idle for minutes notices by reading that its client has gone.
        try await request.body.consumeWithInboundCloseHandler { _ in
            try await withGracefulShutdownHandler {
                try await write(wakeups, wakeup, to: &writer)
            } onGracefulShutdown: {
                wakeup.finish()
            }
        } onInboundClosed: {
            wakeup.finish()
        }
        try await writer.finish(nil)
    }

    /// Returns when `wakeup` is finished.
    private func write(
        _ wakeups: AsyncStream<Void>, _ wakeup: AsyncStream<Void>.Continuation, to writer: inout any ResponseBodyWriter
    ) async throws {
        let pending = NIOLockedValueBox(PendingEvents())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [heads] in
                for await version in heads() {
                    pending.withLockedValue { $0.announce(version) }
                    wakeup.yield()
                }
                wakeup.finish()
            }
            group.addTask { [clock] in
                while true {
                    try await clock.sleep(for: Self.heartbeatInterval)
                    pending.withLockedValue { $0.beat() }
                    wakeup.yield()
                }
            }
            if let validFor {
                group.addTask { [clock] in
                    try await clock.sleep(for: validFor)
                    wakeup.finish()
                }
            }
            defer { group.cancelAll() }
            for await _ in wakeups {
                if let text = pending.withLockedValue({ $0.take() }) {
                    try await writer.write(ByteBuffer(string: text))
                }
            }
        }
    }
}

extension HTTPField.Name {
    // A valid name: letters and hyphens.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
