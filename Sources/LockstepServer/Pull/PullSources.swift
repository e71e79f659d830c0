/// What pulls share: the entries that were encoded for others, the files that were made for others.
struct PullSources: Sendable {
    let recent: RecentEntries
    let counts: RowCounts
    let grants: GrantHistory

    /// Nil if the store makes no snapshots.
    let library: SnapshotLibrary?
}
