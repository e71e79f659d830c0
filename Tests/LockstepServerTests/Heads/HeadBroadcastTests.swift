import Testing

@testable import LockstepServer

@Suite struct HeadBroadcastTests {
    @Test func aSubscriberGetsTheNewestThenNewerOnes() async {
        let broadcast = HeadBroadcast()
        broadcast.publish(3)
        var versions = broadcast.subscribe().makeAsyncIterator()
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
        let broadcast = HeadBroadcast()
        var versions = broadcast.subscribe().makeAsyncIterator()
        broadcast.publish(1)
        #expect(await versions.next() == 1)
    }

    @Test func afterItsEndAStreamHasTheNewestOnly() async {
        let broadcast = HeadBroadcast()
        broadcast.publish(7)
        broadcast.finish()
        var versions = broadcast.subscribe().makeAsyncIterator()
        #expect(await versions.next() == 7)
        #expect(await versions.next() == nil)
    }

    @Test func subscribersThatLeftAreForgotten() async {
        let broadcast = HeadBroadcast()
        let task = Task {
            for await _ in broadcast.subscribe() {}
        }
        while broadcast.subscriberCount == 0 { await Task.yield() }
        task.cancel()
        await task.value
        #expect(broadcast.subscriberCount == 0)
    }
}
