import Lockstep

/// Tries whether the store can write, once for all who ask within a second: the question is anybody's, and the database
/// has one writer.
actor HealthCheck<Store: SyncStore> {
    typealias Outcome = Result<LogHead, StoreNotReady>

    /// Milliseconds for which an outcome is told again.
    static var lifetime: Int64 { 1_000 }

    private let store: Store
    private let environment: ServerEnvironment
    private var last: (outcome: Outcome, at: Int64)?
    private var isTrying = false
    private var waiting: [CheckedContinuation<Outcome, Never>] = []

    init(store: Store, environment: ServerEnvironment) {
        self.store = store
        self.environment = environment
    }

    /// The newest entry of the log, read while holding the write lock.
    func outcome() async -> Outcome {
        // A clock that was set back makes the last outcome one of the future.
        if let last, (0..<Self.lifetime).contains(environment.clock() - last.at) { return last.outcome }
        if isTrying { return await withCheckedContinuation { waiting.append($0) } }
        isTrying = true
        // Whoever asked first may be cancelled; the others are told the outcome all the same.
        return await withCheckedContinuation { first in
            waiting.append(first)
            _ = environment.startTask { await self.tryStore() }
        }
    }

    private func tryStore() async {
        let outcome = await trial()
        last = (outcome, environment.clock())
        isTrying = false
        for continuation in waiting { continuation.resume(returning: outcome) }
        waiting = []
    }

    private func trial() async -> Outcome {
        do {
            return .success(try await store.checkReadiness())
        } catch let problem as StoreNotReady {
            return .failure(problem)
        } catch {
            return .failure(
                StoreNotReady(.unavailable, "The server cannot use its database; the reason is in its log."))
        }
    }
}

/// Ends a trial's transaction: nothing of a body that throws stays, and nothing is written to the disk.
private struct TrialEnded: Error {
    let head: LogHead
}

extension SyncStore {
    public func checkReadiness() async throws -> LogHead {
        try await tryWriting()
    }

    /// Begins a writing transaction, and ends it with nothing written.
    ///
    /// - Returns: The newest entry of the log.
    public func tryWriting() async throws -> LogHead {
        do {
            return try await write { throw TrialEnded(head: try $0.head()) }
        } catch let end as TrialEnded {
            return end.head
        }
    }
}
