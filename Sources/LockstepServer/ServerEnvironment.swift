package import Lockstep

/// Time, chance and threads, as a server is given them.
package struct ServerEnvironment: Sendable {
    /// Milliseconds since 1970.
    package var clock: @Sendable () -> Int64

    package var random: @Sendable () -> UInt64

    /// Measures the time between events, and how long an actor may listen.
    package var eventClock: any Clock<Duration>

    /// Measures the time between what `SyncServer.run()` does again and again, and how long something is waited for.
    package var timer: any Clock<Duration>

    /// Measures durations for metrics.
    package var instant: @Sendable () -> ContinuousClock.Instant = { .now }

    /// Where disks are waited for.
    package var blocking = BlockingWork.system

    /// Begins a task that outlives whoever asked for it.
    package var startTask: @Sendable (_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> = { body in
        Task { await body() }
    }

    /// Is told of each call of a handler `after` that succeeded, before the outbox forgets the entry.
    package var delivered: @Sendable (HandlerDelivery) -> Void = { _ in }

    package init(
        clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64,
        eventClock: any Clock<Duration>, timer: any Clock<Duration>
    ) {
        self.clock = clock
        self.random = random
        self.eventClock = eventClock
        self.timer = timer
    }
}
