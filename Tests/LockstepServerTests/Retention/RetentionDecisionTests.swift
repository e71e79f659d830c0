import Testing

@testable import LockstepServer

/// The log has the entries 11 to 20, committed a second apart, at 1 s to 10 s; each has 100 bytes. The clock is at 10 s.
@Suite("What a retention policy drops")
struct RetentionDecisionTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var age: Duration?
        var entries: Int64?
        var bytes: Int64?
        let count: Int
    }

    static let cases: [Case] = [
        Case(description: "nothing without limits", count: 0),
        Case(description: "what is older than the age", age: .seconds(5), count: 4),
        Case(description: "not what has just the age", age: .seconds(9), count: 0),
        Case(description: "all but the newest, however old that is", age: .seconds(0), count: 9),
        Case(description: "what is more than the entries", entries: 3, count: 7),
        Case(description: "nothing if there are just so many entries", entries: 10, count: 0),
        Case(description: "what is more than the bytes", bytes: 450, count: 6),
        Case(description: "nothing if there are just so many bytes", bytes: 1_000, count: 0),
        Case(description: "all but the newest, however large that is", bytes: 1, count: 9),
        Case(description: "what any limit drops", age: .seconds(7), entries: 4, bytes: 900, count: 6),
    ]

    @Test(arguments: cases)
    func drops(_ example: Case) {
        var policy = RetentionPolicy.keepsEverything
        policy.maximumAge = example.age
        policy.maximumEntries = example.entries
        policy.maximumBytes = example.bytes
        let oldest = (1...10).map { EntrySize(version: 10 + $0, committedAt: $0 * 1_000, bytes: 100) }
        let decision = RetentionDecision(
            policy: policy, bytes: 1_000, head: LogHead(version: 20, tag: 0, committedAt: 10_000), now: 10_000)
        #expect(decision.count(of: oldest) == example.count)
        #expect(decision.count(of: oldest.prefix(3)) == min(example.count, 3))
    }

    @Test func theMeterFollowsTheLog() {
        let entries = (1...6).map { EntrySize(version: $0, committedAt: 0, bytes: 10 * $0) }
        var meter = LogMeter()
        meter.begin(atOldest: 1)
        meter.add(Array(entries[..<4]))
        #expect(meter.bytes == 100)
        meter.remove(entries[..<2])
        meter.begin(atOldest: 3)
        meter.add(Array(entries[4...]))
        #expect(meter.bytes == 180)
        #expect(meter.last == 6)
        // Somebody else has trimmed: what is counted is not what there is.
        meter.begin(atOldest: 5)
        #expect(meter == LogMeter())
    }
}
