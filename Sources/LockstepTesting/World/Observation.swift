import Lockstep
import LockstepClient

/// A live query of a client, and the last result that it was given.
@available(macOS 15, iOS 18, *)
protocol Observation<Schema>: AnyObject, Sendable {
    associatedtype Schema: ServerSchema

    var task: Task<Void, Never> { get }
    var name: String { get }

    /// What the result should be and is not, in words; nil if it is right.
    func difference(in client: SyncClient<Schema>) async throws -> String?
}

/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class QueryObservation<Schema: ServerSchema, Value: Hashable & Sendable>: Observation, @unchecked Sendable {
    private let query: Query<Schema, Value>
    private var last: Value?
    private var count = 0
    private(set) var task: Task<Void, Never> = Task {}

    var name: String { query.name }

    /// - Parameter looking: Is told of each result before it is given, on the connection that read it.
    init(
        _ query: Query<Schema, Value>, in client: SyncClient<Schema>, _ scheduler: SimulationScheduler,
        looking: @escaping @Sendable (SQLiteStatement) throws -> Void
    ) {
        self.query = query
        let looked = Query<Schema, Value>(
            name: query.name, sql: query.sql, reads: query.reads, pinnedRow: query.pinnedRow,
            decode: { statement in
                let value = try query.fetch(statement)
                try looking(statement)
                return value
            })
        task = scheduler.start { [weak self, scheduler] in
            while !Task.isCancelled {
                do {
                    for try await value in client.observe(looked) { self?.take(value) }
                } catch {
                    // The file cannot be read for now: an app asks again.
                    await scheduler.sleep(until: scheduler.now + .seconds(1))
                }
            }
        }
    }

    private func take(_ value: Value) {
        last = value
        count += 1
    }

    func difference(in client: SyncClient<Schema>) async throws -> String? {
        let value = try await client.read(query)
        guard let last else { return "\(name) has given no result" }
        return last == value ? nil : "\(name) shows \(last) instead of \(value)"
    }
}
