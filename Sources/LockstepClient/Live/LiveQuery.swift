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
    private struct Reading {
        var value: Value?
        var error: ClientError?
    }

    @ObservationIgnored private let replica: Replica<Schema>
    @ObservationIgnored private var currentQuery: Query<Schema, Value>
    @ObservationIgnored private var source: LiveSource<Value>

    /// What is told; nil until somebody looks.
    @ObservationIgnored private var reading: Reading?
    @ObservationIgnored private var registration: LiveRegistration?

    /// Of the query. What was read for another one is dropped.
    @ObservationIgnored private var number = 0

    /// The number of the query that is being read.
    @ObservationIgnored private var numberBeingRead: Int?

    public init(_ client: SyncClient<Schema>, _ query: Query<Schema, Value>) {
        replica = client.replica
        currentQuery = query
        source = Replica.source(query)
    }

    /// The result. Nil only if it could not be read, and then `error` says why; `rows` and `row` spare you the nil.
    public var value: Value? {
        access(keyPath: \.value)
        return current.value
    }

    /// Why `value` is not there, or is no longer kept up to date: codes `.closed`, `.database` and `.damaged`. It goes
    /// when the query can be read again.
    public var error: ClientError? {
        access(keyPath: \.error)
        return current.error
    }

    /// What is asked. Setting it reads the other query's result at once.
    public var query: Query<Schema, Value> {
        get {
            access(keyPath: \.query)
            return currentQuery
        }
        set {
            withMutation(keyPath: \.query) { currentQuery = newValue }
            source = Replica.source(newValue)
            number += 1
            registration = nil
            if reading != nil { tell(begin()) }
        }
    }
}

// MARK: - Reading

extension LiveQuery {
    private var current: Reading {
        if let reading { return reading }
        let first = begin()
        reading = first
        return first
    }

    /// Registers for the query, and reads it.
    private func begin() -> Reading {
        let number = number
        let registration = replica.register(source.interest) { [weak self] in
            Task { await self?.follow(number) }
        }
        self.registration = registration
        do {
            _ = try registration.takeTouch()
            return Reading(value: try replica.readNow { try source.read($0, registration) })
        } catch {
            return Reading(error: ClientError(reading: error))
        }
    }

    /// Reads the query with a number until it is up to date.
    private func follow(_ number: Int) async {
        guard numberBeingRead != number else { return }
        numberBeingRead = number
        defer { if numberBeingRead == number { numberBeingRead = nil } }
        while number == self.number, let registration {
            let next: Reading
            do {
                guard try registration.takeTouch() else { return }
                next = Reading(value: try await replica.readLive { [source] in try source.read($0, registration) })
            } catch {
                next = Reading(value: reading?.value, error: ClientError(reading: error))
            }
            guard number == self.number else { return }
            tell(next)
            if next.error != nil { return }
        }
    }

    private func tell(_ next: Reading) {
        let last = reading
        if next.value != last?.value {
            withMutation(keyPath: \.value) { reading?.value = next.value }
        }
        if next.error?.code != last?.error?.code {
            withMutation(keyPath: \.error) { reading?.error = next.error }
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
