import Testing

@testable import LockstepServer

@Suite struct LogWriterTests {
    @Test func commitTimesGrowThoughTheClockStandsStillOrGoesBackAndTagsDiffer() {
        let clock = TestClock(100)
        var log = LogWriter(
            head: LogHead(version: 7, tag: 1, committedAt: 100), clock: { clock.now }, random: { 5 })
        var times: [Int64] = []
        var tags: Set<Int64> = []
        for now: Int64 in [100, 100, 50, 300, 300] {
            clock.now = now
            let entry = log.entry(at: log.nextTime(), .external)
            times.append(entry.committedAt)
            tags.insert(entry.tag)
        }
        #expect(times == [101, 102, 103, 300, 301])
        #expect(log.head.version == 12)
        #expect(log.head.committedAt == 301)
        #expect(tags.count == 5)
    }
}
