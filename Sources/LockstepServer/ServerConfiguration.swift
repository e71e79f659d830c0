/// The limits of a server.
public struct ServerConfiguration: Hashable, Sendable {
    /// A larger body is answered with 413. Adapters stop reading there.
    public var maximumBodyBytes = 8 << 20

    /// More mutations in one push are answered with 413.
    public var maximumMutationsPerPush = 5_000

    /// A mutation with more bytes of arguments is rejected as `tooLarge`.
    public var maximumArgumentBytes = 1 << 20

    /// Requests that wait together share a transaction as long as they have fewer mutations than this: it bounds how
    /// long the one that comes last waits.
    public var maximumMutationsPerTransaction = 5_000

    /// How long the statements of one mutation may run: they hold the only writer. A mutation that takes longer leaves
    /// nothing, and its push is answered with 503; at the third attempt it is rejected as `tooSlow`.
    public var maximumMutationDuration: Duration = .seconds(5)

    /// Pushes, the server's own mutations among them, that wait for a transaction: one more is answered with 503
    /// (`overloaded`).
    public var maximumWaitingPushes = 10_000

    /// The bytes of arguments that pushes may have while they wait for a transaction, since they wait in memory. A push
    /// that finds no other waiting is always taken.
    public var maximumWaitingArgumentBytes = 256 << 20

    /// Where an answer to a pull in the encoding *mutations* is cut: after so many entries of the log, and after so
    /// many bytes of arguments.
    public var maximumEntriesPerPull = 1_000
    public var maximumArgumentBytesPerPull = 1 << 20

    /// Clients that compare their rows with the server's (`client.verify()`) at the same time; one more is asked to come
    /// back. Each reads whole tables, on one of the store's connections.
    public var maximumChecksumReaders = 1

    /// How long an answer may take that compares tables before the rest of them is left to the next request. A table
    /// that was begun is read to its end.
    public var checksumDuration: Duration = .seconds(10)

    /// Where the rows that a client compares are cut, in bytes of JSON. One of the parts into which the client divides
    /// the table is always sent.
    public var maximumRowBytesPerChecksum = 4 << 20

    /// How often the newest version is looked up, to notice changes that other processes make.
    public var headPollInterval: Duration = .seconds(1)

    /// Seconds after which a client is asked to come back when the server cannot serve it for the moment.
    public var retryAfter = 1

    /// Seconds after which a client that is newer than the server is asked to come back.
    public var retryAfterWhenBehind = 30

    /// Rows that one mutation may insert, change and delete, those of cascades and triggers among them, and each as often
    /// as it is changed. A mutation of more is rejected as `tooManyRows`.
    public var maximumRowsPerMutation = 100_000

    /// Requests per second that an actor may make for long, its event streams among them; nil for any number. More are
    /// answered with 429 (`tooManyRequests`).
    public var maximumRequestRatePerActor: Double? = 200

    /// Requests that an actor may make at once after a rest.
    public var requestBurstPerActor = 1_000

    /// Requests of one actor that are answered at the same time; more are answered with 429
    /// (`tooManyConcurrentRequests`).
    public var maximumRequestsPerActor = 64

    /// Event streams that one actor may have open, one for each device that listens; more are answered with 429
    /// (`tooManyStreams`), and the client polls.
    public var maximumStreamsPerActor = 100

    /// Event streams in all; more are answered with 503 (`overloaded`).
    public var maximumStreams = 10_000

    /// Seconds after which a client is asked to try again to open an event stream that was one too many.
    public var retryAfterStreams = 30

    /// Pulls that read the store at the same time. More than the store has connections is of no use.
    public var maximumConcurrentPulls = 5

    /// Pulls that wait for their turn; more are answered with 503 (`overloaded`).
    public var maximumWaitingPulls = 10_000

    /// The least time between two events of one stream: commits in between share one. The first event after a rest comes
    /// at once.
    public var minimumEventInterval: Duration = .milliseconds(10)

    /// What each open stream adds to the time over which clients spread their pulls after an event, and a tenth of it to
    /// the time between two events: about what it costs to serve a pull. A thousand streams make it 250 ms and 25 ms.
    public var eventSpreadPerStream: Duration = .microseconds(250)

    /// The longest time over which clients are asked to spread their pulls after an event.
    public var maximumEventSpread: Duration = .seconds(10)

    /// Rows that an answer to a pull takes, and bytes of JSON for them, where the step can be said by a snapshot instead.
    public var maximumRowsPerPull = 10_000
    public var maximumRowBytesPerPull = 4 << 20

    /// How much of the newest entries of the log is kept in memory as clients are sent them.
    public var maximumSharedEntryBytes = 4 << 20

    /// How snapshots are made and kept.
    public var snapshots = SnapshotConfiguration()

    /// Whether the log of the process names who sent a request. Off by default: who works when is personal data.
    public var logsActors = false

    /// A mutation whose handler `before` or `instead` failed so often (`HandlerFailed`) is rejected as `failed`. Before
    /// that its push is answered with 503, and the client, which waits longer each time, has it still pending.
    public var maximumHandlerAttempts = 10

    /// How often a handler `after` is called for a mutation before it is given up.
    public var maximumDeliveryAttempts = 20

    /// How long a call of a handler `after` may take; then its task is cancelled, and the call counts as failed.
    public var maximumDeliveryDuration: Duration = .seconds(30)

    /// How long a failed call of a handler `after` waits for the next one: so long after the first, twice as long after
    /// each other, up to the maximum.
    public var deliveryRetryDelay: Duration = .seconds(1)
    public var maximumDeliveryRetryDelay: Duration = .seconds(600)

    /// How long the log is kept, and what goes with it.
    public var retention = RetentionPolicy()

    /// How long `SyncServer.run()` waits at a graceful shutdown for pushes that are under way.
    public var drainDuration: Duration = .seconds(20)

    public init() {}
}

extension ServerConfiguration {
    var mutationLimits: MutationLimits {
        MutationLimits(duration: maximumMutationDuration, rows: maximumRowsPerMutation)
    }
}
