/// The snapshots that there are: which one a client may be given, and which have to go.
struct SnapshotShelf: Hashable {
    struct Snapshot: Hashable, Sendable {
        /// 32 hexadecimal digits, random.
        let id: String
        let content: SnapshotContent
        let path: String

        /// Above 0.
        let bytes: Int64

        /// 64 hexadecimal digits in lowercase.
        let sha256: String

        /// When it was begun and when it was last named or read, in milliseconds since 1970.
        let madeAt: Int64
        var usedAt: Int64
    }

    private var snapshots: [String: Snapshot] = [:]
    private let configuration: SnapshotConfiguration

    init(_ configuration: SnapshotConfiguration) {
        self.configuration = configuration
    }

    var all: [Snapshot] { Array(snapshots.values) }

    subscript(id: String) -> Snapshot? { snapshots[id] }

    /// The newest snapshot that a pull can use, if it is not too old.
    func newest(for wish: SnapshotWish, at now: Int64) -> Snapshot? {
        snapshots.values
            .filter { snapshot in
                let version = snapshot.content.head.version
                return snapshot.content.grants == wish.grants && version >= wish.oldest
                    && now - snapshot.madeAt < configuration.maximumAge.milliseconds
                    && (wish.base.map { version > $0 } ?? true)
            }
            .max { ($0.content.head.version, $0.madeAt, $0.id) < ($1.content.head.version, $1.madeAt, $1.id) }
    }

    /// True if it is too early for the next one, however much has changed.
    func isYoung(_ snapshot: Snapshot, at now: Int64) -> Bool {
        now - snapshot.madeAt < configuration.minimumInterval.milliseconds
    }

    mutating func use(_ id: String, at now: Int64) {
        snapshots[id]?.usedAt = now
    }

    /// Puts a snapshot on the shelf.
    ///
    /// - Returns: Those that it leaves no room for, to be deleted.
    mutating func add(_ snapshot: Snapshot, at now: Int64) -> [Snapshot] {
        snapshots[snapshot.id] = snapshot
        return expire(at: now) + makeRoom(besides: snapshot.id)
    }

    /// Takes those off the shelf that nobody used for too long.
    mutating func expire(at now: Int64) -> [Snapshot] {
        let old = snapshots.values.filter { now - $0.usedAt >= configuration.lifetime.milliseconds }
        for snapshot in old { snapshots[snapshot.id] = nil }
        return old
    }

    /// Takes one off the shelf, whose file is gone or about to go.
    mutating func remove(_ id: String) -> Snapshot? {
        snapshots.removeValue(forKey: id)
    }

    private mutating func makeRoom(besides kept: String) -> [Snapshot] {
        var removed: [Snapshot] = []
        var bytes = snapshots.values.reduce(0) { $0 + $1.bytes }
        let others = snapshots.values.filter { $0.id != kept }.sorted { ($0.usedAt, $0.id) < ($1.usedAt, $1.id) }
        for snapshot in others where snapshots.count > configuration.maximumCount || bytes > configuration.maximumBytes
        {
            snapshots[snapshot.id] = nil
            bytes -= snapshot.bytes
            removed.append(snapshot)
        }
        return removed
    }
}
