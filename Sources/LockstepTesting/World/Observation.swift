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
    typealias Client = SyncClient<Schema>

    let name: String
    private let read: @Sendable (Client) async throws -> Value
    private var last: Value?
    private(set) var task: Task<Void, Never> = Task {}

    /// - Parameters:
    ///   - follow: Gives each result, until the client is closed.
    ///   - read: Gives the result once.
    init(
        _ name: String, in client: Client, _ scheduler: SimulationScheduler,
        follow: @escaping @Sendable (Client, (Value) -> Void) async throws -> Void,
        read: @escaping @Sendable (Client) async throws -> Value
    ) {
        self.name = name
        self.read = read
        task = scheduler.start { [weak self, scheduler] in
            while !Task.isCancelled {
                do {
                    try await follow(client) { self?.last = $0 }
                } catch {
                    // The file cannot be read for now: an app asks again.
                    await scheduler.sleep(until: scheduler.now + .seconds(1))
                }
            }
        }
    }

    func difference(in client: Client) async throws -> String? {
        let value = try await read(client)
        guard let last else { return "\(name) has given no result" }
        return last == value ? nil : "\(name) shows \(last) instead of \(value)"
    }
}

@available(macOS 15, iOS 18, *)
extension QueryObservation {
    /// A query's results.
    ///
    /// - Parameter looking: Is told of each result before it is given, on the connection that read it.
    convenience init(
        _ query: Query<Schema, Value>, in client: Client, _ scheduler: SimulationScheduler,
        looking: @escaping @Sendable (SQLiteStatement) throws -> Void
    ) {
        let looked = Query<Schema, Value>(
            name: query.name, sql: query.sql, reads: query.reads, pinnedRow: query.pinnedRow,
            decode: { statement in
                let value = try query.fetch(statement)
                try looking(statement)
                return value
            })
        self.init(
            query.name, in: client, scheduler,
            follow: { client, take in for try await value in client.observe(looked) { take(value) } },
            read: { try await $0.read(query) })
    }

    /// The results of two queries at one version.
    convenience init<First, Second>(
        _ first: Query<Schema, First>, _ second: Query<Schema, Second>, in client: Client,
        _ scheduler: SimulationScheduler
    ) where Value == PairedResults<First, Second> {
        self.init(
            "\(first.name) and \(second.name)", in: client, scheduler,
            follow: { client, take in
                for try await (first, second) in client.observe(first, second) {
                    take(PairedResults(first: first, second: second))
                }
            },
            read: { client in
                let (first, second) = try await client.read(first, second)
                return PairedResults(first: first, second: second)
            })
    }
}

struct PairedResults<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
    let first: First
    let second: Second
}
