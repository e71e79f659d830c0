import Foundation
import Lockstep

/// Decides whether a request may begin: each actor has a rate, and a bounded number of requests and event streams at the
/// same time; all actors together have a bounded number of streams.
///
/// An adapter asks before it reads the body. What is admitted must be ended, however it ends.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
public final class RequestAdmission: @unchecked Sendable {
    /// Actors that are remembered before those who rest are looked for.
    private static let sweepSize = 1_000

    private let configuration: ServerConfiguration
    private let clock: @Sendable () -> Int64
    private let lock = NSLock()
    private var loads: [String: ActorLoad] = [:]
    private var streams = 0
    private var nextSweep = RequestAdmission.sweepSize

    init(configuration: ServerConfiguration, clock: @escaping @Sendable () -> Int64) {
        self.configuration = configuration
        self.clock = clock
    }

    /// Admits a push or a pull of an actor, which `endRequest(of:)` ends.
    ///
    /// - Returns: Nil if it may begin; else the answer.
    public func beginRequest(of actor: String) -> SyncResponse? {
        begin(actor) { load in
            guard load.requests < configuration.maximumRequestsPerActor else {
                return RequestRefusal(
                    .tooManyConcurrentRequests,
                    "\(configuration.maximumRequestsPerActor) requests of this actor are being answered, as many as may "
                        + "at the same time. Send the request again later.",
                    retryAfter: configuration.retryAfter)
            }
            load.requests += 1
            return nil
        }
    }

    public func endRequest(of actor: String) {
        end(actor) { $0.requests -= 1 }
    }

    /// Admits an event stream of an actor, for as long as the permit lives.
    public func beginStream(of actor: String) -> StreamAdmission {
        let refusal = begin(actor) { load in
            guard load.streams < configuration.maximumStreamsPerActor else {
                return RequestRefusal(
                    .tooManyStreams,
                    "This actor has \(configuration.maximumStreamsPerActor) event streams, as many as an actor may.",
                    retryAfter: configuration.retryAfterStreams)
            }
            guard streams < configuration.maximumStreams else {
                return RequestRefusal(
                    .overloaded, "The server has \(configuration.maximumStreams) event streams, as many as it takes.",
                    retryAfter: configuration.retryAfterStreams)
            }
            load.streams += 1
            streams += 1
            return nil
        }
        return refusal.map(StreamAdmission.refused) ?? .admitted(StreamPermit(self, actor: actor))
    }

    fileprivate func endStream(of actor: String) {
        end(actor) {
            $0.streams -= 1
            streams -= 1
        }
    }

    /// Actors that are remembered.
    var rememberedCount: Int { lock.withLock { loads.count } }

    /// Event streams that are open.
    public var streamCount: Int { lock.withLock { streams } }

    private func begin(_ actor: String, _ decide: (inout ActorLoad) -> RequestRefusal?) -> SyncResponse? {
        let now = clock()
        let refusal = lock.withLock {
            if loads.count >= nextSweep { sweep(now) }
            return limitRate(of: &loads[actor, default: ActorLoad(bucket: freshBucket(now))], now, decide)
        }
        return refusal.map(SyncResponse.init)
    }

    private func limitRate(
        of load: inout ActorLoad, _ now: Int64, _ decide: (inout ActorLoad) -> RequestRefusal?
    ) -> RequestRefusal? {
        guard let wait = load.bucket?.take(now: now) else { return decide(&load) }
        return RequestRefusal(
            .tooManyRequests, "This actor sends more requests than the server allows. Slow down.",
            retryAfter: Int((wait + 999) / 1_000))
    }

    private func end(_ actor: String, _ change: (inout ActorLoad) -> Void) {
        lock.withLock { if loads[actor] != nil { change(&loads[actor, default: ActorLoad()]) } }
    }

    private func freshBucket(_ now: Int64) -> TokenBucket? {
        configuration.maximumRequestRatePerActor.map {
            TokenBucket(rate: $0, capacity: Double(configuration.requestBurstPerActor), now: now)
        }
    }

    private func sweep(_ now: Int64) {
        loads = loads.filter { _, load in
            var load = load
            return !load.isIdle(now: now)
        }
        nextSweep = max(loads.count * 2, Self.sweepSize)
    }
}

/// Whether an event stream may begin.
public enum StreamAdmission: Sendable {
    case admitted(StreamPermit)
    case refused(SyncResponse)
}

/// An event stream's place among those that there may be, given back at the end of its life: however a connection ends,
/// what it holds is let go.
public final class StreamPermit: Sendable {
    private let admission: RequestAdmission
    private let actor: String

    fileprivate init(_ admission: RequestAdmission, actor: String) {
        self.admission = admission
        self.actor = actor
    }

    deinit {
        admission.endStream(of: actor)
    }
}
