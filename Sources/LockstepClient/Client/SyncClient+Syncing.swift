import Lockstep

extension SyncClient {
    /// Keeps the replica in step with the server until the task is cancelled or the client is closed. Failures are
    /// retried, and told by `status`.
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
