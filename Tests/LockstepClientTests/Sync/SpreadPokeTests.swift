import Foundation
import Testing

@testable import LockstepClient

/// A server with many clients asks them to spread the pulls that an event makes them send.
@Suite("A poke that the server asks to spread")
struct SpreadPokeTests {
    private static let pull = [SyncAction.exchange(.pushAndPull, pushLimit: nil)]

    private func idleMachine(random: UInt64 = .max / 2) -> SyncStateMachine {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { random })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(AppliedStep(version: 1))), at: .zero)
        return machine
    }

    @Test(
        "is served after a random part of the time, of which half a minute is believed",
        arguments: [
            (spread: 1_000, random: 0, delay: 0), (1_000, .max / 2, 500), (1_000, .max, 1_000),
            (3_600_000, .max, 30_000),
        ] as [(spread: Int64, random: UInt64, delay: Int64)])
    func delay(spread: Int64, random: UInt64, delay: Int64) {
        var machine = idleMachine(random: random)
        #expect(machine.handle(.poked(version: 2, spread: .milliseconds(spread)), at: .seconds(1)).isEmpty)
        let deadline = machine.deadline ?? .zero
        #expect((deadline - .seconds(1) + .microseconds(1)).milliseconds == delay)
        if delay > 0 { #expect(machine.handle(.deadlinePassed, at: deadline - .milliseconds(1)).isEmpty) }
        #expect(machine.handle(.deadlinePassed, at: deadline) == Self.pull)
    }

    @Test("is not put off further by the next")
    func coalesced() {
        var machine = idleMachine()
        for version in 2...9 {
            let now = Duration.milliseconds(10 * version)
            #expect(machine.handle(.poked(version: Int64(version), spread: .seconds(1)), at: now).isEmpty)
        }
        #expect(machine.handle(.deadlinePassed, at: .milliseconds(520)) == Self.pull)
    }

    @Test("is served by what the app asks for meanwhile", arguments: ["mutated", "retryRequested"])
    func overtaken(by name: String) {
        var machine = idleMachine()
        _ = machine.handle(.poked(version: 2, spread: .seconds(1)), at: .zero)
        let event = name == "mutated" ? SyncEvent.mutated : .retryRequested
        #expect(machine.handle(event, at: .zero) == Self.pull)
        _ = machine.handle(.exchanged(.applied(AppliedStep(isFruitful: true, version: 2))), at: .zero)
        #expect(machine.handle(.deadlinePassed, at: .seconds(1)).isEmpty)
    }

    @Test("that comes during a round trip is served after it, unless the step leads to its version")
    func duringRoundTrip() {
        for (version, isServed) in [(2, false), (1, true)] as [(Int64, Bool)] {
            var machine = idleMachine()
            _ = machine.handle(.mutated, at: .zero)
            #expect(machine.handle(.poked(version: 2, spread: .seconds(1)), at: .zero).isEmpty)
            let step = AppliedStep(isFruitful: true, version: version)
            #expect(machine.handle(.exchanged(.applied(step)), at: .zero).isEmpty)
            #expect(machine.handle(.deadlinePassed, at: .milliseconds(500)) == (isServed ? Self.pull : []))
        }
    }

    @Test("is not lost when the round trip fails")
    func failure() {
        var machine = idleMachine()
        _ = machine.handle(.poked(version: 2, spread: .seconds(1)), at: .zero)
        _ = machine.handle(.mutated, at: .zero)
        let error = ClientError(.unreachable, "for the test")
        _ = machine.handle(.exchanged(.failed(error, retryAfter: nil, isLasting: false)), at: .zero)
        let deadline = machine.deadline ?? .zero
        #expect(machine.handle(.deadlinePassed, at: deadline) == Self.pull)
    }
}
