import HTTPTypes
import Hummingbird
import LockstepServer
import NIOConcurrencyHelpers
import NIOCore
import ServiceLifecycle

/// The answer to `GET /sync/inspector/events`: an event `activity` on connection, and later at most every second where
/// something has changed, until the page goes, the server shuts down, or the heads end.
struct InspectorStreamResponse: Sendable {
    static let interval = Duration.seconds(1)

    /// After so many intervals without an event a comment shows that the connection lives.
    static let heartbeat = 15

    let request: Request
    let heads: @Sendable () -> AsyncStream<Int64>
    let activity: @Sendable () async -> InspectorActivity
    let clock: any Clock<Duration>

    /// Kept until the stream has ended.
    let turn: InspectorStreamCount.Turn

    /// What an event says.
    private struct Event: Hashable {
        let version: Int64?
        let activity: InspectorActivity

        var text: String {
            "event: activity\ndata: {\"version\": \(version.map(String.init) ?? "null"), "
                + "\"pulls\": \(activity.pulls), \"waitingPushes\": \(activity.waitingPushes)}\n\n"
        }
    }

    var response: Response {
        var headers = Response.inspectorHeaders
        headers[.contentType] = "text/event-stream"
        // nginx would otherwise collect events before it passes them on.
        headers[.accelBuffering] = "no"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [self] writer in
                try await write(to: &writer)
                try await writer.finish(nil)
            })
    }

    private func write(to writer: inout any ResponseBodyWriter) async throws {
        let (ends, end) = AsyncStream<Void>.makeStream()
        try await request.body.consumeWithInboundCloseHandler { _ in
            try await withGracefulShutdownHandler {
                try await write(until: ends, end, to: &writer)
            } onGracefulShutdown: {
                end.finish()
            }
        } onInboundClosed: {
            end.finish()
        }
    }

    /// Returns when `ends` has finished.
    private func write(
        until ends: AsyncStream<Void>, _ end: AsyncStream<Void>.Continuation,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        let newest = NIOLockedValueBox<Int64?>(nil)
        let (ticks, tick) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [heads] in
                for await version in heads() { newest.withLockedValue { $0 = version } }
                end.finish()
            }
            group.addTask { [clock] in
                tick.yield()
                while true {
                    try await clock.sleep(for: Self.interval)
                    tick.yield()
                }
            }
            group.addTask {
                for await _ in ends {}
                tick.finish()
            }
            defer { group.cancelAll() }
            var last: Event?
            var silence = 0
            for await _ in ticks {
                let event = Event(version: newest.withLockedValue { $0 }, activity: await activity())
                silence += 1
                if event != last {
                    try await writer.write(ByteBuffer(string: event.text))
                    silence = 0
                } else if silence >= Self.heartbeat {
                    try await writer.write(ByteBuffer(string: ":\n\n"))
                    silence = 0
                }
                last = event
            }
        }
    }
}
