import Testing

@testable import LockstepClient

@Suite("The sync loop's persistence")
struct SyncPersistenceTests {
    private static let error = SyncStateMachineTests.error

    /// Drives a machine against a server that always answers the same, and counts its requests in an hour.
    private static func requestsInAnHour(seed: UInt64 = 1, _ answer: (ExchangePlan) -> ExchangeResult) -> Int {
        let clock = VirtualClock(seed: seed)
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: clock.environment.random)
        var now = Duration.zero
        var requests = 0
        var actions = machine.handle(.started, at: now)
        while now < .seconds(3600), requests < 100_000 {
            if case .exchange(let plan, _)? = actions.first {
                requests += 1
                actions = machine.handle(.exchanged(answer(plan)), at: now)
            } else {
                guard let deadline = machine.deadline else { break }
                now = max(now, deadline)
                actions = machine.handle(.deadlinePassed, at: now)
            }
        }
        return requests
    }

    @Test("is never hot, whatever a server answers without end")
    func neverHot() {
        let answers: [(String, ExchangeResult)] = [
            ("failures", .failed(Self.error, retryAfter: nil, isLasting: false)),
            ("refusals", .failed(Self.error, retryAfter: nil, isLasting: true)),
            ("forks", .forked(Self.error)),
            ("wrong numbers", .outOfOrder(Self.error)),
            ("divergence", .diverged(Self.error)),
            ("pushes without a step", .pushed),
            ("other writers", .superseded),
            ("too large", .tooLarge(Self.error, mutations: 1)),
            ("more of nothing", .applied(AppliedStep(more: true))),
            ("more of nothing elsewhere", .applied(AppliedStep(more: true, movedCursor: true))),
            ("no acknowledgement", .applied(AppliedStep(hasPending: true, carriedMutations: true))),
            ("the whole base again", .applied(AppliedStep(more: true, isFruitful: true, replacedBase: true))),
            ("401", .unauthenticated(Self.error)),
            ("426", .upgradeRequired(Self.error)),
        ]
        for (name, answer) in answers {
            // A wait of at most a minute, 38 s on average, and at most four requests after each.
            for seed in 1...20 {
                let requests = Self.requestsInAnHour(seed: UInt64(seed)) { _ in answer }
                #expect(
                    (9...(name == "more of nothing elsewhere" ? 800 : 700)).contains(requests), "\(name), seed \(seed)"
                )
            }
        }
    }

    @Test("is not hot when a pull answers and every push is out of order")
    func outOfOrderForEver() {
        let requests = Self.requestsInAnHour { plan in
            plan == .pull ? .applied(AppliedStep(hasPending: true)) : .outOfOrder(Self.error)
        }
        #expect((60...700).contains(requests))
    }

    @Test("is not hot when pushes have no step and pulls do not have the push")
    func pushedForEver() {
        let requests = Self.requestsInAnHour { plan in
            plan == .pull ? .applied(AppliedStep(hasPending: true)) : .pushed
        }
        // At most four pushes after each wait, three of them with a pull.
        #expect((60...1000).contains(requests))
    }

    @Test("waits twice as long after each failure, to a minute")
    func backsOff() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { .max })
        var now = Duration.zero
        var waits: [Int64] = []
        _ = machine.handle(.started, at: now)
        for _ in 0..<9 {
            _ = machine.handle(.exchanged(.failed(Self.error, retryAfter: nil, isLasting: false)), at: now)
            let deadline = machine.deadline ?? now
            waits.append((deadline - now + .microseconds(1)).milliseconds)
            now = deadline
            _ = machine.handle(.deadlinePassed, at: now)
        }
        #expect(waits == [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    }

    @Test("spreads its waits over the whole range", arguments: [0: 125, .max / 2: 312, .max: 500] as [UInt64: Int64])
    func jitter(random: UInt64, milliseconds: Int64) {
        let backoff = Backoff(base: .milliseconds(500), maximum: .seconds(60))
        #expect((backoff.delay(failures: 1, random: random) + .microseconds(1)).milliseconds == milliseconds)
    }

    @Test("does not lose a poke that comes during a round trip")
    func pokeDuringExchange() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.poked(version: 3), at: .zero)
        #expect(
            machine.handle(.exchanged(.applied(.nothing)), at: .zero) == [.exchange(.pushAndPull, pushLimit: nil)])
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .zero) == [.openEvents])
    }

    @Test("does not pull for the echo of its own push")
    func ownEcho() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(AppliedStep(isFruitful: true, version: 7))), at: .zero)
        #expect(machine.handle(.poked(version: 7), at: .zero).isEmpty)
        #expect(machine.handle(.poked(version: 8), at: .zero) == [.exchange(.pushAndPull, pushLimit: nil)])
    }

    @Test("pulls for a version that is older than its own, for the server may have been restored")
    func pokeAfterRestore() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(AppliedStep(isFruitful: true, version: 90))), at: .zero)
        _ = machine.handle(.mutated, at: .zero)
        _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: nil)), at: .zero)
        _ = machine.handle(.exchanged(.applied(AppliedStep(isFruitful: true, version: 100))), at: .zero)
        #expect(machine.handle(.poked(version: 51), at: .seconds(1)) == [.exchange(.pushAndPull, pushLimit: nil)])
    }

    @Test("does not know the version of a base that came as rows")
    func versionOfRows() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(AppliedStep(isFruitful: true, version: 100))), at: .zero)
        _ = machine.handle(.retryRequested, at: .zero)
        let rows = AppliedStep(isFruitful: true, movedCursor: true, replacedBase: true)
        _ = machine.handle(.exchanged(.applied(rows)), at: .zero)
        #expect(machine.handle(.poked(version: 100), at: .zero) == [.exchange(.pushAndPull, pushLimit: nil)])
    }

    @Test("slows down for pokes that bring nothing, and still serves them")
    func fruitlessPokes() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { .max })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(.nothing)), at: .zero)
        var requests = 0
        for version in 1...1000 where !machine.handle(.poked(version: Int64(version)), at: .zero).isEmpty {
            requests += 1
            _ = machine.handle(.exchanged(.applied(.nothing)), at: .zero)
        }
        #expect(requests == 3)
        let deadline = machine.deadline ?? .zero
        #expect(machine.handle(.deadlinePassed, at: deadline) == [.exchange(.pushAndPull, pushLimit: nil)])
    }

    @Test("halves a push that is too large, down to one mutation")
    func tooLarge() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        for (mutations, limit) in [(9, 4), (4, 2), (2, 1)] {
            let actions = machine.handle(.exchanged(.tooLarge(Self.error, mutations: mutations)), at: .zero)
            #expect(actions == [.exchange(.pushAndPull, pushLimit: limit)])
        }
        #expect(machine.handle(.exchanged(.tooLarge(Self.error, mutations: 1)), at: .zero).isEmpty)
        #expect(machine.lastError != nil)
    }

    @Test("doubles the size of a push again after each that was not too large")
    func pushesGrow() {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 100
        var machine = SyncStateMachine(configuration, listens: false, random: { 0 })
        let pushed = ExchangeResult.applied(AppliedStep(isFruitful: true, hasPending: true, carriedMutations: true))
        let answers: [(ExchangeResult, Int?)] = [
            (.tooLarge(Self.error, mutations: 100), 50), (.tooLarge(Self.error, mutations: 50), 25), (pushed, 50),
            (pushed, nil), (pushed, nil),
        ]
        _ = machine.handle(.started, at: .zero)
        for (answer, limit) in answers {
            #expect(machine.handle(.exchanged(answer), at: .zero) == [.exchange(.pushAndPull, pushLimit: limit)])
        }
    }

    @Test("bears with another process that syncs the same file, and then does not blame the server")
    func otherWriters() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        for _ in 0..<20 {
            #expect(
                machine.handle(.exchanged(.superseded), at: .zero) == [.exchange(.pushAndPull, pushLimit: nil)])
        }
        #expect(machine.handle(.exchanged(.superseded), at: .zero).isEmpty)
        #expect(machine.lastError?.code == .superseded)
        _ = machine.handle(.deadlinePassed, at: .seconds(60))
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .seconds(60)).isEmpty)
        #expect(machine.state == .idle)
    }

    @Test("asks for rows after a divergence, then for everything, then gives up for a while")
    func divergence() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        #expect(machine.handle(.exchanged(.diverged(Self.error)), at: .zero) == [.exchange(.rows, pushLimit: nil)])
        #expect(
            machine.handle(.exchanged(.diverged(Self.error)), at: .zero) == [.exchange(.everything, pushLimit: nil)])
        #expect(machine.handle(.exchanged(.diverged(Self.error)), at: .zero).isEmpty)
    }

    @Test("takes a new client id if a pull did not explain a wrong number")
    func outOfOrder() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: false, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        #expect(machine.handle(.exchanged(.outOfOrder(Self.error)), at: .zero) == [.exchange(.pull, pushLimit: nil)])
        _ = machine.handle(.exchanged(.applied(AppliedStep(hasPending: true))), at: .zero)
        #expect(
            machine.handle(.exchanged(.outOfOrder(Self.error)), at: .zero)
                == [.exchange(.pushAsNewClient, pushLimit: nil)])
    }
}
