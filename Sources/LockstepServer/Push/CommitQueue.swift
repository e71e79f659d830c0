import Lockstep

/// Group commit: submissions that arrive while a transaction runs wait, and share the next one.
///
/// Whoever finds no transaction running leads: it commits for all that wait, answers them, and passes the lead to the
/// first that waits. So every transaction runs in the task of a request whose submission is in it, and no task is made.
/// Actors take turns: however much one has to push, another's submission waits for the transaction that runs and, where
/// the two do not fit into one, for one more. Cancelling a request's task neither takes its submission out nor stops the commit.
actor CommitQueue<Store: SyncStore> {
    typealias Mutation = Store.Schema.Mutation
    typealias Outcome = Result<PushResult, any Error>

    private struct Waiting {
        let submission: PushSubmission<Mutation>
        let argumentBytes: Int
        let turn: CheckedContinuation<Turn, Never>
    }

    private enum Turn {
        /// Another request's transaction had the submission in it.
        case answered(Outcome)

        /// The submission leads the next transaction.
        case leads
    }

    private let store: Store
    private let handling: Handling<Store.Schema>
    private let configuration: ServerConfiguration
    private let instruments: ServerInstruments
    private let clock: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64
    private var isCommitting = false
    private var waiting = FairQueue<Waiting>()
    private var waitingBytes = 0
    private var slow = SlowMutations()

    init(
        store: Store, handling: Handling<Store.Schema>, configuration: ServerConfiguration,
        instruments: ServerInstruments,
        clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
    ) {
        self.store = store
        self.handling = handling
        self.configuration = configuration
        self.instruments = instruments
        self.clock = clock
        self.random = random
    }

    /// The outcome of a submission, once it is durable. `QueueIsFull` if too many wait already.
    func commit(_ submission: PushSubmission<Mutation>) async -> Outcome {
        if isCommitting {
            let bytes = submission.mutations.reduce(0) { $0 + $1.pushed.arguments.count }
            if let failure = refusal(of: bytes) { return .failure(failure) }
            waitingBytes += bytes
            let turn = await withCheckedContinuation { turn in
                waiting.append(
                    Waiting(submission: submission, argumentBytes: bytes, turn: turn), of: submission.actor)
                instruments.queue(waiting.count)
            }
            if case .answered(let outcome) = turn { return outcome }
        }
        isCommitting = true
        let others = takeWaiting(besides: submission)
        instruments.queue(waiting.count)
        let group = [submission] + others.map(\.submission)
        let outcomes = await instruments.commit(
            pushes: group.count, mutations: group.reduce(0) { $0 + $1.mutations.count }
        ) {
            await commit(group: group)
        }
        for (other, outcome) in zip(others, outcomes.dropFirst()) { other.turn.resume(returning: .answered(outcome)) }
        if let next = waiting.popFirst() {
            waitingBytes -= next.argumentBytes
            next.turn.resume(returning: .leads)
        } else {
            isCommitting = false
        }
        return outcomes[0]
    }

    /// Submissions that wait for a transaction.
    var waitingCount: Int { waiting.count }

    private func refusal(of bytes: Int) -> QueueIsFull? {
        let isTaken =
            waiting.isEmpty
            || waiting.count < configuration.maximumWaitingPushes
                && waitingBytes + bytes <= configuration.maximumWaitingArgumentBytes
        return isTaken ? nil : QueueIsFull(waiting: waiting.count)
    }

    private func takeWaiting(besides first: PushSubmission<Mutation>) -> [Waiting] {
        let taken = waiting.take(
            upTo: configuration.maximumMutationsPerTransaction - first.mutations.count,
            cost: { max($0.submission.mutations.count, 1) })
        waitingBytes -= taken.reduce(0) { $0 + $1.argumentBytes }
        return taken
    }

    private func commit(group submissions: [PushSubmission<Mutation>]) async -> [Outcome] {
        var group = PushGroup(
            submissions, slow: slow, limits: configuration.mutationLimits,
            maximumHandlerAttempts: configuration.maximumHandlerAttempts, clock: clock, random: random)
        // Groups follow one another, so no other one has changed it meanwhile.
        defer { slow = group.slow }
        while true {
            do {
                let results = try await store.write { [group, handling] in
                    try group.run(in: HandlingTransaction(base: $0, handling: handling))
                }
                return group.outcomes(results)
            } catch {
                guard group.runsAgain(after: error) else {
                    return group.outcomes(Array(repeating: nil, count: submissions.count))
                }
            }
        }
    }
}

/// A push was not taken, since as many as the server takes wait already.
struct QueueIsFull: Error, CustomStringConvertible {
    let waiting: Int

    var description: String { "\(waiting) pushes wait for the database, as many as may. Send the request again." }
}
