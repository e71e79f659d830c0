import HTTPTestSupport
import Testing

@testable import LockstepServer

@Suite struct HeadBroadcastTests {
    @Test func aSubscriberGetsTheNewestThenNewerOnes() async {
        let broadcast = HeadBroadcast(pace: EventPace(ServerConfiguration()))
        broadcast.publish(3)
        var versions = broadcast.versions().makeAsyncIterator()
        #expect(await versions.next() == 3)
        broadcast.publish(3)
        broadcast.publish(2)
        broadcast.publish(4)
        broadcast.publish(5)
        #expect(await versions.next() == 5)
        broadcast.finish()
        #expect(await versions.next() == nil)
    }

    @Test func beforeAnyIsKnownThereIsNone() async {
        let broadcast = HeadBroadcast(pace: EventPace(ServerConfiguration()))
        var versions = broadcast.versions().makeAsyncIterator()
        broadcast.publish(1)
        #expect(await versions.next() == 1)
    }

    @Test func afterItsEndAStreamHasTheNewestOnly() async {
        let broadcast = HeadBroadcast(pace: EventPace(ServerConfiguration()))
        broadcast.publish(7)
        broadcast.finish()
        var versions = broadcast.versions().makeAsyncIterator()
        #expect(await versions.next() == 7)
        #expect(await versions.next() == nil)
    }

    @Test func subscribersThatLeftAreForgotten() async {
        let broadcast = HeadBroadcast(pace: EventPace(ServerConfiguration()))
        let task = Task {
            for await _ in broadcast.versions() {}
        }
        while broadcast.listenerCount == 0 { await Task.yield() }
        task.cancel()
        await task.value
        #expect(broadcast.listenerCount == 0)
    }

    /// The loop tells the first version after a rest at once, and what comes in its pause together.
    @Test func versionsAreToldAtAPace() async {
        var configuration = ServerConfiguration()
        configuration.minimumEventInterval = .milliseconds(100)
        let broadcast = HeadBroadcast(pace: EventPace(configuration))
        let clock = ManualClock()
        var versions = broadcast.versions().makeAsyncIterator()
        let loop = Task { await broadcast.deliver(by: clock) }
        while !broadcast.isPaced { await Task.yield() }
        broadcast.publish(1)
        #expect(await versions.next() == 1)
        await clock.sleepers(1)
        for version: Int64 in 2...9 { broadcast.publish(version) }
        clock.advance(by: .milliseconds(100))
        #expect(await versions.next() == 9)
        loop.cancel()
        await loop.value
        #expect(!broadcast.isPaced)
        broadcast.publish(10)
        #expect(await versions.next() == 10)
    }

    @Test func aListenerHearsOneHeartbeatInFifteen() async {
        let broadcast = HeadBroadcast(pace: EventPace(ServerConfiguration()))
        let clock = ManualClock()
        let (beats, beat) = AsyncStream<Int>.makeStream()
        let subscriptions = (0..<30).map { listener in
            broadcast.subscribe { if $0 == .heartbeat { beat.yield(listener) } }
        }
        let loop = Task { await broadcast.beat(by: clock) }
        for _ in 1...15 {
            await clock.sleepers(1)
            clock.advance(by: .seconds(1))
        }
        await clock.sleepers(1)
        loop.cancel()
        await loop.value
        withExtendedLifetime(subscriptions) { beat.finish() }
        #expect(await beats.reduce(into: []) { $0.append($1) }.sorted() == Array(0..<30))
    }

    @Test(
        arguments: [(1, 0, 10), (39, 0, 10), (40, 10, 10), (1_000, 250, 25), (100_000, 10_000, 1_000)]
            as [(Int, Int64, Int64)])
    func theMoreListenTheSlowerItIs(streams: Int, spread: Int64, interval: Int64) {
        let pace = EventPace(ServerConfiguration())
        #expect(pace.spread(streams: streams) == .milliseconds(spread))
        #expect(pace.interval(streams: streams) == .milliseconds(interval))
    }
}
