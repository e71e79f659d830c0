import Foundation
import GRDB
import Lockstep

/// The results of a question to the replica: the first at once, then each that differs from the one before.
///
/// A result is read when it is asked for, so a slow reader gets the newest and misses those in between. Iterating ends
/// when the task is cancelled.
///
///     for try await issues in client.observe(.issuesByStatus(status: .todo)) { … }
public struct LiveResults<Element: Sendable>: AsyncSequence, Sendable {
    private let source: LiveSource<Element>

    init(_ source: LiveSource<Element>) {
        self.source = source
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source)
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let source: LiveSource<Element>
        private let registration: LiveRegistration
        private var last: Element?

        fileprivate init(_ source: LiveSource<Element>) {
            self.source = source
            registration = source.register()
        }

        /// - Throws: `ClientError` with code `.closed`, `.database` or `.damaged`.
        public mutating func next() async throws -> Element? {
            while try await registration.nextTouch(poll: source.poll) {
                let element: Element
                do {
                    element = try await source.read(registration)
                } catch is CancellationError {
                    return nil
                }
                if let last, source.isSame(last, element) { continue }
                last = element
                return element
            }
            return nil
        }
    }
}

/// How results are got: where to register, and how to read.
struct LiveSource<Element: Sendable>: Sendable {
    let register: @Sendable () -> LiveRegistration
    let read: @Sendable (LiveRegistration) async throws -> Element
    let isSame: @Sendable (Element, Element) -> Bool
    let poll: @Sendable () async throws -> Void
}

extension Replica {
    /// The results of several queries, read at one version. Until the first is read, whatever touches their tables
    /// counts; then their pinned rows alone.
    func source<each Value>(_ query: repeat Query<Schema, each Value>) -> LiveSource<(repeat each Value)> {
        LiveSource(
            register: { [hub] in
                var interests: [RowInterest] = []
                for query in repeat each query {
                    interests.append(RowInterest(Schema.sources(of: query.reads), tables: Schema.tables))
                }
                return hub.register(.rows(interests))
            },
            read: { [self] registration in
                if registration.isNarrowed {
                    return try await read { (repeat try Self.fetch(each query, $0)) }
                }
                let (values, interests) = try await read { database in
                    var interests: [RowInterest] = []
                    for query in repeat each query { interests.append(try Self.interest(of: query, database)) }
                    return ((repeat try Self.fetch(each query, database)), interests)
                }
                registration.narrow(to: .rows(interests))
                return values
            },
            isSame: { first, second in
                for (first, second) in repeat (each first, each second) {
                    guard first == second else { return false }
                }
                return true
            },
            poll: { [self] in try await poll() })
    }

    /// What the replica says of itself.
    func source<Value: Hashable & Sendable>(
        _ interest: LiveInterest, _ read: @escaping @Sendable (Database) throws -> Value
    ) -> LiveSource<Value> {
        LiveSource(
            register: { [hub] in hub.register(interest) },
            read: { [self] _ in try await self.read(read) },
            isSame: { $0 == $1 },
            poll: { [self] in try await poll() })
    }

    static func fetch<Value>(_ query: Query<Schema, Value>, _ database: Database) throws -> Value {
        try query.fetch(try database.statement(query.sql))
    }

    private static func interest<Value>(of query: Query<Schema, Value>, _ database: Database) throws -> RowInterest {
        var interest = RowInterest(Schema.sources(of: query.reads), tables: Schema.tables)
        guard let row = query.pinnedRow, let handle = database.sqliteConnection,
            let table = Schema.tables.firstIndex(where: { $0.name == row.table })
        else { return interest }
        let connection = Lockstep.SQLiteConnection(handle)
        defer { connection.close() }
        interest.pinnedRow = (table, try row.key(in: Schema.tables[table], using: connection))
        return interest
    }
}
