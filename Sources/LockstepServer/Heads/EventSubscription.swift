/// A listener's place among those who are told the server's events, which it gives up at the end of its life.
public final class EventSubscription: Sendable {
    private let broadcast: HeadBroadcast
    private let id: Int

    init(_ broadcast: HeadBroadcast, id: Int) {
        self.broadcast = broadcast
        self.id = id
    }

    /// Tells the listener nothing from here on.
    public func cancel() {
        broadcast.remove(id)
    }

    deinit {
        cancel()
    }
}
