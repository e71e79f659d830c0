import Lockstep

/// What a push comes to, by the rules of exactly one outcome (`docs/protocol.md`): decided before anything runs, from
/// the client's record, the numbers and tokens of the batch, and what the log has for them.
enum PushDecision: Hashable {
    /// One step per mutation of the batch.
    case process([Step])

    /// Nothing of the batch is processed.
    case refuse(PushRefusal)

    enum Step: Hashable {
        /// The client's next number, with a token that the log does not have.
        case run

        /// A number that already has its outcome, with the same token: a repeated request.
        case skip

        /// The client's next number, with a token that has its outcome already.
        case answer(LoggedOutcome)

        /// The client's next number, with the token of an earlier mutation of the batch, by its index there.
        case answerAs(Int)
    }

    /// - Parameters:
    ///   - client: The client's record, or nil if it has never pushed.
    ///   - actor: Who sends the request.
    ///   - mutations: The batch's numbers and tokens, in its order.
    ///   - after: The token that the client has for the number before the batch's first, if it says so.
    ///   - loggedToken: The token that the log has for a number of the client.
    ///   - outcome: The outcome that the log has for a token.
    static func decide(
        client: ClientRecord?, actor: String, mutations: [NumberedToken], after: UUID? = nil,
        loggedToken: (Int64) throws -> UUID?, outcome: (UUID) throws -> LoggedOutcome?
    ) rethrows -> PushDecision {
        if let client, !client.belongs(to: actor) { return .refuse(.forbidden) }
        let last = client?.number ?? 0
        if let after, let first = mutations.first?.number, first > 1, first <= last + 1 {
            // A server that was restored may have given the number to a copy of the client.
            let known = first == last + 1 ? client?.token : try loggedToken(first - 1)
            if let known, known != after { return .refuse(.forked) }
        }
        var steps: [Step] = []
        steps.reserveCapacity(mutations.count)
        var next = last + 1
        var indexes: [UUID: Int] = [:]
        var accepted: [UUID] = []
        for (index, mutation) in mutations.enumerated() {
            if mutation.number > next { return .refuse(.outOfOrder(expected: last + 1)) }
            if mutation.number == next {
                if let earlier = indexes[mutation.token] {
                    steps.append(.answerAs(earlier))
                } else if let outcome = try outcome(mutation.token) {
                    steps.append(.answer(outcome))
                } else {
                    steps.append(.run)
                    indexes[mutation.token] = index
                }
                accepted.append(mutation.token)
                next += 1
            } else {
                let known =
                    mutation.number > last
                    ? accepted[Int(mutation.number - last - 1)]
                    : mutation.number == last ? client?.token : try loggedToken(mutation.number)
                guard known == mutation.token else { return .refuse(.forked) }
                steps.append(.skip)
            }
        }
        return .process(steps)
    }
}

/// A mutation's place in its client's order, and its identity.
struct NumberedToken: Hashable {
    let number: Int64
    let token: UUID
}

/// Why a push is refused as a whole. What it asks of the client is in `docs/protocol.md`.
enum PushRefusal: Hashable, Sendable {
    /// The batch leaves numbers out.
    case outOfOrder(expected: Int64)

    /// A number of the batch, or the one before, has its outcome already, for another mutation: the replica was copied or
    /// restored.
    case forked

    /// The client belongs to another actor.
    case forbidden
}
