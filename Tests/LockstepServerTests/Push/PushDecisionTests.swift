import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

/// The rules of exactly one outcome, without a store. The client has pushed 1 to 3, with tokens 1 to 3; the log has an
/// outcome for the tokens 50 (applied) and 51 (rejected), which came under another client.
@Suite struct PushDecisionTests {
    private static let rejection = MutationRejection(.constraint, "no")

    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let batch: [(Int64, UInt64)]
        let decision: PushDecision
        var isKnown = true
    }

    static let cases: [Case] = [
        Case(description: "nothing", batch: [], decision: .process([])),
        Case(description: "the next", batch: [(4, 4)], decision: .process([.run])),
        Case(description: "the next three", batch: [(4, 4), (5, 5), (6, 6)], decision: .process([.run, .run, .run])),
        Case(description: "the last again", batch: [(3, 3)], decision: .process([.skip])),
        Case(description: "an older one again", batch: [(1, 1)], decision: .process([.skip])),
        Case(description: "old and new", batch: [(2, 2), (3, 3), (4, 4)], decision: .process([.skip, .skip, .run])),
        Case(description: "the same in one batch", batch: [(4, 4), (4, 4)], decision: .process([.run, .skip])),
        Case(description: "a gap before", batch: [(5, 5)], decision: .refuse(.outOfOrder(expected: 4))),
        Case(description: "a gap inside", batch: [(4, 4), (6, 6)], decision: .refuse(.outOfOrder(expected: 4))),
        Case(
            description: "the largest number", batch: [(.max, 4)], decision: .refuse(.outOfOrder(expected: 4))),
        Case(description: "the last with another token", batch: [(3, 9)], decision: .refuse(.forked)),
        Case(description: "an older one with another token", batch: [(2, 9)], decision: .refuse(.forked)),
        Case(
            description: "another token in one batch", batch: [(4, 4), (4, 9)], decision: .refuse(.forked)),
        Case(
            description: "an older number with the token of another client", batch: [(2, 50)],
            decision: .refuse(.forked)),
        Case(
            description: "a number that the log has no longer", batch: [(0, 1)], decision: .refuse(.forked)),
        Case(
            description: "the next, applied under another number", batch: [(4, 50)],
            decision: .process([.answer(.applied)])),
        Case(
            description: "the next, rejected under another number", batch: [(4, 51), (5, 5)],
            decision: .process([.answer(.rejected(rejection)), .run])),
        Case(
            description: "an own token under the next number", batch: [(4, 2)],
            decision: .process([.answer(.applied)])),
        Case(
            description: "one token for two numbers", batch: [(4, 9), (5, 9), (6, 9)],
            decision: .process([.run, .answerAs(0), .answerAs(0)])),
        Case(
            description: "a new client", batch: [(1, 4), (2, 5)], decision: .process([.run, .run]), isKnown: false),
        Case(
            description: "a new client that does not begin with 1", batch: [(2, 5)],
            decision: .refuse(.outOfOrder(expected: 1)), isKnown: false),
    ]

    @Test(arguments: cases)
    func decides(_ example: Case) {
        let record = ClientRecord(id: TestClient(1).id, actor: "ann", number: 3, token: .test(3))
        let decision = PushDecision.decide(
            client: example.isKnown ? record : nil, actor: "ann",
            mutations: example.batch.map { NumberedToken(number: $0.0, token: .test($0.1)) },
            loggedToken: { (1...3).contains($0) ? .test(UInt64($0)) : nil },
            outcome: { token in
                switch token {
                case .test(1), .test(2), .test(3), .test(50): .applied
                case .test(51): .rejected(Self.rejection)
                default: nil
                }
            })
        #expect(decision == example.decision)
    }

    @Test(
        "The token before the batch tells a copy of the client that a restored server has its number from the other one",
        arguments: [
            (first: 4, after: 3, decision: PushDecision.process([.run])), (4, 30, .refuse(.forked)),
            (3, 2, .process([.skip])), (3, 20, .refuse(.forked)), (5, 40, .refuse(.outOfOrder(expected: 4))),
        ] as [(first: Int64, after: UInt64, decision: PushDecision)])
    func tokenBefore(first: Int64, after: UInt64, decision: PushDecision) {
        let record = ClientRecord(id: TestClient(1).id, actor: "ann", number: 3, token: .test(3))
        let decided = PushDecision.decide(
            client: record, actor: "ann", mutations: [NumberedToken(number: first, token: .test(UInt64(first)))],
            after: .test(after), loggedToken: { (1...3).contains($0) ? .test(UInt64($0)) : nil }, outcome: { _ in nil })
        #expect(decided == decision)
    }

    @Test("A token that was trimmed is not missed")
    func trimmedTokenBefore() {
        let record = ClientRecord(id: TestClient(1).id, actor: "ann", number: 3, token: .test(3))
        let decided = PushDecision.decide(
            client: record, actor: "ann", mutations: [NumberedToken(number: 3, token: .test(3))], after: .test(20),
            loggedToken: { _ in nil }, outcome: { _ in nil })
        #expect(decided == .process([.skip]))
    }

    @Test func anotherActorIsRefusedWhateverTheBatch() {
        let record = ClientRecord(id: TestClient(1).id, actor: "ann", number: 3, token: .test(3))
        let decision = PushDecision.decide(
            client: record, actor: "Ann", mutations: [NumberedToken(number: 9, token: .test(9))],
            loggedToken: { _ in nil }, outcome: { _ in nil })
        #expect(decision == .refuse(.forbidden))
    }
}
