/// A place among those who wait for the replica to change; given back with the last reference.
final class LiveRegistration: Sendable {
    let id: Int
    private let hub: LiveHub
    private let signal: WakeSignal
    private let narrowed = Guarded(false)

    init(id: Int, hub: LiveHub, signal: WakeSignal) {
        self.id = id
        self.hub = hub
        self.signal = signal
    }

    deinit {
        hub.unregister(id)
    }

    var isNarrowed: Bool { narrowed.withLock { $0 } }

    /// Replaces what is waited for by a part of it.
    func narrow(to interest: LiveInterest) {
        hub.narrow(id, to: interest)
        narrowed.withLock { $0 = true }
    }

    /// Returns true when something was touched since the last call, at once the first time; false when the task is
    /// cancelled. One task at a time.
    ///
    /// - Parameter poll: Asks whether another process wrote; called now and then by one of those who wait.
    /// - Throws: `ClientError` with code `.closed`, and what `poll` throws.
    func nextTouch(poll: () async throws -> Void) async throws -> Bool {
        defer { hub.resignAsPoller(id) }
        while true {
            if Task.isCancelled { return false }
            if hub.isClosed { throw ClientError.closed }
            if hub.takeTouch(id) { return true }
            if hub.becomePoller(id) {
                let environment = hub.environment
                let deadline = environment.uptime() + hub.pollInterval
                await signal.wait(until: deadline, in: environment)
                if !Task.isCancelled, environment.uptime() >= deadline { try await poll() }
            } else {
                await signal.wait()
            }
        }
    }
}
