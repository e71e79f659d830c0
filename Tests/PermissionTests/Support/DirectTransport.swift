import Lockstep
import LockstepClient
import LockstepServer

/// The way of one actor's device to a server in the same process.
actor DirectTransport: SyncTransport {
    private let server: RuledServer.Server
    private let user: String
    private var meanwhile: (@Sendable () async throws -> Void)?
    private var refusesPushes = false

    /// The bodies of the answers.
    private(set) var answers: [[UInt8]] = []

    init(to server: RuledServer.Server, as user: String) {
        self.server = server
        self.user = user
    }

    /// Sets what happens after the server gives its next answer and before that arrives.
    func holdAnswer(_ meanwhile: @escaping @Sendable () async throws -> Void) { self.meanwhile = meanwhile }

    func refusePushes(_ refusesPushes: Bool) { self.refusesPushes = refusesPushes }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let isPush = path == SyncProtocol.pushPath
        guard !isPush || !refusesPushes else { throw TransportError(.unreachable, "refused by the test") }
        let answer = isPush ? await server.push(body, actor: user) : await server.pull(body, actor: user)
        answers.append(answer.body)
        if let meanwhile {
            self.meanwhile = nil
            try await meanwhile()
        }
        return TransportResponse(
            status: answer.status, retryAfter: answer.retryAfter.map { .seconds($0) }, body: answer.body)
    }

    /// Silent: devices of these tests sync when they are told to.
    nonisolated func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream { $0.finish() }
    }

    /// The server of these tests has no files.
    func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        throw TransportError(.unreachable, "there are no files")
    }
}
