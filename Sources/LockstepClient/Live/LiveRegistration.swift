/// A place among those who wait for the replica to change; given back with the last reference.
///
/// While there is one, the file is watched for what other processes write to it.
final class LiveRegistration: Sendable {
    private let id: Int
    private let hub: LiveHub
    private let watch: FileWatch
    private let narrowed = Guarded(false)

    /// - Parameter wake: See `LiveHub.register(_:wake:)`.
    init(_ interest: LiveInterest, in hub: LiveHub, _ watch: FileWatch, wake: @escaping @Sendable () -> Void) {
        self.hub = hub
        self.watch = watch
        id = hub.register(interest, wake: wake)
        watch.begin()
    }

    deinit {
        watch.end()
        hub.unregister(id)
    }

    var isNarrowed: Bool { narrowed.withLock { $0 } }

    /// Replaces what is waited for by a part of it.
    func narrow(to interest: LiveInterest) {
        hub.narrow(id, to: interest)
        narrowed.withLock { $0 = true }
    }

    /// True if something was touched since the last call, and the first time.
    ///
    /// - Throws: `ClientError` with code `.closed`.
    func takeTouch() throws -> Bool {
        if hub.isClosed { throw ClientError.closed }
        return hub.takeTouch(id)
    }
}
