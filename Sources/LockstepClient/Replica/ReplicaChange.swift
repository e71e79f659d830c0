import Foundation
import Lockstep

/// What a transaction changed, for those who wait for it.
struct ReplicaChange: Sendable {
    enum Rows: Sendable {
        case net(NetChange)

        /// More than was counted, or unknown: another process wrote.
        case everything
    }

    var rows = Rows.net(NetChange())

    /// The tables that are not replicated and to which a mutation may have written.
    var otherTables: Set<String> = []

    /// The pending mutations, or what is noted of them.
    var pending = false

    /// A mutation was queued, or queued again because the server had lost it.
    var queued = false

    /// The rejections that the app can read.
    var rejections = false

    /// The mutations whose outcome was recorded.
    var decided: Set<UUID> = []

    /// How many of those were rejected.
    var rejectedCount = 0

    /// How many mutations are pending now.
    var pendingCount = 0

    /// The client id that the replica had before it went on under another one.
    var forkedFrom: UUID?

    /// Everything was dropped: the file is no replica any longer.
    var isEmptied = false

    /// When the first of them was made, in milliseconds since 1970; known if `pending`.
    var oldestPending: Int64?

    /// True if another process wrote: whatever was waited for may have come.
    var isByAnother = false
}
