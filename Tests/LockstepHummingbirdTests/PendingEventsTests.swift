import Testing

@testable import LockstepHummingbird

@Suite("What an event stream has to say")
struct PendingEventsTests {
    @Test("Nothing, at first and once it is said")
    func nothing() {
        var events = PendingEvents()
        #expect(events.take() == nil)
        events.announce(1)
        _ = events.take()
        #expect(events.take() == nil)
    }

    @Test("A head is an event with its version")
    func head() {
        var events = PendingEvents()
        events.announce(12)
        #expect(events.take() == "event: head\ndata: {\"version\": 12}\n\n")
    }

    @Test("Of several heads the newest is enough, and makes a comment needless")
    func coalesced() {
        var events = PendingEvents()
        events.announce(12)
        events.beat()
        events.announce(13)
        #expect(events.take() == "event: head\ndata: {\"version\": 13}\n\n")
        #expect(events.take() == nil)
    }

    @Test("A beat is a comment")
    func beat() {
        var events = PendingEvents()
        events.beat()
        events.beat()
        #expect(events.take() == ":\n\n")
        #expect(events.take() == nil)
    }
}
