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
    private let makeIterator: @Sendable () -> AsyncIterator

    init<Schema>(_ source: LiveSource<Element>, in replica: Replica<Schema>) {
        makeIterator = { AsyncIterator(source, in: replica) }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        makeIterator()
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        private let read: @Sendable () async throws -> Element
        private let isSame: @Sendable (Element, Element) -> Bool
        private let waiter: LiveWaiter
        private var last: Element?

        fileprivate init<Schema>(_ source: LiveSource<Element>, in replica: Replica<Schema>) {
            let waiter = LiveWaiter(source.interest, in: replica)
            self.waiter = waiter
            isSame = source.isSame
            read = { try await replica.readLive { try source.read($0, waiter.registration) } }
        }

        /// - Throws: `ClientError` with code `.closed`, `.database` or `.damaged`.
        public mutating func next() async throws -> Element? {
            while try await waiter.nextTouch() {
                let element: Element
                do {
                    element = try await read()
                } catch is CancellationError {
                    return nil
                }
                if let last, isSame(last, element) { continue }
                last = element
                return element
            }
            return nil
        }
    }
}

extension Replica {
    func results<each Value>(_ query: repeat Query<Schema, each Value>) -> LiveResults<(repeat each Value)> {
        LiveResults(Self.source(repeat each query), in: self)
    }

    /// What the replica says of itself.
    func results<Value: Hashable & Sendable>(
        _ interest: LiveInterest, _ fetch: @escaping @Sendable (Database) throws -> Value
    ) -> LiveResults<Value> {
        LiveResults(LiveSource(interest, fetch: fetch), in: self)
    }
}
