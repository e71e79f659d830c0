import Lockstep
import LockstepClient
import LockstepServer

/// The way between devices and their server. Messages take a while, and arrive in the order in which that ends.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class SimulatedNetwork: @unchecked Sendable {
    /// How long a client waits for an answer.
    private static let timeout = Duration.seconds(30)

    let scheduler: SimulationScheduler
    private let chance: Chance
    private let endpoint: any NetworkEndpoint
    private let note: (@autoclosure () -> String) -> Void
    var conditions: NetworkConditions

    /// By device, until when it is offline.
    private var offline: [Int: Duration] = [:]

    /// By device, the newest requests.
    private var former: [Int: [NetworkRequest]] = [:]

    /// How often what was under way to the server was lost.
    private var losses = 0

    /// Messages that arrived.
    private(set) var arrivals = 0

    init(
        _ scheduler: SimulationScheduler, seed: UInt64, to endpoint: any NetworkEndpoint,
        conditions: NetworkConditions, note: @escaping (@autoclosure () -> String) -> Void
    ) {
        self.scheduler = scheduler
        self.endpoint = endpoint
        self.conditions = conditions
        self.note = note
        chance = Chance(seed: seed, "network")
    }

    /// Makes everything as it should be, from here on.
    func heal() {
        conditions = .perfect
        offline = [:]
    }

    /// Loses every request that is under way, and those that might arrive again: the server is down for longer than a
    /// network keeps them.
    func loseRequests() {
        losses += 1
        former = [:]
    }

    func cutOff(_ device: Int, for duration: Duration) {
        offline[device] = scheduler.now + duration
    }

    /// Some request that was sent before.
    func formerRequest(_ chance: Chance) -> NetworkRequest? {
        let device = chance.element(of: former.keys.sorted())
        return device.flatMap { former[$0] }.flatMap { chance.element(of: $0) }
    }

    private func isOffline(_ device: Int) -> Bool {
        (offline[device] ?? .zero) > scheduler.now
    }

    private func happens(_ permille: Int) -> Bool {
        permille > 0 && chance.number(0..<1_000) < permille
    }

    private func latency() -> Duration {
        chance.time(upTo: happens(conditions.slow) ? conditions.latency * 100 : conditions.latency)
    }

    // MARK: Requests

    /// Sends a request; `answer` is called once, unless the process that sent it dies.
    func send(
        _ request: NetworkRequest, _ answer: @escaping @Sendable (Result<TransportResponse, TransportError>) -> Void
    ) {
        let unreachable = TransportError(.unreachable, "The simulated network lost the request.")
        guard !isOffline(request.device), !happens(conditions.refused) else {
            return scheduler.call(after: latency()) { answer(.failure(unreachable)) }
        }
        if happens(conditions.repeated), let former = chance.element(of: former[request.device] ?? []) {
            note("an old request of device \(request.device) to \(former.path) arrives again")
            arrive(former, after: latency()) { _ in }
        }
        former[request.device, default: []].append(request)
        if former[request.device]?.count ?? 0 > 16 { former[request.device]?.removeFirst() }
        if happens(conditions.duplicated) {
            arrive(request, after: latency() + latency()) { _ in }
        }
        let isLost = happens(conditions.lost)
        // What is lost on the way back was received.
        if !isLost || chance.once(in: 2) {
            arrive(request, after: latency()) { [self] response in
                if !isLost { giveBack(response, to: request, answer) }
            }
        }
        if isLost { scheduler.call(after: Self.timeout) { answer(.failure(unreachable)) } }
    }

    private func arrive(
        _ request: NetworkRequest, after latency: Duration,
        _ completion: @escaping @Sendable (TransportResponse?) -> Void
    ) {
        let losses = losses
        scheduler.call(after: latency) { [self] in
            arrivals += 1
            guard losses == self.losses else { return completion(nil) }
            scheduler.start { [endpoint] in completion(await endpoint.answer(request)) }
        }
    }

    private func giveBack(
        _ response: TransportResponse?, to request: NetworkRequest,
        _ answer: @escaping @Sendable (Result<TransportResponse, TransportError>) -> Void
    ) {
        var result: Result<TransportResponse, TransportError>
        if let response, !isOffline(request.device), !happens(conditions.answerCut) {
            result = .success(response)
            if happens(conditions.answerTruncated) {
                let count = chance.number(0...response.body.count)
                result = .success(
                    TransportResponse(
                        status: response.status, retryAfter: response.retryAfter, body: Array(response.body[..<count])))
            } else if happens(conditions.proxyAnswer) {
                let status = chance.element(of: [500, 502, 503, 504, 408, 429, 404]) ?? 502
                result = .success(TransportResponse(status: status, body: Array("<html>".utf8)))
            }
        } else {
            result = .failure(TransportError(.unreachable, "The connection broke."))
        }
        scheduler.call(after: latency()) { [self, result] in
            arrivals += 1
            answer(result)
        }
    }

    // MARK: Events

    /// Connects to the server's events. The stream ends as the connection does.
    func events(_ request: NetworkRequest) -> AsyncThrowingStream<TransportEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: TransportEvent.self)
        let unreachable = TransportError(.unreachable, "The stream of events broke.")
        guard !isOffline(request.device), !happens(conditions.refused) else {
            scheduler.call(after: latency()) { continuation.finish(throwing: unreachable) }
            return stream
        }
        scheduler.call(after: latency()) { [self] in connect(request, continuation) }
        return stream
    }

    private func connect(
        _ request: NetworkRequest, _ continuation: AsyncThrowingStream<TransportEvent, any Error>.Continuation
    ) {
        arrivals += 1
        let line = EventLine(continuation)
        let connection = endpoint.subscribe(request) { [self] event in
            guard !line.isMute else { return }
            if happens(conditions.streamLost) || isOffline(request.device) {
                // Half of them without a word, as where a router forgot the connection.
                line.isMute = true
                if chance.once(in: 2) { finish(line, .unreachable) }
                return
            }
            guard let event else { return finish(line, .unreachable) }
            line.time = max(line.time, scheduler.now + latency())
            scheduler.call(at: line.time) { [self] in
                arrivals += 1
                switch event {
                case .head(let version, let spread): continuation.yield(.head(version: version, spread: spread))
                case .heartbeat: continuation.yield(.heartbeat)
                case .end: finish(line, .unreachable)
                }
            }
        }
        switch connection {
        case nil: finish(line, .unreachable)
        case .refused(let status): finish(line, .refused(status: status))
        case .connected(let subscription): continuation.onTermination = { _ in subscription.cancel() }
        }
    }

    private func finish(_ line: EventLine, _ kind: TransportError.Kind) {
        scheduler.call(after: latency()) {
            line.continuation.finish(throwing: TransportError(kind, "The stream of events ended."))
        }
    }

    // MARK: Files

    /// Asks for a part of a file.
    func download(
        _ request: NetworkRequest, range: Range<Int64>, ifRange etag: String?,
        _ answer: @escaping @Sendable (Result<TransportDownload, TransportError>) -> Void
    ) {
        let unreachable = TransportError(.unreachable, "The simulated network lost the request.")
        guard !isOffline(request.device), !happens(conditions.refused) else {
            return scheduler.call(after: latency()) { answer(.failure(unreachable)) }
        }
        scheduler.call(after: latency()) { [self] in
            arrivals += 1
            scheduler.start { [self] in
                guard let file = await endpoint.file(request) else { return answer(.failure(unreachable)) }
                let download = download(file, of: request, range: range, ifRange: etag)
                scheduler.call(after: latency()) { answer(.success(download)) }
            }
        }
    }

    private func download(
        _ file: FileAnswer, of request: NetworkRequest, range: Range<Int64>, ifRange etag: String?
    ) -> TransportDownload {
        let (chunks, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        switch file {
        case .refused(let response):
            continuation.yield(response.body)
            continuation.finish()
            return TransportDownload(status: response.status, retryAfter: response.retryAfter, chunks: chunks)
        case .file(let bytes, let fileETag):
            let total = Int64(bytes.count)
            let isPart = (etag == nil || etag == fileETag) && range.lowerBound < total && !chance.once(in: 8)
            let part = isPart ? range.clamped(to: 0..<total) : 0..<total
            var content = Array(bytes[Int(part.lowerBound)..<Int(part.upperBound)])
            if happens(conditions.fileDamaged), let index = content.indices.randomElement(using: chance) {
                content[index] ^= 1 << UInt8(chance.number(0..<8))
            }
            send(content, happens(conditions.answerCut * 3) ? chance.number(0...content.count) : nil, continuation)
            return TransportDownload(
                status: isPart ? 206 : 200, range: isPart ? part : nil, totalBytes: total, etag: fileETag,
                chunks: chunks)
        }
    }

    /// - Parameter end: Where the connection breaks; nil if it does not.
    private func send(
        _ content: [UInt8], _ end: Int?, _ continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    ) {
        let size = max(content.count / chance.number(1...6), 1)
        var time = scheduler.now
        for start in stride(from: 0, to: end ?? content.count, by: size) {
            time += latency()
            let chunk = Array(content[start..<min(start + size, end ?? content.count)])
            scheduler.call(at: time) { [self] in
                arrivals += 1
                continuation.yield(chunk)
            }
        }
        scheduler.call(at: time) {
            if end == nil {
                continuation.finish()
            } else {
                continuation.finish(throwing: TransportError(.unreachable, "The connection broke."))
            }
        }
    }
}

/// A connection to a stream of events, whose messages keep their order.
private final class EventLine: @unchecked Sendable {
    // Used on the scheduler's thread only, as the network that makes it.
    let continuation: AsyncThrowingStream<TransportEvent, any Error>.Continuation
    var time = Duration.zero
    var isMute = false

    init(_ continuation: AsyncThrowingStream<TransportEvent, any Error>.Continuation) {
        self.continuation = continuation
    }
}

extension Range<Int> {
    fileprivate func randomElement(using chance: Chance) -> Int? { isEmpty ? nil : chance.number(self) }
}
