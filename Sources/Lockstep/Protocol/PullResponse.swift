import Foundation

/// The answer to a pull: one step of the client's base.
package struct PullResponse: ProtocolMessage {
    /// The cursor that the step starts from, or nil if it holds all there is: the base is then replaced.
    package let from: String?

    /// The cursor that the step leads to.
    package let cursor: String

    /// True if the client is to pull again at once.
    package let more: Bool

    /// As of `cursor`: the number up to which this client's mutations have an outcome, and the token of that mutation.
    package let acknowledged: Int64
    package let acknowledgedToken: UUID?

    /// This client's mutations that were rejected between the two cursors.
    package let rejected: [RejectedMutation]

    package let changes: Changes

    /// What was asked to be compared, as of `cursor`; nil if nothing was, or if the step does not lead to the newest
    /// version.
    package let checksums: ChecksumResponse?

    package enum Changes: Hashable, Sendable {
        /// Entries of the log, to be replayed in order.
        case mutations([LoggedMutation])

        /// A JSON object with the current state of the rows that changed (see `RowChanges`).
        case rows([UInt8])

        /// A file with all there is, to be fetched. `from` is nil then.
        case snapshot(SnapshotReference)
    }

    package init(
        from: String?, cursor: String, more: Bool, acknowledged: Int64, acknowledgedToken: UUID?,
        rejected: [RejectedMutation], changes: Changes, checksums: ChecksumResponse? = nil
    ) {
        self.from = from
        self.cursor = cursor
        self.more = more
        self.acknowledged = acknowledged
        self.acknowledgedToken = acknowledgedToken
        self.rejected = rejected
        self.changes = changes
        self.checksums = checksums
    }

    package init(from json: inout JSONReader) throws {
        var from: String??
        var cursor: String?
        var more: Bool?
        var acknowledged: Int64?
        var token: UUID?
        var rejected: [RejectedMutation]?
        var changes: Changes?
        var checksums: ChecksumResponse?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "from": from = try String?(from: &json)
            case "cursor": cursor = try json.string()
            case "more": more = try json.bool()
            case "acknowledged": acknowledged = try json.int64()
            case "acknowledgedToken": token = try UUID?(from: &json)
            case "rejected": rejected = try json.array { try RejectedMutation(from: &$0) }
            case "mutations":
                guard changes == nil else { throw json.error("is a second encoding of the step") }
                changes = .mutations(try json.array { try LoggedMutation(from: &$0) })
            case "rows":
                guard changes == nil else { throw json.error("is a second encoding of the step") }
                changes = .rows(Array(try json.raw()))
            case "snapshot":
                guard changes == nil else { throw json.error("is a second encoding of the step") }
                changes = .snapshot(try SnapshotReference(from: &json))
            case "checksums": checksums = try ChecksumResponse(from: &json)
            default: throw json.unknown(key)
            }
        }
        self.from = try from.required("from")
        self.cursor = try cursor.required("cursor")
        self.more = try more.required("more")
        self.acknowledged = try acknowledged.required("acknowledged")
        acknowledgedToken = token
        self.rejected = try rejected.required("rejected")
        let step = try changes.required("mutations")
        if case .snapshot = step, self.from != nil {
            throw JSONError(field: "from", problem: "must be null with a snapshot, which holds everything")
        }
        self.changes = step
        self.checksums = checksums
    }

    package func encode(to json: inout JSONWriter) {
        PullAnswer(self).encode(to: &json)
    }
}
