import Foundation
import GRDB

/// Reads for those who were woken, on few connections however many they are: what waits when a connection begins a
/// transaction is read in it.
///
/// A read sees all that was committed before it was asked for. One that takes long holds up its own connection only;
/// the others take what waits behind it.
final class LiveReads: Sendable {
    private struct Job: Sendable {
        let number: Int
        let run: @Sendable (Result<Database, any Error>) -> Void
    }

    private struct State: Sendable {
        var jobs: ArraySlice<Job> = []
        var lastNumber = 0
        var connections = 0

        mutating func add(_ run: @escaping @Sendable (Result<Database, any Error>) -> Void) {
            lastNumber += 1
            jobs.append(Job(number: lastNumber, run: run))
        }

        mutating func take(upTo number: Int) -> Job? {
            guard let job = jobs.first, job.number <= number else { return nil }
            defer {
                // A slice keeps what was removed from its front.
                if jobs.isEmpty { jobs = [] }
            }
            return jobs.removeFirst()
        }
    }

    private let state = Guarded(State())
    private let pool: ReplicaPool
    private let maximumConnections: Int

    /// - Parameter maximumConnections: Fewer than the pool has, which reads for others too.
    init(_ pool: ReplicaPool, maximumConnections: Int) {
        self.pool = pool
        self.maximumConnections = maximumConnections
    }

    /// Runs `body` on a connection that reads one version of the file. When the task is cancelled it is not waited for.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        let answer = LiveAnswer<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.wait(continuation)
                add { database in
                    guard answer.isAwaited else { return }
                    answer.give(Result { try body(try database.get()) })
                }
            }
        } onCancel: {
            answer.give(.failure(CancellationError()))
        }
    }

    private func add(_ run: @escaping @Sendable (Result<Database, any Error>) -> Void) {
        let starts = state.withLock { state in
            state.add(run)
            guard state.connections < maximumConnections else { return false }
            state.connections += 1
            return true
        }
        if starts { readOn() }
    }

    /// Reads what waits in one transaction, and goes on while anything does.
    private func readOn() {
        // Before the transaction begins: what is asked for later may ask for a later version.
        let number = state.withLock { $0.lastNumber }
        pool.read { [self] database in
            while let job = state.withLock({ $0.take(upTo: number) }) { job.run(database) }
            let goesOn = state.withLock { state in
                if state.jobs.isEmpty { state.connections -= 1 }
                return !state.jobs.isEmpty
            }
            if goesOn { readOn() }
        }
    }
}

/// What a read gives to the task that waits for it, which may be gone by then.
private final class LiveAnswer<Value: Sendable>: Sendable {
    private struct State: Sendable {
        var continuation: CheckedContinuation<Value, any Error>?
        var isCancelled = false
    }

    private let state = Guarded(State())

    var isAwaited: Bool { state.withLock { $0.continuation != nil } }

    func wait(_ continuation: CheckedContinuation<Value, any Error>) {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.continuation = continuation }
            return state.isCancelled
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
    }

    /// The first counts, and what is given before anybody waits is a cancellation.
    func give(_ result: Result<Value, any Error>) {
        let continuation = state.withLock { state in
            state.isCancelled = true
            return state.continuation.take()
        }
        continuation?.resume(with: result)
    }
}
