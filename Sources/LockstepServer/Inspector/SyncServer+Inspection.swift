import Lockstep

extension SyncServer {
    /// Notes a step for the inspector.
    ///
    /// - Parameter start: When reading it began, in milliseconds since 1970.
    func note(
        _ report: StepReport, of request: PullRequest, actor: String, head: LogHead, changes: PullResponse.Changes,
        since start: Int64
    ) {
        let now = clock()
        inspector.memory.note(
            InspectedPull(
                client: request.client, actor: actor, at: now, from: report.lag.map { head.version - $0 },
                to: report.end, encoding: report.encoding, reason: report.reason,
                payloadBytes: changes.payloadBytes, duration: max(0, now - start)))
    }
}

extension PullResponse.Changes {
    fileprivate var payloadBytes: Int64 {
        switch self {
        case .mutations(let mutations): mutations.reduce(0) { $0 + Int64($1.arguments.count) }
        case .rows(let rows): Int64(rows.count)
        case .snapshot(let snapshot): snapshot.bytes
        }
    }
}
