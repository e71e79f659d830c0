public import Lockstep
public import Observation

/// A query's result for an interface: read when it is first looked at, and kept up to date as long as the object lives.
///
/// SwiftUI needs nothing but a `State`; the first frame has its rows already:
///
///     struct IssueList: View {
///         @State private var issues: LiveQuery<IssueTracker, [IssueTracker.Issue]>
///
///         init(client: SyncClient<IssueTracker>) {
///             _issues = State(initialValue: LiveQuery(client, .issuesByStatus(status: .todo)))
///         }
///
///         var body: some View {
///             List(issues.rows) { issue in Text(issue.title) }
///                 .overlay { if let error = issues.error { Text(error.message) } }
///                 .toolbar { Button("Done") { issues.query = .issuesByStatus(status: .done) } }
///         }
///     }
///
/// The first result, and the first of another `query`, is read on the main thread when `value` or `error` is looked at,
/// without waiting for whoever writes: so an object that SwiftUI makes and drops costs nothing. Those that follow are
/// read elsewhere; a result that is equal to the one before is not told, and while the main thread is busy one read
/// stands for all changes. Outside of SwiftUI, `withObservationTracking` tells of them.
@MainActor @Observable
public final class LiveQuery<Schema: SyncSchema, Value: Hashable & Sendable> {
    @ObservationIgnored private let live: LiveValue<Schema, Value>
    @ObservationIgnored private var currentQuery: Query<Schema, Value>

    public init(_ client: SyncClient<Schema>, _ query: Query<Schema, Value>) {
        live = LiveValue(client.replica, Replica.source(query))
        currentQuery = query
    }

    /// The result. Nil only if it could not be read, and then `error` says why; `rows` and `row` spare you the nil.
    public var value: Value? { live.value }

    /// Why `value` is not there, or is no longer kept up to date: the client was closed or the user signed out, or the
    /// file cannot be read. The last value stays; when the query can be read again this goes.
    public var error: ClientError? { live.error }

    /// What is asked. Setting it reads the other query's result at once.
    public var query: Query<Schema, Value> {
        get {
            access(keyPath: \.query)
            return currentQuery
        }
        set {
            withMutation(keyPath: \.query) { currentQuery = newValue }
            live.source = Replica.source(newValue)
        }
    }
}

// MARK: - Results by shape

extension LiveQuery where Value: RangeReplaceableCollection {
    /// The rows of a query that may have any number of them; empty if they could not be read.
    public var rows: Value { value ?? Value() }
}

extension LiveQuery where Value: ExpressibleByNilLiteral {
    /// The row of a query that has at most one; nil as well if it could not be read.
    public var row: Value { value ?? nil }
}
