public import GRDB
public import Lockstep

extension SyncClient {
    /// Runs a query once, on the optimistic state.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func read<Value>(_ query: Query<Schema, Value>) async throws -> Value {
        try await replica.read { try query.fetch($0) }
    }

    /// Runs several queries once, on one version of the optimistic state.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func read<First, Second, each Value>(
        _ first: Query<Schema, First>, _ second: Query<Schema, Second>, _ others: repeat Query<Schema, each Value>
    ) async throws -> (First, Second, repeat each Value) {
        try await replica.read { (try first.fetch($0), try second.fetch($0), repeat try (each others).fetch($0)) }
    }

    /// A query's result, at once and whenever it differs from the one before.
    public func observe<Value>(_ query: Query<Schema, Value>) -> LiveResults<Value> {
        replica.results(query)
    }

    /// The results of several queries, read at one version: at once, and whenever one of them differs.
    public func observe<First, Second, each Value>(
        _ first: Query<Schema, First>, _ second: Query<Schema, Second>, _ others: repeat Query<Schema, each Value>
    ) -> LiveResults<(First, Second, repeat each Value)> {
        replica.results(first, second, repeat each others)
    }

    /// The file for GRDB's own requests and observations, which see the optimistic state: ad hoc SQL, full-text search,
    /// the query interface, `ValueObservation`.
    ///
    /// Its connections are opened read-only: a statement that writes throws `DatabaseError` with `SQLITE_READONLY`. Rows
    /// change by mutations. `docs/reading-with-grdb.md` says what may be done there, and what not.
    ///
    /// - Each `read` sees one version of the file, and never half a step. It blocks neither mutations nor steps; but while
    ///   it lasts SQLite's log cannot be taken back into the file, and grows with every write.
    /// - The schema's tables and views are what an app reads. Tables whose names begin with `lockstep_` are the replica's
    ///   own and change without notice.
    /// - An observation is told of every transaction of this client that changes what it reads, derived and client tables
    ///   among it, and of what other processes wrote while something of this client waits for changes. An observation
    ///   runs on the client's own connections: one that is slow delays live queries.
    /// - `close()` closes connections that read, which the next read opens again. After `SyncClient.close()` reads throw
    ///   `ClientError` with code `.closed`.
    public var reader: any DatabaseReader { replica.reader }
}
