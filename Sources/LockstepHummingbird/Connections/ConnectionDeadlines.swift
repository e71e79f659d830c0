import NIOCore

/// When a connection has been slow for too long: decided from what came and went on it, without a clock.
struct ConnectionDeadlines {
    enum Verdict: Hashable {
        /// Nothing is due before the time; nil if nothing is.
        case wait(until: NIODeadline?)

        /// The client took too long to send a request: it is told so if no answer has begun.
        case requestTimeout(isAnswered: Bool)

        /// The client sends no request, or takes nothing of an answer.
        case close
    }

    private let idleTimeout: TimeAmount
    private let requestTimeout: TimeAmount
    private let writeTimeout: TimeAmount

    private var idleEnd: NIODeadline?
    private var requestEnd: NIODeadline?
    private var writeEnd: NIODeadline?

    /// Requests whose answer has not ended, and whether that of the newest has begun.
    private var requests = 0
    private var isAnswering = false

    init(_ limits: ConnectionLimits, now: NIODeadline) {
        idleTimeout = TimeAmount(limits.idleTimeout)
        requestTimeout = TimeAmount(limits.requestTimeout)
        writeTimeout = TimeAmount(limits.writeTimeout)
        idleEnd = now + idleTimeout
    }

    mutating func requestBegan(_ now: NIODeadline) {
        requests += 1
        isAnswering = false
        idleEnd = nil
        requestEnd = now + requestTimeout
    }

    mutating func requestEnded(_ now: NIODeadline) {
        requestEnd = nil
        rest(now)
    }

    mutating func answerBegan() {
        isAnswering = true
    }

    mutating func answerEnded(_ now: NIODeadline) {
        requests -= 1
        rest(now)
    }

    /// - Parameter isWritable: False while more waits to be written than the connection buffers.
    mutating func writabilityChanged(_ isWritable: Bool, _ now: NIODeadline) {
        writeEnd = isWritable ? nil : now + writeTimeout
    }

    /// When the verdict may be another one.
    var deadline: NIODeadline? {
        [idleEnd, requestEnd, writeEnd].compactMap(\.self).min()
    }

    func verdict(_ now: NIODeadline) -> Verdict {
        if let writeEnd, now >= writeEnd { return .close }
        if let requestEnd, now >= requestEnd { return .requestTimeout(isAnswered: isAnswering || requests != 1) }
        if let idleEnd, now >= idleEnd { return .close }
        return .wait(until: deadline)
    }

    private mutating func rest(_ now: NIODeadline) {
        if requests == 0, requestEnd == nil { idleEnd = now + idleTimeout }
    }
}
