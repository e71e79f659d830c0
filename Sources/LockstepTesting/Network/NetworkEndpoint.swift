import LockstepClient
import LockstepServer

/// A server as requests reach it.
@available(macOS 15, iOS 18, *)
protocol NetworkEndpoint: AnyObject, Sendable {
    /// Answers a request that has arrived; nil if no process is there, or if it dies before it answers.
    func answer(_ request: NetworkRequest) async -> TransportResponse?

    /// Connects to the events; nil if no process is there.
    func subscribe(
        _ request: NetworkRequest, _ listener: @escaping @Sendable (ServerEvent?) -> Void
    ) -> EventConnection?

    /// The bytes of a file; nil if no process is there.
    func file(_ request: NetworkRequest) async -> FileAnswer?
}

/// What a request carries.
struct NetworkRequest: Sendable {
    let device: Int
    let actor: String
    let path: String
    let body: [UInt8]

    /// When its token ceases to be valid.
    let tokenEnd: Duration
}

enum EventConnection: Sendable {
    case refused(status: Int)
    case connected(EventSubscription)
}

enum FileAnswer: Sendable {
    case refused(TransportResponse)
    case file(bytes: [UInt8], etag: String)
}
