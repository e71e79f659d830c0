import Foundation
import Lockstep

/// The row of `lockstep_snapshot`: a step in the encoding *snapshot* whose file is being downloaded. It is written before
/// the download begins and deleted with the step's transaction, so a download outlives failures, the app and the device.
struct SnapshotDownload: Sendable {
    /// After so many files with one hash that were of no use, it is not downloaded again for `refusalExpiry`.
    static let maximumRefusals = 3
    static let refusalExpiry = Duration.seconds(3600)

    /// The answer that named the file: its outcomes are as of the snapshot's cursor.
    let answer: PullResponse
    let reference: SnapshotReference

    /// The replica's client id and cursor when it asked, and the cursor that it sent.
    let client: UUID
    let cursor: String?
    let sentCursor: String?

    /// The number up to which the server has this client's mutations. They stay pending until a step contains them.
    let pushedThrough: Int64

    /// The header ETag of what is in the file so far, if it can be compared with.
    let etag: String?

    /// How often a file with this hash was of no use.
    let refusals: Int
    let refusedAt: Int64?

    /// The server does not have the file where it said; another answer may name the same file elsewhere.
    let isOver: Bool

    static let sql: StaticString = """
        SELECT answer, client, cursor, sent_cursor, pushed_through, etag, refusals, refused_at, is_over \
        FROM lockstep_snapshot
        """

    /// - Parameter row: A row of `sql`.
    /// - Returns: Nil if another version of Lockstep wrote an answer that this one cannot read.
    init?(_ row: SQLiteStatement) throws {
        // Only that it cannot be read matters.
        guard let answer = try? PullResponse(json: Array(row.column(0).blob)),
            case .snapshot(let reference) = answer.changes
        else { return nil }
        self.answer = answer
        self.reference = reference
        client = try row.value(at: 1)
        cursor = try row.value(at: 2)
        sentCursor = try row.value(at: 3)
        pushedThrough = try row.value(at: 4)
        etag = try row.value(at: 5)
        refusals = try row.value(at: 6)
        refusedAt = try row.value(at: 7)
        isOver = try row.value(at: 8)
    }

    /// False once the replica went elsewhere: by a step of another process, or under another client id.
    func belongs(to state: ReplicaState) -> Bool {
        client == state.client && cursor == state.cursor
    }

    /// True if its file is not to be downloaded for now.
    func isRefused(at now: Int64) -> Bool {
        guard refusals >= Self.maximumRefusals, let refusedAt else { return false }
        // Of a damaged file it may be any number.
        let (expiry, isBeyond) = refusedAt.addingReportingOverflow(Self.refusalExpiry.milliseconds)
        return !isBeyond && (refusedAt...expiry).contains(now)
    }

    /// The refusals that count when the same file is begun again.
    var earlierRefusals: Int { refusals < Self.maximumRefusals ? refusals : 0 }

    /// The request as it was made.
    var request: StepRequest {
        StepRequest(
            path: SyncProtocol.pullPath, body: [], client: client, cursor: cursor, sentCursor: sentCursor,
            pushedCount: 0)
    }
}

/// How a download stands towards the queue.
struct SnapshotStanding: Hashable, Sendable {
    /// Mutations are pending that the server does not have.
    let hasUnpushed: Bool
}

/// What a replica knows of a snapshot.
enum SnapshotState: Sendable {
    case none

    /// There is one to be downloaded, or to be applied if all of it is there.
    case underWay(SnapshotDownload, SnapshotStanding)

    /// There was one. What there is of its file is of use only if the next answer names the same.
    case over

    /// There was one that was of no use, often.
    case refused
}

/// What came of an answer that names a snapshot.
enum SnapshotBeginning: Sendable {
    case begun(SnapshotStanding)

    /// A file with this hash was of no use, often.
    case refused

    case superseded
    case forked
}
