import Testing

@testable import LockstepServer

@Suite struct LogWriterTests {
    @Test func commitTimesGrowThoughTheClockStandsStillOrGoesBack() {
        let clock = TestClock(100)
        var log = LogWriter(
            head: LogHead(version: 7, tag: 1, committedAt: 100), clock: { clock.now }, random: { 5 })
        var times: [Int64] = []
        for now: Int64 in [100, 100, 50, 300, 300] {
            clock.now = now
            times.append(log.entry(at: log.nextTime(), .external).committedAt)
        }
        #expect(times == [101, 102, 103, 300, 301])
        #expect(log.head == LogHead(version: 12, tag: 5, committedAt: 301))
    }
}
