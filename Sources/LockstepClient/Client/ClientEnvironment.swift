import Foundation
package import Lockstep

/// Time and chance, as a client is given them.
package struct ClientEnvironment: Sendable {
    /// The time, in milliseconds since 1970.
    package var now: @Sendable () -> Int64

    /// Time that only goes forward, from any origin.
    package var uptime: @Sendable () -> Duration

    /// Returns when `uptime` has reached a time, or when the task is cancelled.
    package var sleep: @Sendable (_ until: Duration) async -> Void

    /// Calls a closure once `uptime` has reached a time, on any thread.
    package var schedule: @Sendable (_ at: Duration, _ body: @escaping @Sendable () -> Void) -> Void

    package var random: @Sendable () -> UInt64

    /// Where the replica's file is waited for.
    package var blocking = BlockingWork.system

    /// Writes bytes to a file that is not SQLite's, as write(2) does.
    package var write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int = { descriptor, bytes in
        Foundation.write(descriptor, bytes.baseAddress, bytes.count)
    }

    package init(
        now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (_ until: Duration) async -> Void,
        schedule: @escaping @Sendable (_ at: Duration, _ body: @escaping @Sendable () -> Void) -> Void,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.schedule = schedule
        self.random = random
    }

    package static let system: ClientEnvironment = {
        let clock = ContinuousClock()
        let origin = clock.now
        return ClientEnvironment(
            now: { Date().millisecondsSince1970 },
            uptime: { clock.now - origin },
            sleep: { uptime in
                // The error says that the task is cancelled, which the caller looks at itself.
                try? await clock.sleep(until: origin + uptime)
            },
            schedule: { uptime, body in
                let delay = max(uptime - (clock.now - origin), .zero)
                DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + delay.seconds, execute: body)
            },
            random: { UInt64.random(in: .min ... .max) })
    }()
}

/// The environment's random numbers for what asks for a generator.
struct EnvironmentGenerator: RandomNumberGenerator {
    let environment: ClientEnvironment

    mutating func next() -> UInt64 {
        environment.random()
    }
}
