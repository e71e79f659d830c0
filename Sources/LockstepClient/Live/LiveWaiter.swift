import Lockstep

/// One who waits for the replica to change, in a task.
struct LiveWaiter: Sendable {
    let registration: LiveRegistration
    private let signal: WakeSignal

    init<Schema>(_ interest: LiveInterest, in replica: Replica<Schema>) {
        let signal = WakeSignal()
        self.signal = signal
        registration = replica.register(interest) { signal.set() }
    }

    /// Returns true when something was touched since the last call, at once the first time; false when the task is
    /// cancelled. One task at a time.
    ///
    /// - Throws: `ClientError` with code `.closed`.
    func nextTouch() async throws -> Bool {
        while !Task.isCancelled {
            if try registration.takeTouch() { return true }
            await signal.wait()
        }
        return false
    }
}
