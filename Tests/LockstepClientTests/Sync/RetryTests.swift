import Testing

@testable import LockstepClient

@Suite("The sync loop's obedience")
struct RetryTests {
    private static let error = SyncStateMachineTests.error
    private static let pushAndPull = [SyncAction.exchange(.pushAndPull, pushLimit: nil)]

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let result: @Sendable (Duration?) -> ExchangeResult
    }

    private static let refusals: [Refusal] = [
        Refusal(testDescription: "429, 5xx") { .failed(error, retryAfter: $0, isLasting: false) },
        Refusal(testDescription: "4xx") { .failed(error, retryAfter: $0, isLasting: true) },
        Refusal(testDescription: "413, one mutation") { .tooLarge(error, mutations: 1, retryAfter: $0) },
        Refusal(testDescription: "413") { .tooLarge(error, mutations: 8, retryAfter: $0) },
        Refusal(testDescription: "401") { .unauthenticated(error, retryAfter: $0) },
        Refusal(testDescription: "403") { .unauthenticated(error, retryAfter: $0, isRenewable: false) },
        Refusal(testDescription: "426") { .upgradeRequired(error, retryAfter: $0) },
    ]

    @Test("waits as long as the server asks, even if the app asks sooner", arguments: refusals)
    func retryAfter(_ refusal: Refusal) {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        #expect(machine.handle(.exchanged(refusal.result(.seconds(1000))), at: .zero).isEmpty)
        #expect(machine.deadline == .seconds(1000))
        #expect(machine.handle(.retryRequested, at: .seconds(999)).isEmpty)
        #expect(machine.handle(.mutated, at: .seconds(999)).isEmpty)
        #expect(machine.handle(.deadlinePassed, at: .seconds(999)).isEmpty)
        #expect(machine.deadline == .seconds(1000))
        let limit: Int? = refusal.testDescription == "413" ? 4 : nil
        #expect(
            machine.handle(.deadlinePassed, at: .seconds(1000)) == [.exchange(.pushAndPull, pushLimit: limit)])
    }

    @Test("believes no wait of more than an hour, and none that is over", arguments: refusals)
    func absurd(_ refusal: Refusal) {
        for asked in [Duration.seconds(3601), .seconds(Int64.max), .seconds(-1), .seconds(Int64.min)] {
            var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
            _ = machine.handle(.started, at: .zero)
            let actions = machine.handle(.exchanged(refusal.result(asked)), at: .zero)
            let deadline = machine.deadline ?? .zero
            #expect(asked > .zero ? deadline == .seconds(3600) : deadline <= .seconds(300))
            #expect(asked < .zero || actions.isEmpty)
        }
    }

    @Test("asks for another token once, at once, then waits for the app")
    func renewal() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        for _ in 0..<3 {
            #expect(machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero) == Self.pushAndPull)
            #expect(machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero).isEmpty)
            #expect(machine.state.phase == .needsAuthentication)
            #expect(machine.deadline == .seconds(300))
            // The app has another token, or says so.
            #expect(machine.handle(.retryRequested, at: .zero) == Self.pushAndPull)
        }
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .zero).isEmpty)
        #expect(machine.state == .idle)
        _ = machine.handle(.mutated, at: .zero)
        #expect(machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero) == Self.pushAndPull)
    }

    @Test("looks now and then whether a token is accepted again, with one request each")
    func looksAgain() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { .max })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero)
        _ = machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero)
        var requests = 0
        while let now = machine.deadline, now < .seconds(3600) {
            requests += 1
            #expect(machine.handle(.deadlinePassed, at: now) == Self.pushAndPull)
            #expect(machine.handle(.exchanged(.unauthenticated(Self.error)), at: now).isEmpty)
        }
        #expect(requests == 9)
    }

    @Test("a refused token does not forget what happened meanwhile")
    func outdatedRenewal() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.mutated, at: .zero)
        _ = machine.handle(.exchanged(.unauthenticated(Self.error)), at: .zero)
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .zero) == Self.pushAndPull)
    }

    @Test("pauses in a stretch of steps without end, and goes on where it stood")
    func endlessMore() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { .max })
        var actions = machine.handle(.started, at: .zero)
        let step = ExchangeResult.applied(AppliedStep(more: true, isFruitful: true, movedCursor: true))
        var pauses: [Duration] = []
        for _ in 0..<4 {
            let begin = machine.deadline ?? .zero
            var requests = 0
            while !actions.isEmpty {
                requests += 1
                actions = machine.handle(.exchanged(step), at: begin)
            }
            #expect(requests == 10_000)
            #expect(machine.lastError?.code == .noProgress)
            let deadline = machine.deadline ?? .zero
            pauses.append(deadline - begin)
            actions = machine.handle(.deadlinePassed, at: deadline)
        }
        #expect(pauses.map { ($0 + .microseconds(1)).milliseconds } == [500, 1000, 2000, 4000])
    }
}
