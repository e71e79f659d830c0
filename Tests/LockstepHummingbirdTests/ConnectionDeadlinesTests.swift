import NIOCore
import Testing

@testable import LockstepHummingbird

@Suite("When a connection has been slow for too long")
struct ConnectionDeadlinesTests {
    /// Times are seconds since the connection began: idle for 60, a request for 120, a stalled answer for 30.
    private static func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func deadlines() -> ConnectionDeadlines {
        ConnectionDeadlines(ConnectionLimits(), now: Self.at(0))
    }

    @Test("A connection without a request is closed, whatever arrived of its head")
    func idle() {
        let deadlines = deadlines()
        #expect(deadlines.verdict(Self.at(59)) == .wait(until: Self.at(60)))
        #expect(deadlines.verdict(Self.at(60)) == .close)
    }

    @Test("A request must arrive whole, however steadily it comes")
    func slowBody() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(50))
        #expect(deadlines.verdict(Self.at(169)) == .wait(until: Self.at(170)))
        #expect(deadlines.verdict(Self.at(170)) == .requestTimeout(isAnswered: false))
    }

    @Test("A request that is answered before it has arrived is not answered again")
    func answeredEarly() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(0))
        deadlines.answerBegan()
        #expect(deadlines.verdict(Self.at(120)) == .requestTimeout(isAnswered: true))
        deadlines.answerEnded(Self.at(1))
        #expect(deadlines.verdict(Self.at(120)) == .requestTimeout(isAnswered: true))
    }

    @Test("The server may take its time to answer, and an event stream lasts")
    func answering() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(0))
        deadlines.requestEnded(Self.at(1))
        #expect(deadlines.verdict(Self.at(100_000)) == .wait(until: nil))
        deadlines.answerBegan()
        #expect(deadlines.verdict(Self.at(100_000)) == .wait(until: nil))
    }

    @Test("After an answer the connection may be idle again")
    func keptAlive() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(50))
        deadlines.requestEnded(Self.at(51))
        deadlines.answerBegan()
        deadlines.answerEnded(Self.at(52))
        #expect(deadlines.verdict(Self.at(111)) == .wait(until: Self.at(112)))
        #expect(deadlines.verdict(Self.at(112)) == .close)
    }

    @Test("A client that takes nothing of its answer is cut off, one that takes a little is not")
    func stalled() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(0))
        deadlines.requestEnded(Self.at(0))
        deadlines.answerBegan()
        deadlines.writabilityChanged(false, Self.at(10))
        #expect(deadlines.verdict(Self.at(39)) == .wait(until: Self.at(40)))
        deadlines.writabilityChanged(true, Self.at(39))
        #expect(deadlines.verdict(Self.at(41)) == .wait(until: nil))
        deadlines.writabilityChanged(false, Self.at(41))
        #expect(deadlines.verdict(Self.at(71)) == .close)
    }

    @Test("Of requests that are sent ahead each is waited for, and the connection is not idle before the last answer")
    func pipelined() {
        var deadlines = deadlines()
        deadlines.requestBegan(Self.at(0))
        deadlines.requestEnded(Self.at(0))
        deadlines.requestBegan(Self.at(1))
        deadlines.answerBegan()
        deadlines.answerEnded(Self.at(2))
        #expect(deadlines.verdict(Self.at(100)) == .wait(until: Self.at(121)))
        deadlines.requestEnded(Self.at(100))
        #expect(deadlines.verdict(Self.at(200)) == .wait(until: nil))
        deadlines.answerEnded(Self.at(200))
        #expect(deadlines.verdict(Self.at(260)) == .close)
    }
}
