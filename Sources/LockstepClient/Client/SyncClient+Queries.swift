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

    /// The file for GRDB's own requests and observations, which see the optimistic state. Read only: rows change by
    /// mutations.
    public var reader: any DatabaseReader { replica.pool }
}
