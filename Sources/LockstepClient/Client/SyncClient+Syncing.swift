import Lockstep

extension SyncClient {
    /// Keeps the replica in step with the server until the task is cancelled or the client is closed. Failures are
    /// retried, and told by `status`.
    ///
    /// Several processes may open a file, and several clients of one process; one at a time syncs it. While another one
    /// does, this waits for its end (`status.isSyncedByAnother`) and then takes over; what is made here meanwhile the
    /// other one pushes, at most `ClientConfiguration.filePollInterval` later.
    ///
    /// When this returns, nothing that it began is under way: it holds neither the right to sync nor a transaction. An
    /// app that the system suspends while it holds a lock of a file in a shared container is ended (0xdead10cc); so, when
    /// it goes to the background, it cancels the task that runs this, waits until that has ended, and has a background
    /// task assertion until then. It makes no mutations and observes no queries until it is back, and runs this again.
    ///
    /// - Throws: `ClientError` with code `.alreadyRunning`.
    public func run() async throws {
        let mayRun = isRunning.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard mayRun else {
            throw ClientError(.alreadyRunning, "`run()` is running already on this client; one is enough.")
        }
        defer { isRunning.withLock { $0 = false } }
        await driver.run()
    }

    /// Pushes and pulls until nothing is pending and the server has no more.
    ///
    /// If another client of the file, of this process or another, is in a `sync()`, this waits for its turn. If another
    /// one is in `run()`, that one keeps the file in step: this waits until what was pending has its outcome, however
    /// long the other one needs for it, or until its turn comes if the other one ends, and reports `isByAnother`.
    ///
    /// - Throws: `ClientError`, why it did not come to that; what was done until then stays done. `CancellationError`.
    @discardableResult
    public func sync() async throws -> SyncReport {
        try await driver.syncOnce()
    }

    /// Tries again at once where `run()` would wait: after a new token, or when there is a network again. A wait that
    /// the server asked for is kept.
    public func retryNow() {
        mailbox.post(.retryRequested)
    }

    /// How this client stands towards its server.
    public var status: SyncStatus { board.status }

    /// The status as it is, then every change; a slow reader gets the newest.
    public var statusUpdates: AsyncStream<SyncStatus> { board.updates() }
}
