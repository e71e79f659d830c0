import Lockstep

extension SyncServer {
    /// Notes a step for the inspector.
    ///
    /// - Parameter start: When reading it began, in milliseconds since 1970.
    func note(
        _ report: StepReport, of request: PullRequest, actor: String, head: LogHead, answer: PullAnswer,
        since start: Int64
    ) {
        let now = clock()
        inspector.memory.note(
            InspectedPull(
                client: request.client, actor: actor, at: now, from: report.lag.map { head.version - $0 },
                to: report.end, encoding: report.encoding, reason: report.reason,
                payloadBytes: answer.step.payloadBytes, duration: max(0, now - start)))
    }
}

extension PullAnswer.Step {
    fileprivate var payloadBytes: Int64 {
        switch self {
        case .mutations(let json), .rows(let json): Int64(json.count)
        case .snapshot(let snapshot): snapshot.bytes
        }
    }
}
