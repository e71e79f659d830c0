public import GRDB
public import Lockstep

extension SyncClient {
    /// Runs a query once, on the optimistic state.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func read<Value>(_ query: Query<Schema, Value>) async throws -> Value {
        try await replica.read { try Replica<Schema>.fetch(query, $0) }
    }

    /// A query's result, at once and whenever it differs from the one before.
    public func observe<Value>(_ query: Query<Schema, Value>) -> LiveResults<Value> {
        LiveResults(replica.source(query))
    }

    /// The results of several queries, read at one version: at once, and whenever one of them differs.
    public func observe<First, Second, each Value>(
        _ first: Query<Schema, First>, _ second: Query<Schema, Second>, _ others: repeat Query<Schema, each Value>
    ) -> LiveResults<(First, Second, repeat each Value)> {
        LiveResults(replica.source(first, second, repeat each others))
    }

    /// The file for GRDB's own requests and observations, which see the optimistic state. Read only: rows change by
    /// mutations.
    public var reader: any DatabaseReader { replica.pool }
}
