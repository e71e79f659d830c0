/// The limits and times of a client. The defaults suit an app; tests and command-line tools change some.
public struct ClientConfiguration: Hashable, Sendable {
    /// The mutations that one push carries at most. After each push what is still pending is run again on the new base,
    /// so many small pushes of a long queue cost more than few large ones. A server has a limit too (5,000 by default).
    public var maximumMutationsPerPush = 1_000

    /// The bytes of arguments that one push carries at most, unless it carries a single mutation.
    public var maximumBytesPerPush = 256 * 1024

    /// The bytes of arguments that one mutation may have. A server refuses what is over its own limit, so this should
    /// be below it.
    public var maximumBytesPerMutation = 512 * 1024

    /// The size up to which a snapshot of the server is downloaded. While it is copied, the disk holds it twice, and once
    /// more in SQLite's log.
    public var maximumBytesPerSnapshot: Int64 = 16 << 30

    /// How long mutations are kept after their outcome, for a server that is restored from a backup.
    public var keepsAcknowledged = Duration.seconds(7 * 24 * 60 * 60)

    /// How often a client that observes or runs asks whether another process changed the file.
    public var filePollInterval = Duration.milliseconds(250)

    /// The longest wait after a first failure; it doubles with each further one.
    public var retryDelay = Duration.milliseconds(500)

    /// The longest wait between two attempts.
    public var maximumRetryDelay = Duration.seconds(60)

    /// The wait before another attempt that nobody asked for while the token or the app is out of date; up to a quarter
    /// longer.
    public var pauseDelay = Duration.seconds(300)

    /// How long the stream of events may be silent before it counts as broken. A server sends a heartbeat every 15 s.
    public var eventSilence = Duration.seconds(45)

    /// How often a client that runs asks for changes of others while it has no stream of events that speaks: on average,
    /// since each wait is up to a quarter shorter or longer.
    public var pollInterval = Duration.seconds(30)

    /// How long a client that runs does without a stream of events before it looks again whether the server has one, or
    /// whether a proxy still holds it back.
    public var eventRetryInterval = Duration.seconds(900)

    /// The longest wait that a server's Retry-After is believed.
    public var maximumRetryAfter = Duration.seconds(3600)

    /// The longest time over which a server's events are believed to ask for pulls to be spread.
    public var maximumEventSpread = Duration.seconds(30)

    /// How long a statement waits for another process that is writing.
    public var busyTimeout = Duration.seconds(10)

    /// Takes every pending mutation back at every step, as what the shorter paths are compared with.
    package var rebasesFully = false

    public init() {}
}

extension Duration {
    /// The duration in milliseconds, rounded down.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
