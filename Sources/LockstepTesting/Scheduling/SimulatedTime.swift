/// The time of a simulation for what asks for a clock.
@available(macOS 15, iOS 18, *)
struct SimulatedTime: Clock {
    struct Instant: InstantProtocol {
        let offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (first: Instant, second: Instant) -> Bool { first.offset < second.offset }
    }

    let scheduler: SimulationScheduler

    var now: Instant { Instant(offset: scheduler.now) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        await scheduler.sleep(until: deadline.offset)
        try Task.checkCancellation()
    }
}
