import Lockstep
import Testing

@testable import LockstepServer

@Suite struct RequestAdmissionTests {
    let clock = TestClock(1_000_000)

    private func admission(_ change: (inout ServerConfiguration) -> Void) -> RequestAdmission {
        var configuration = ServerConfiguration()
        change(&configuration)
        return RequestAdmission(configuration: configuration, clock: { [clock] in clock.now })
    }

    @Test func anActorMayAskAtItsRateAndAFewTimesMoreAtOnce() throws {
        let admission = admission {
            $0.maximumRequestRatePerActor = 0.5
            $0.requestBurstPerActor = 3
        }
        let ask = { admission.beginRequest(of: "ann").map { [$0.status, $0.retryAfter] } }
        #expect([ask(), ask(), ask(), ask()] == [nil, nil, nil, [429, 2]])
        #expect(admission.beginRequest(of: "bob") == nil)
        clock.now += 1_500
        #expect(ask() == [429, 1])
        clock.now += 500
        #expect([ask(), ask()] == [nil, [429, 2]])
        let refusal = try #require(admission.beginRequest(of: "ann"))
        #expect(refusal.errorCode == "tooManyRequests")
        clock.now += 1_000_000
        #expect([ask(), ask(), ask(), ask()] == [nil, nil, nil, [429, 2]])
    }

    @Test func aClockThatIsSetBackKeepsNobodyOut() {
        let admission = admission {
            $0.maximumRequestRatePerActor = 1
            $0.requestBurstPerActor = 1
        }
        #expect(admission.beginRequest(of: "ann") == nil)
        clock.now -= 500_000
        #expect(admission.beginRequest(of: "ann")?.retryAfter == 1)
        clock.now += 1_000
        #expect(admission.beginRequest(of: "ann") == nil)
    }

    @Test func theRateCanBeLeftOut() {
        let admission = admission { $0.maximumRequestRatePerActor = nil }
        for _ in 0..<10_000 {
            #expect(admission.beginRequest(of: "ann") == nil)
            admission.endRequest(of: "ann")
        }
    }

    @Test func anActorHasSoManyRequestsAtTheSameTime() throws {
        let admission = admission { $0.maximumRequestsPerActor = 2 }
        #expect(admission.beginRequest(of: "ann") == nil)
        #expect(admission.beginRequest(of: "ann") == nil)
        let refusal = try #require(admission.beginRequest(of: "ann"))
        #expect(refusal.status == 429)
        #expect(refusal.errorCode == "tooManyConcurrentRequests")
        #expect(refusal.retryAfter == 1)
        #expect(admission.beginRequest(of: "bob") == nil)
        admission.endRequest(of: "ann")
        #expect(admission.beginRequest(of: "ann") == nil)
    }

    @Test func aStreamLastsAsLongAsItsPermit() throws {
        let admission = admission {
            $0.maximumStreamsPerActor = 1
            $0.maximumStreams = 2
        }
        func permit(_ actor: String) throws -> StreamPermit {
            guard case .admitted(let permit) = admission.beginStream(of: actor) else { throw Refused() }
            return permit
        }
        func refusal(_ actor: String) -> SyncResponse? {
            guard case .refused(let answer) = admission.beginStream(of: actor) else { return nil }
            return answer
        }
        var ann: StreamPermit? = try permit("ann")
        #expect(refusal("ann")?.errorCode == "tooManyStreams")
        #expect(refusal("ann")?.status == 429)
        let bob = try permit("bob")
        #expect(refusal("cid")?.errorCode == "overloaded")
        #expect(refusal("cid")?.status == 503)
        #expect(admission.streamCount == 2)
        withExtendedLifetime(ann) {}
        ann = nil
        #expect(admission.streamCount == 1)
        let cid = try permit("cid")
        #expect(admission.streamCount == 2)
        withExtendedLifetime((bob, cid)) {}
    }

    private struct Refused: Error {}

    @Test func actorsThatRestAreForgottenAndOthersAreNot() {
        let admission = admission {
            $0.maximumRequestsPerActor = 1
            $0.maximumRequestRatePerActor = 1_000
        }
        #expect(admission.beginRequest(of: "ann") == nil)
        for number in 0..<5_000 {
            clock.now += 10
            #expect(admission.beginRequest(of: "user\(number)") == nil)
            admission.endRequest(of: "user\(number)")
        }
        #expect(admission.rememberedCount <= 1_001)
        #expect(admission.beginRequest(of: "ann")?.errorCode == "tooManyConcurrentRequests")
    }
}
