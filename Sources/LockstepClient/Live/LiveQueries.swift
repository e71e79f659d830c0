public import Lockstep
public import Observation

/// Several queries' results for an interface, read at one version: as `LiveQuery`, for what must fit together.
///
///     struct Board: Equatable {
///         let issues: [IssueTracker.Issue]
///         let counts: [IssueTracker.IssueCountsRow]
///     }
///
///     @State private var board = LiveQueries(client, .issues, .issueCounts) { Board(issues: $0, counts: $1) }
@MainActor @Observable
public final class LiveQueries<Schema: SyncSchema, Value: Equatable & Sendable> {
    @ObservationIgnored private let live: LiveValue<Schema, Value>

    /// - Parameter combine: Makes the value of the results, on the thread that reads them.
    public init<First, Second, each Other>(
        _ client: SyncClient<Schema>, _ first: Query<Schema, First>, _ second: Query<Schema, Second>,
        _ others: repeat Query<Schema, each Other>,
        combine: @escaping @Sendable (First, Second, repeat each Other) -> Value
    ) {
        let source = Replica.source(first, second, repeat each others)
        live = LiveValue(
            client.replica,
            LiveSource(
                interest: source.interest, narrowed: source.narrowed,
                fetch: { database in
                    combine(
                        try first.fetch(database), try second.fetch(database),
                        repeat try (each others).fetch(database))
                },
                isSame: { $0 == $1 }))
    }

    /// The value. Nil only if the queries could not be read, and then `error` says why.
    public var value: Value? { live.value }

    /// Why `value` is not there, or is no longer kept up to date, as with `LiveQuery`.
    public var error: ClientError? { live.error }
}
