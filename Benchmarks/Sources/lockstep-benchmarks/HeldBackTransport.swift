import BenchmarkSchema
import Foundation
import LockstepClient
import LockstepSQLiteStore
import LockstepServer
import Synchronization

/// Reaches a server in this process; for pulls only, if asked: what a client pushes then stays pending, so that every step
/// is a rebase.
final class HeldBackTransport: SyncTransport {
    private struct Step {
        var answered: ContinuousClock.Instant?
        var finished: ContinuousClock.Instant?
        var isMeasuring = false
    }

    private let server: SyncServer<Bench, SQLiteStore<Bench>>
    private let pushes: Bool
    private let step = Mutex(Step())

    init(server: SyncServer<Bench, SQLiteStore<Bench>>, pushes: Bool = false) {
        self.server = server
        self.pushes = pushes
    }

    /// The time from the moment that the last answer is handed to the client until the sync is over.
    func measureEnd(_ sync: () async throws -> Void) async throws -> Duration {
        step.withLock { $0 = Step() }
        try await sync()
        let end = ContinuousClock.now
        guard let answered = step.withLock({ $0.answered }) else { throw BenchmarkError("the client did not ask") }
        return end - answered
    }

    /// The time from the moment that an answer is handed to the client until it asks again, or the sync is over: decoding
    /// and applying it.
    func measureStep(_ sync: () async throws -> Void) async throws -> Duration {
        step.withLock { $0 = Step(isMeasuring: true) }
        // The second request is refused, which ends the sync.
        do { try await sync() } catch {}
        let end = ContinuousClock.now
        let (answered, finished) = step.withLock { ($0.answered, $0.finished) }
        guard let answered else { throw BenchmarkError("the client did not ask") }
        return (finished ?? end) - answered
    }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let isSecond = step.withLock { step in
            guard step.isMeasuring, step.answered != nil else { return false }
            if step.finished == nil { step.finished = .now }
            return true
        }
        if isSecond { throw TransportError(.unreachable, "one step at a time") }
        if pushes, path.hasSuffix("/push") {
            let answer = await server.push(body, actor: "ann")
            step.withLock { $0.answered = .now }
            return TransportResponse(status: answer.status, body: answer.body)
        }
        guard var request = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] else {
            throw BenchmarkError("the client sent no object")
        }
        let pull = request.removeValue(forKey: "pull") as? [String: Any]
        request["mutations"] = nil
        if let pull { request["cursor"] = pull["cursor"] }
        let answer = await server.pull(Array(try JSONSerialization.data(withJSONObject: request)), actor: "ann")
        var bytes = answer.body
        if pull != nil {
            bytes =
                Array(#"{"acknowledged":0,"acknowledgedToken":null,"rejected":[],"pull":"#.utf8) + bytes
                + Array("}".utf8)
        }
        step.withLock { $0.answered = .now }
        return TransportResponse(status: answer.status, body: bytes)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream { $0.finish() }
    }

    func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        throw TransportError(.unreachable, "the server in this process has no files")
    }
}
