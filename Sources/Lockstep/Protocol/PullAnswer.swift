import Foundation

/// The answer to a pull as a server writes it: what `PullResponse` says, with the step as JSON, so that mutations are
/// copied from the log and not read.
package struct PullAnswer: Hashable, Sendable {
    package let from: String?
    package let cursor: String
    package let more: Bool
    package let acknowledged: Int64
    package let acknowledgedToken: UUID?
    package let rejected: [RejectedMutation]
    package let step: Step
    package let checksums: ChecksumResponse?

    package enum Step: Hashable, Sendable {
        /// A JSON array of entries of the log, each as `LoggedMutation` writes it.
        case mutations([UInt8])

        /// A JSON object as `RowChanges` reads it.
        case rows([UInt8])

        case snapshot(SnapshotReference)
    }

    package init(
        from: String?, cursor: String, more: Bool, acknowledged: Int64, acknowledgedToken: UUID?,
        rejected: [RejectedMutation], step: Step, checksums: ChecksumResponse? = nil
    ) {
        self.from = from
        self.cursor = cursor
        self.more = more
        self.acknowledged = acknowledged
        self.acknowledgedToken = acknowledgedToken
        self.rejected = rejected
        self.step = step
        self.checksums = checksums
    }

    package init(_ response: PullResponse) {
        let step: Step =
            switch response.changes {
            case .mutations(let mutations):
                .mutations(
                    JSONWriter.write { json in
                        json.array { array in for mutation in mutations { mutation.encode(to: &array) } }
                    })
            case .rows(let rows): .rows(rows)
            case .snapshot(let snapshot): .snapshot(snapshot)
            }
        self.init(
            from: response.from, cursor: response.cursor, more: response.more, acknowledged: response.acknowledged,
            acknowledgedToken: response.acknowledgedToken, rejected: response.rejected, step: step,
            checksums: response.checksums)
    }

    package var json: [UInt8] {
        var json = JSONWriter(reservingCapacity: step.size + 1_024)
        encode(to: &json)
        return json.bytes
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("from")
            from.encode(to: &json)
            json.key("cursor")
            json.string(cursor)
            json.key("more")
            json.bool(more)
            json.key("acknowledged")
            json.int64(acknowledged)
            json.key("acknowledgedToken")
            acknowledgedToken.encode(to: &json)
            json.key("rejected")
            json.array { array in for mutation in rejected { mutation.encode(to: &array) } }
            switch step {
            case .mutations(let mutations):
                json.key("mutations")
                json.raw(mutations)
            case .rows(let rows):
                json.key("rows")
                json.raw(rows)
            case .snapshot(let snapshot):
                json.key("snapshot")
                snapshot.encode(to: &json)
            }
            if let checksums {
                json.key("checksums")
                checksums.encode(to: &json)
            }
        }
    }
}

extension PullAnswer.Step {
    /// About how many bytes it takes.
    fileprivate var size: Int {
        switch self {
        case .mutations(let json), .rows(let json): json.count
        case .snapshot: 256
        }
    }
}
