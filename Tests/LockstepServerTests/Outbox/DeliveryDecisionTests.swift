import Lockstep
import Testing

@testable import LockstepServer

@Suite("What becomes of an entry of the outbox")
struct DeliveryDecisionTests {
    struct Fault: Error {}

    let decision: DeliveryDecision = {
        var configuration = ServerConfiguration()
        configuration.maximumDeliveryAttempts = 12
        configuration.maximumDeliveryDuration = .seconds(30)
        configuration.deliveryRetryDelay = .seconds(1)
        configuration.maximumDeliveryRetryDelay = .seconds(600)
        return DeliveryDecision(configuration: configuration)
    }()

    private func entry(
        attempts: Int = 0, due: Int64 = 1_000, failure: String? = nil, isAbandoned: Bool = false
    ) -> OutboxEntry {
        OutboxEntry(
            version: 7,
            mutation: SubmittedMutation(
                client: .test(1), number: 1, token: .test(2), actor: "ann", name: "send", arguments: [], at: 900),
            committedAt: 1_000, attempts: attempts, due: due, failure: failure, isAbandoned: isAbandoned)
    }

    @Test("Nothing is done without an entry, or before it is due")
    func waiting() {
        #expect(decision.step(nil, at: 5_000) == .wait(until: nil))
        #expect(decision.step(entry(due: 5_001), at: 5_000) == .wait(until: 5_001))
    }

    @Test("An entry does not wait for a time that a clock had which was set back since")
    func clockSetBack() {
        #expect(decision.step(entry(due: 605_000), at: 5_000) == .wait(until: 605_000))
        #expect(decision.step(entry(due: 3_605_000), at: 5_000) == .call(entry(attempts: 1, due: 45_000)))
    }

    @Test("A call is counted before it begins, and claimed for longer than it may take")
    func claim() {
        #expect(decision.step(entry(), at: 1_000) == .call(entry(attempts: 1, due: 41_000)))
        #expect(decision.step(entry(attempts: 11), at: 2_000) == .call(entry(attempts: 12, due: 42_000)))
    }

    @Test("An entry whose last call never ended is given up")
    func neverEnded() {
        let step = decision.step(entry(attempts: 12), at: 50_000)
        #expect(
            step == .giveUp(entry(attempts: 12, failure: "The server stopped during the call.", isAbandoned: true)))
    }

    @Test("A call that succeeds ends the entry; one that was interrupted is as if it had not begun")
    func ends() {
        #expect(decision.result(of: entry(attempts: 1), .succeeded, at: 5_000) == nil)
        #expect(decision.result(of: entry(attempts: 3), .interrupted, at: 5_000) == entry(attempts: 2, due: 5_000))
    }

    @Test(
        "Each failure waits twice as long as the one before, up to the maximum",
        arguments: zip(1...11, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600]))
    func delay(attempts: Int, seconds: Int64) {
        let result = decision.result(of: entry(attempts: attempts), .failed(Fault()), at: 5_000)
        #expect(result == entry(attempts: attempts, due: 5_000 + seconds * 1_000, failure: "Fault()"))
    }

    @Test("The last failure gives up, and so does a handler that says that it cannot succeed")
    func givingUp() {
        #expect(decision.result(of: entry(attempts: 12), .failed(Fault()), at: 0)?.isAbandoned == true)
        let result = decision.result(of: entry(attempts: 1), .failed(DeliveryAbandoned("no such address")), at: 0)
        #expect(result?.isAbandoned == true)
        #expect(result?.failure == "no such address")
    }
}
