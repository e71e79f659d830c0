import Lockstep
import LockstepClient

/// The way between one device and the server, on which a test lets happen what happens on networks.
actor Network: SyncTransport {
    enum Fault: Sendable {
        /// The server is not reached.
        case refused

        /// The server does the work, and its answer is lost.
        case answerLost

        /// The request reaches the server twice; the second answer arrives.
        case requestRepeated

        /// The request of an index among `requests` reaches the server again before this one.
        case requestPrecededBy(Int)

        /// The answer ends after so many bytes.
        case answerCut(Int)

        /// The answer arrives changed.
        case answerChanged(@Sendable (String) -> String)

        /// The request does not reach the server, and something else answers it.
        case answerReplaced(Int, String)

        /// Something happens before the request reaches the server.
        case requestHeld(@Sendable () async throws -> Void)

        /// Something happens after the server has answered and before the answer arrives.
        case answerHeld(@Sendable () async throws -> Void)
    }

    struct Request: Sendable {
        let path: String
        let body: [UInt8]
    }

    private let backend: Backend
    private let user: String
    private var faults: [Fault] = []
    private(set) var isOffline = false

    /// What the device sent, whether it arrived or not.
    private(set) var requests: [Request] = []

    /// - Parameter user: Whom the server takes the device's requests to be from.
    init(to backend: Backend, as user: String) {
        self.backend = backend
        self.user = user
    }

    /// What happens to the next requests, one after the other; those after them are let through.
    func fail(_ faults: Fault...) {
        self.faults += faults
    }

    /// As `fail`, but of what was to happen before nothing is left.
    func replaceFaults(by faults: [Fault]) {
        self.faults = faults
    }

    func setOffline(_ isOffline: Bool) {
        self.isOffline = isOffline
    }

    /// Lets a recorded request reach the server again. Nobody waits for the answer.
    @discardableResult
    func redeliver(_ request: Request) async -> TransportResponse {
        await backend.post(request.path, request.body, as: user)
    }

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let fault = faults.isEmpty ? nil : faults.removeFirst()
        let request = Request(path: path, body: body)
        let earlier = requests
        requests.append(request)
        guard !isOffline else { throw Self.cut }
        switch fault {
        case nil:
            return await redeliver(request)
        case .refused:
            throw Self.cut
        case .answerLost:
            await redeliver(request)
            throw Self.cut
        case .requestRepeated:
            await redeliver(request)
            return await redeliver(request)
        case .requestPrecededBy(let index):
            if earlier.indices.contains(index) { await redeliver(earlier[index]) }
            return await redeliver(request)
        case .answerCut(let count):
            let answer = await redeliver(request)
            return TransportResponse(status: answer.status, body: Array(answer.body.prefix(count)))
        case .answerChanged(let change):
            let answer = await redeliver(request)
            let text = change(String(decoding: answer.body, as: UTF8.self))
            return TransportResponse(status: answer.status, body: Array(text.utf8))
        case .answerReplaced(let status, let text):
            return TransportResponse(status: status, body: Array(text.utf8))
        case .requestHeld(let meanwhile):
            try await meanwhile()
            return await redeliver(request)
        case .answerHeld(let meanwhile):
            let answer = await redeliver(request)
            try await meanwhile()
            return answer
        }
    }

    /// Silent: devices of these tests sync when they are told to.
    nonisolated func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream { $0.finish() }
    }

    /// The server of these tests has no files.
    func download(
        _ path: String, range: Range<Int64>, ifRange etag: String?
    ) async throws -> TransportDownload {
        throw Self.cut
    }

    private static let cut = TransportError(.unreachable, "cut by the test")
}
