import Lockstep

/// What becomes of the oldest entry that a mutation has in the outbox. Decides, and does nothing.
struct DeliveryDecision {
    let configuration: ServerConfiguration

    /// Milliseconds by which a server's claim outlasts the longest call: its end has still to be recorded.
    static let claimMargin: Int64 = 10_000

    enum Step: Hashable {
        /// There is nothing to do before that time (in milliseconds since 1970); nil if there is no entry.
        case wait(until: Int64?)

        /// The entry is to be stored as it is here, which keeps other servers from it, and its handler to be called.
        case call(OutboxEntry)

        /// The entry is to be stored as it is here; the next one may be looked at.
        case giveUp(OutboxEntry)
    }

    /// How a call ended.
    enum End {
        case succeeded
        case failed(any Error)

        /// The server stops, and cancelled it.
        case interrupted
    }

    /// What is to be done with the oldest entry.
    func step(_ entry: OutboxEntry?, at now: Int64) -> Step {
        guard var entry else { return .wait(until: nil) }
        // No call is put off by more than `longestWait`: the clock was set back since.
        guard entry.due <= now || entry.due > now + longestWait else { return .wait(until: entry.due) }
        guard entry.attempts < configuration.maximumDeliveryAttempts else {
            // The server ended during the last call that it may have.
            entry.isAbandoned = true
            entry.failure = entry.failure ?? "The server stopped during the call."
            return .giveUp(entry)
        }
        // Counted before the call: a handler that ends the process must not be called for ever.
        entry.attempts += 1
        entry.due = now + configuration.maximumDeliveryDuration.wholeMilliseconds + Self.claimMargin
        return .call(entry)
    }

    /// What a called entry becomes; nil if it is done.
    func result(of entry: OutboxEntry, _ end: End, at now: Int64) -> OutboxEntry? {
        var entry = entry
        switch end {
        case .succeeded:
            return nil
        case .interrupted:
            entry.attempts -= 1
            entry.due = now
        case .failed(let error):
            entry.failure = String("\(error)".prefix(1_000))
            entry.due = now + delay(after: entry.attempts)
            entry.isAbandoned =
                error is DeliveryAbandoned || entry.attempts >= configuration.maximumDeliveryAttempts
        }
        return entry
    }

    /// Milliseconds that an entry waits at most, in a claim or for its next call.
    private var longestWait: Int64 {
        max(
            configuration.maximumDeliveryRetryDelay.wholeMilliseconds,
            configuration.maximumDeliveryDuration.wholeMilliseconds + Self.claimMargin)
    }

    /// Milliseconds between a failed call and the next.
    private func delay(after attempts: Int) -> Int64 {
        let maximum = configuration.maximumDeliveryRetryDelay.wholeMilliseconds
        let first = min(configuration.deliveryRetryDelay.wholeMilliseconds, maximum)
        // More doublings than this overflow before they are cut.
        let doublings = min(attempts - 1, 40)
        return first > maximum >> Int64(doublings) ? maximum : first << Int64(doublings)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// A handler `after` throws it where another call cannot succeed either: the entry is given up at once.
public struct DeliveryAbandoned: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why, for the server's log.
    public let reason: String

    public init(_ reason: String) {
        self.reason = reason
    }

    public var description: String { reason }
}

/// A call of a handler `after` took longer than it may.
struct DeliveryTimedOut: Error, CustomStringConvertible {
    let limit: Duration

    var description: String { "The call took longer than \(limit), and was cancelled." }
}
