extension SyncServer {
    /// How many entries the outbox has, by mutation: handlers `after` that are still to be called, or were given up.
    ///
    /// - Throws: The store's errors.
    public func outboxCounts() async throws -> [OutboxCount] {
        try await store.read { try $0.outboxCounts() }
    }

    /// What was given up: a handler `after` failed too often for it, or threw `DeliveryAbandoned`. Oldest first.
    ///
    /// - Throws: The store's errors.
    public func abandonedDeliveries(limit: Int = 100) async throws -> [OutboxEntry] {
        try await store.read { try $0.abandonedInOutbox(limit: limit) }
    }

    /// Has the handler called again, from the first attempt on, for an entry that was given up.
    ///
    /// - Returns: False if there is none of that version, or it was not given up.
    /// - Throws: The store's errors.
    @discardableResult
    public func retryDelivery(_ version: Int64) async throws -> Bool {
        let entry = try await store.write { [now = clock()] transaction -> OutboxEntry? in
            guard var entry = try transaction.inOutbox(version), entry.isAbandoned else { return nil }
            entry.isAbandoned = false
            entry.attempts = 0
            entry.due = now
            try transaction.update(entry)
            return entry
        }
        guard let entry else { return false }
        outbox.wake(entry.mutation.name)
        return true
    }

    /// Forgets an entry that was given up: its handler is never called again for it.
    ///
    /// - Returns: False if there is none of that version, or it was not given up.
    /// - Throws: The store's errors.
    @discardableResult
    public func discardDelivery(_ version: Int64) async throws -> Bool {
        try await store.write { transaction in
            guard try transaction.inOutbox(version)?.isAbandoned == true else { return false }
            try transaction.removeFromOutbox(version)
            return true
        }
    }
}
