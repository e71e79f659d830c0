import HTTPTypes
import Hummingbird
import Lockstep
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose client is too slow, or that is one too many.
///
/// Not `Sendable`: it belongs to the event loop of its channel.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    private let count: ConnectionCount
    private var isCounted = false
    private var isClosing = false
    private var deadlines: ConnectionDeadlines

    /// The next look at the deadlines: never later than the first of them, and often earlier, so that a request need
    /// not move it.
    private var look: (at: NIODeadline, task: Scheduled<Void>)?

    init(_ limits: ConnectionLimits, _ count: ConnectionCount) {
        self.limits = limits
        self.count = count
        deadlines = ConnectionDeadlines(limits, now: .now())
    }

    func channelActive(context: ChannelHandlerContext) {
        guard count.enter() else {
            context.close(promise: nil)
            return
        }
        isCounted = true
        setOptions(of: context.channel)
        schedule(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch unwrapInboundIn(data) {
        case .head:
            deadlines.requestBegan(.now())
            schedule(context)
        case .body: break
        case .end: deadlines.requestEnded(.now())
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isClosing else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head): if head.status.kind != .informational { deadlines.answerBegan() }
        case .body: break
        case .end:
            deadlines.answerEnded(.now())
            schedule(context)
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        deadlines.writabilityChanged(context.channel.isWritable, .now())
        schedule(context)
        context.fireChannelWritabilityChanged()
    }

    private func leave() {
        look?.task.cancel()
        look = nil
        if isCounted { count.leave() }
        isCounted = false
    }

    // MARK: Looking

    private func schedule(_ context: ChannelHandlerContext) {
        guard isCounted, !isClosing, let deadline = deadlines.deadline else { return }
        if let look {
            guard deadline < look.at else { return }
            look.task.cancel()
        }
        let loopBound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = loopBound.value
            handler.lookAtDeadlines(context)
        }
        look = (deadline, task)
    }

    private func lookAtDeadlines(_ context: ChannelHandlerContext) {
        look = nil
        switch deadlines.verdict(.now()) {
        case .wait: schedule(context)
        case .requestTimeout(isAnswered: false): tellTimeout(context)
        case .requestTimeout(isAnswered: true), .close: context.close(promise: nil)
        }
    }

    private func tellTimeout(_ context: ChannelHandlerContext) {
        let body = ErrorResponse(
            code: .requestTimeout,
            message: "The request took longer than \(limits.requestTimeout) to arrive. Send it again."
        ).json
        let head = HTTPResponse(
            status: .requestTimeout,
            headerFields: [
                .contentType: "application/json", .contentLength: String(body.count), .connection: "close",
            ])
        isClosing = true
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    // MARK: The socket

    private func setOptions(of channel: any Channel) {
        guard let options = channel.syncOptions, channel.remoteAddress?.protocol != .unix else { return }
        // A connection without these is closed later, by the system's own times.
        try? options.setOption(.socketOption(.so_keepalive), value: 1)
        #if os(Linux)
        let milliseconds = limits.acknowledgementTimeout / .milliseconds(1)
        let userTimeout = NIOBSDSocket.Option(rawValue: 18)
        try? options.setOption(.tcpOption(userTimeout), value: .init(milliseconds))
        #endif
    }
}
