import Foundation
import Lockstep

/// Tells listeners the newest version, and now and then that their connection lives.
///
/// Versions are told at once until `deliver(by:)` runs, and at its pace while it does: the first after a rest at once,
/// then at most one each interval, always the newest. One loop does that for all, and one the heartbeats: a listener
/// costs neither a task nor a timer.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class HeadBroadcast: @unchecked Sendable {
    typealias Listener = @Sendable (ServerEvent) -> Void

    /// How often a listener hears that its connection lives. Clients give a stream up that is silent for 40 s.
    static let heartbeatSeconds = 15

    private let pace: EventPace
    private let lock = NSLock()
    private var newest: Int64?

    /// The version that every listener has been told, or one that came later.
    private var told: Int64?
    private var isFinished = false

    /// By the second, of each fifteen, in which they hear a heartbeat: all at once would hold commits up. They are told in the order in which they came: their numbers ascend.
    private var listeners: [[(id: Int, tell: Listener)]] = Array(repeating: [], count: heartbeatSeconds)
    private var count = 0
    private var nextID = 0
    private var beats = 0

    /// Wakes `deliver(by:)`, while it runs.
    private var wakeup: AsyncStream<Void>.Continuation?

    init(pace: EventPace) {
        self.pace = pace
    }

    /// Tells a listener the newest version, if one is known, then each newer one that is not made needless by another,
    /// and a heartbeat every 15 seconds. The last thing that it is told is the end.
    ///
    /// - Parameter listener: Called on any thread, one call at a time, under a lock: it returns at once, and does not
    ///   come back here.
    func subscribe(_ listener: @escaping Listener) -> EventSubscription {
        let id = lock.withLock {
            nextID += 1
            // One that is newer comes to all, and to this one once.
            if let told { listener(.head(version: told, spread: pace.spread(streams: count))) }
            if isFinished {
                listener(.end)
            } else {
                listeners[nextID % Self.heartbeatSeconds].append((nextID, listener))
                count += 1
            }
            return nextID
        }
        return EventSubscription(self, id: id)
    }

    /// The versions alone, as a stream that is as fast as its reader.
    func versions() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int64.self, bufferingPolicy: .bufferingNewest(1))
        let subscription = subscribe { event in
            switch event {
            case .head(let version, _): continuation.yield(version)
            case .heartbeat: break
            case .end: continuation.finish()
            }
        }
        continuation.onTermination = { _ in subscription.cancel() }
        return stream
    }

    var listenerCount: Int { lock.withLock { count } }

    /// Whether `deliver(by:)` runs.
    var isPaced: Bool { lock.withLock { wakeup != nil } }

    /// Versions that are not newer than the newest are not told again.
    func publish(_ version: Int64) {
        lock.withLock {
            if let newest, newest >= version { return }
            newest = version
            if let wakeup { wakeup.yield() } else { tellNewest() }
        }
    }

    func finish() {
        let ended = lock.withLock {
            isFinished = true
            tellNewest()
            defer {
                for slot in listeners.indices { listeners[slot] = [] }
                count = 0
            }
            return listeners.flatMap { $0.map(\.tell) }
        }
        // Outside the lock: at its end a listener may let go of its subscription, which calls `remove`.
        for listener in ended { listener(.end) }
    }

    func remove(_ id: Int) {
        // What the listener holds is let go outside the lock.
        let removed = lock.withLock { () -> Listener? in
            let slot = id % Self.heartbeatSeconds
            let place = listeners[slot].partitioningIndex { $0.id >= id }
            guard place < listeners[slot].count, listeners[slot][place].id == id else { return nil }
            count -= 1
            return listeners[slot].remove(at: place).tell
        }
        _ = removed
    }

    private func tellNewest() {
        guard let newest, told != newest else { return }
        told = newest
        let event = ServerEvent.head(version: newest, spread: pace.spread(streams: count))
        for slot in listeners { for listener in slot { listener.tell(event) } }
    }
}

// MARK: - Loops

extension HeadBroadcast {
    /// Tells versions at the pace, until the task is cancelled.
    func deliver(by clock: any Clock<Duration>) async {
        let (wakeups, wakeup) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        lock.withLock { self.wakeup = wakeup }
        defer {
            lock.withLock {
                self.wakeup = nil
                tellNewest()
            }
        }
        for await _ in wakeups {
            let interval = lock.withLock {
                tellNewest()
                return pace.interval(streams: count)
            }
            do {
                try await clock.sleep(for: interval)
            } catch {
                // Cancelled: the loop ends.
                return
            }
        }
    }

    /// Tells heartbeats, until the task is cancelled.
    func beat(by clock: any Clock<Duration>) async {
        while true {
            do {
                try await clock.sleep(for: .seconds(1))
            } catch {
                // Cancelled: the loop ends.
                return
            }
            lock.withLock {
                beats += 1
                for listener in listeners[beats % Self.heartbeatSeconds] { listener.tell(.heartbeat) }
            }
        }
    }
}
