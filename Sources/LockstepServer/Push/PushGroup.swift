import Lockstep

/// Submissions that share one transaction, and what earlier attempts to commit them taught.
///
/// A mutation that makes the database end the transaction takes the changes of all the others with it. So the group is
/// run again: with that mutation rejected unrun if the failure is its own, and without its submission if it is
/// transient. The same holds for a mutation that is interrupted since it runs for too long.
struct PushGroup<Mutation: SyncMutation>: Sendable {
    private let submissions: [PushSubmission<Mutation>]
    private let limits: MutationLimits
    private let maximumHandlerAttempts: Int
    private let clock: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64

    /// What the next group is to know.
    private(set) var slow: SlowMutations

    /// Mutations to be rejected without running them, by submission and index in it.
    private var condemned: [Position: MutationRejection] = [:]

    /// Submissions that are not to be processed, with what failed.
    private var failures: [Int: any Error] = [:]

    private struct Position: Hashable {
        let submission: Int
        let mutation: Int
    }

    /// What ended an attempt, and where.
    private struct AttemptFailure: Error {
        let submission: Int
        let mutation: Int?
        let error: any Error
    }

    /// - Parameters:
    ///   - slow: What earlier groups learned.
    ///   - limits: What one mutation may take.
    ///   - maximumHandlerAttempts: A mutation whose handler failed so often is rejected.
    ///   - clock: Milliseconds since 1970.
    ///   - random: Random numbers, for tags.
    init(
        _ submissions: [PushSubmission<Mutation>], slow: SlowMutations, limits: MutationLimits,
        maximumHandlerAttempts: Int,
        clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64
    ) {
        self.submissions = submissions
        self.slow = slow
        self.limits = limits
        self.maximumHandlerAttempts = maximumHandlerAttempts
        self.clock = clock
        self.random = random
    }

    /// Processes the submissions in order. Nil stands for one that failed in an earlier attempt.
    ///
    /// - Throws: What ends the attempt, for `runsAgain(after:)`.
    func run<Transaction: StoreWriteTransaction>(
        in transaction: Transaction
    ) throws -> [PushResult?] where Transaction.Schema.Mutation == Mutation {
        var log = LogWriter(head: try transaction.head(), clock: clock, random: random)
        return try submissions.indices.map { index in
            guard failures[index] == nil else { return nil }
            return try run(index, in: transaction, &log)
        }
    }

    /// Takes note of why an attempt failed.
    ///
    /// - Returns: True if the group is to be run again; false if every submission has failed.
    mutating func runsAgain(after error: any Error) -> Bool {
        guard let failure = error as? AttemptFailure else {
            failAll(error)
            return false
        }
        if let lost = failure.error as? TransactionLost, let rejection = lost.rejection, let mutation = failure.mutation
        {
            condemned[Position(submission: failure.submission, mutation: mutation)] = rejection
            return true
        }
        if let timeout = failure.error as? MutationTimedOut, let mutation = failure.mutation {
            let token = submissions[failure.submission].mutations[mutation].pushed.token
            if slow.recordAttempt(of: token) {
                condemned[Position(submission: failure.submission, mutation: mutation)] = .tooSlow(timeout.limit)
                return true
            }
            failures[failure.submission] = timeout
            return failures.count < submissions.count
        }
        if let failed = failure.error as? HandlerFailed, let mutation = failure.mutation {
            let token = submissions[failure.submission].mutations[mutation].pushed.token
            if slow.recordAttempt(of: token, maximum: maximumHandlerAttempts) {
                condemned[Position(submission: failure.submission, mutation: mutation)] = .failed(
                    failed, attempts: maximumHandlerAttempts)
                return true
            }
            failures[failure.submission] = failed
            return failures.count < submissions.count
        }
        if let rejected = failure.error as? BatchRejection {
            failures[failure.submission] = rejected
            return failures.count < submissions.count
        }
        // A second transient failure in a row is the database's, not that of one mutation.
        guard failures.values.allSatisfy({ $0 is MutationTimedOut || $0 is HandlerFailed || $0 is BatchRejection })
        else {
            failAll(failure.error)
            return false
        }
        failures[failure.submission] = failure.error
        return failures.count < submissions.count
    }

    /// Joins the results of the attempt that was committed with what failed.
    func outcomes(_ results: [PushResult?]) -> [Result<PushResult, any Error>] {
        submissions.indices.map { index in
            if let failure = failures[index] { return .failure(failure) }
            guard let result = results[index] else { preconditionFailure("A submission has neither result nor error.") }
            return .success(result)
        }
    }

    private mutating func failAll(_ error: any Error) {
        for index in submissions.indices { failures[index] = failures[index] ?? error }
    }
}

// MARK: - One submission

extension PushGroup {
    private func run<Transaction: StoreWriteTransaction>(
        _ index: Int, in transaction: Transaction, _ log: inout LogWriter
    ) throws -> PushResult where Transaction.Schema.Mutation == Mutation {
        let submission = submissions[index]
        var position: Int?
        do {
            if submission.isOwn { return try runOwn(index, in: transaction, &log, &position) }
            let client = try transaction.client(submission.client)
            let decision = try PushDecision.decide(
                client: client, actor: submission.actor,
                mutations: submission.mutations.map {
                    NumberedToken(number: $0.pushed.id, token: $0.pushed.token)
                },
                after: submission.after,
                loggedToken: { try transaction.token(of: submission.client, number: $0) },
                outcome: { try transaction.outcome(of: $0) })
            switch decision {
            case .refuse(let refusal):
                return .refused(refusal)
            case .process(let steps):
                let receipt = try process(steps, index, client, in: transaction, &log, &position)
                return .processed(receipt)
            }
        } catch {
            throw AttemptFailure(submission: index, mutation: position, error: error)
        }
    }

    private func process<Transaction: StoreWriteTransaction>(
        _ steps: [PushDecision.Step], _ index: Int, _ client: ClientRecord?, in transaction: Transaction,
        _ log: inout LogWriter, _ position: inout Int?
    ) throws -> PushReceipt where Transaction.Schema.Mutation == Mutation {
        let submission = submissions[index]
        var client = client
        var rejected: [NumberedRejection] = []
        var rejections: [Int: MutationRejection] = [:]
        for (place, step) in steps.enumerated() where step != .skip {
            let mutation = submission.mutations[place]
            position = place
            let time = log.nextTime()
            let submitted = SubmittedMutation(mutation.pushed, from: submission, now: time.now)
            let content: LogEntry.Content
            switch step {
            case .skip: continue
            case .run: content = try run(mutation, submitted, at: place, of: index, time, in: transaction)
            case .answer(let outcome):
                content = .repeated(submitted, try rejection(by: outcome, of: submitted, in: transaction))
            case .answerAs(let earlier): content = .repeated(submitted, rejections[earlier])
            }
            try transaction.append(log.entry(at: time, content))
            if let rejection = content.rejection {
                rejections[place] = rejection
                rejected.append(NumberedRejection(number: submitted.number, rejection: rejection))
            }
            client = ClientRecord(
                id: submission.client, actor: submission.actor, number: submitted.number, token: submitted.token)
        }
        position = nil
        if let client, client.number > 0, steps.contains(where: { $0 != .skip }) { try transaction.setClient(client) }
        return PushReceipt(
            acknowledgement: client.map { Acknowledgement(number: $0.number, token: $0.token) }, rejected: rejected,
            head: log.head)
    }

    /// What a mutation is answered whose token has an outcome already. Another actor is told that outcome only for the very
    /// same mutation, as when a guest's pending mutations become those of a user: who knows but the token learns nothing.
    private func rejection(
        by outcome: LoggedOutcome, of submitted: SubmittedMutation, in transaction: some StoreWriteTransaction
    ) throws -> MutationRejection? {
        if let first = try transaction.mutation(of: submitted.token), !first.actor.isSameActor(as: submitted.actor),
            first.name != submitted.name || first.arguments != submitted.arguments
        {
            return MutationRejection(
                .denied, "The mutation's token is that of another actor's. Make the mutation again.")
        }
        switch outcome {
        case .applied: return nil
        case .rejected(let rejection): return rejection
        }
    }

    private func run<Transaction: StoreWriteTransaction>(
        _ mutation: DecodedMutation<Mutation>, _ submitted: SubmittedMutation, at place: Int, of index: Int,
        _ time: LogWriter.Time, in transaction: Transaction
    ) throws -> LogEntry.Content where Transaction.Schema.Mutation == Mutation {
        if !condemned.isEmpty, let rejection = condemned[Position(submission: index, mutation: place)] {
            return .rejected(submitted, rejection)
        }
        do {
            let call = try mutation.call.get()
            let context = MutationContext(actor: submitted.actor, now: submitted.at, committedAt: time.committedAt)
            let effect = try transaction.run(call.mutation, in: context, at: time.now, within: limits)
            return .applied(submitted, effect: effect, fingerprint: call.fingerprint)
        } catch let rejection as MutationRejection {
            return .rejected(submitted, rejection)
        }
    }

    private func runOwn<Transaction: StoreWriteTransaction>(
        _ index: Int, in transaction: Transaction, _ log: inout LogWriter, _ position: inout Int?
    ) throws -> PushResult where Transaction.Schema.Mutation == Mutation {
        let submission = submissions[index]
        var client = ClientRecord(
            id: submission.client, actor: "", number: try transaction.client(submission.client)?.number ?? 0,
            token: submission.client)
        for (place, mutation) in submission.mutations.enumerated() {
            position = place
            let time = log.nextTime()
            let submitted = SubmittedMutation(
                mutation.pushed, from: submission, number: client.number + 1, now: time.now)
            let content = try run(mutation, submitted, at: place, of: index, time, in: transaction)
            if let rejection = content.rejection {
                // Before anything else of the submission there is nothing to be taken back.
                if place == 0 { return .rejected(BatchRejection(index: 0, rejection: rejection)) }
                throw BatchRejection(index: place, rejection: rejection)
            }
            try transaction.append(log.entry(at: time, content))
            client.number = submitted.number
            client.token = submitted.token
        }
        position = nil
        try transaction.setClient(client)
        return .processed(
            PushReceipt(
                acknowledgement: Acknowledgement(number: client.number, token: client.token), rejected: [],
                head: log.head))
    }
}

extension SubmittedMutation {
    /// - Parameter now: The server's clock: no mutation was made later.
    fileprivate init<Mutation>(
        _ pushed: PushedMutation, from submission: PushSubmission<Mutation>, number: Int64? = nil, now: Int64
    ) {
        self.init(
            client: submission.client, number: number ?? pushed.id, token: pushed.token, actor: submission.actor,
            name: pushed.name, arguments: pushed.arguments, at: min(pushed.at, now))
    }
}

extension MutationRejection {
    fileprivate static func tooSlow(_ limit: Duration) -> MutationRejection {
        MutationRejection(
            .tooSlow,
            "The mutation was tried \(SlowMutations.maximumAttempts) times and ran for longer than \(limit) each time. "
                + "Make smaller ones of it.")
    }

    fileprivate static func failed(_ failure: HandlerFailed, attempts: Int) -> MutationRejection {
        MutationRejection(
            .failed,
            "The server's own code for `\(failure.mutation)` failed \(attempts) times. Try again once it is repaired.")
    }
}

extension LogEntry.Content {
    /// Why the entry's mutation was refused, if it was.
    var rejection: MutationRejection? {
        switch self {
        case .rejected(_, let rejection): rejection
        case .repeated(_, let rejection): rejection
        case .applied, .external, .migration: nil
        }
    }
}
