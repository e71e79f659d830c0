import Foundation
import Lockstep

extension SyncDriver {
    /// Makes round trips until the server and the replica have nothing for each other.
    ///
    /// - Throws: `ClientError`, why it did not come to that; `CancellationError`.
    func syncOnce() async throws -> SyncReport {
        var report = SyncReport()
        guard try await takeTurn() else {
            report.isByAnother = true
            return report
        }
        defer {
            board.update { $0.snapshotProgress = nil }
            lock.release(.syncing)
        }
        var machine = SyncStateMachine(replica.configuration, listens: false, random: environment.random)
        var actions = machine.handle(.started, at: environment.uptime())
        while case .exchange(let plan, let pushLimit)? = actions.first {
            try Task.checkCancellation()
            let result = await exchange.perform(plan, pushLimit: pushLimit)
            report.roundTrips += 1
            note(result)
            if case .applied(let step) = result {
                report.appliedCount += step.appliedCount
                report.rejectedCount += step.rejectedCount
                report.work += step.work
            }
            actions = machine.handle(.exchanged(result), at: environment.uptime())
        }
        try Task.checkCancellation()
        let error = machine.lastError
        board.update { $0.lastError = error }
        guard machine.state == .idle else {
            if replica.hub.isClosed { throw ClientError.closed }
            throw error ?? ClientError(.unreachable, "The sync did not come to an end.")
        }
        return report
    }

    /// Waits for the lock; while another client holds it to run, no longer than until that one has learned the outcomes
    /// of what is pending.
    ///
    /// - Returns: True with the lock; false if the other client has done what there was to do.
    private func takeTurn() async throws -> Bool {
        if try lock.take(for: .syncing) { return true }
        let newest = try await replica.newestPending()
        let signal = WakeSignal()
        lock.startWaiting(signal)
        board.update { $0.isSyncedByAnother = true }
        defer {
            lock.stopWaiting(signal)
            board.update { $0.isSyncedByAnother = false }
        }
        while try !lock.take(for: .syncing) {
            try Task.checkCancellation()
            if replica.hub.isClosed { throw ClientError.closed }
            if lock.purpose() == .running {
                guard let newest, try await replica.isPending(newest) else { return false }
            }
            await signal.wait(until: environment.uptime() + replica.configuration.filePollInterval, in: environment)
        }
        return true
    }
}
