/// Which of the log's oldest entries a policy drops.
struct RetentionDecision: Hashable, Sendable {
    let policy: RetentionPolicy

    /// The bytes of the whole log.
    let bytes: Int64
    let head: LogHead

    /// Milliseconds since 1970.
    let now: Int64

    /// How many of the entries go, from the first on. The newest entry of the log never does: cursors and times follow
    /// from it.
    ///
    /// - Parameter oldest: The oldest entries, ascending.
    func count(of oldest: some Collection<EntrySize>) -> Int {
        var bytes = bytes
        return oldest.prefix { entry in
            guard entry.version < head.version, isOver(entry, bytes) else { return false }
            bytes -= entry.bytes
            return true
        }.count
    }

    private func isOver(_ entry: EntrySize, _ bytes: Int64) -> Bool {
        if let age = policy.maximumAge, entry.committedAt < now - age.milliseconds { return true }
        if let entries = policy.maximumEntries, head.version - entry.version >= entries { return true }
        if let limit = policy.maximumBytes, bytes > limit { return true }
        return false
    }
}
