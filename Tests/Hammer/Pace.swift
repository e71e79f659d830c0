import LockstepClient
import LockstepHTTPClient

/// How long the devices wait: as those of apps do, or as short as a test needs it.
struct Pace: Sendable {
    private(set) var transport = HTTPTransport.Configuration()
    private(set) var client = ClientConfiguration()

    /// - Parameter requestTimeout: In seconds; nil for apps' times.
    init(requestTimeout: Double?) {
        guard let requestTimeout else { return }
        let timeout = Duration.seconds(requestTimeout)
        transport.requestTimeout = timeout
        // The server's heartbeats come every 15 s.
        transport.heartbeatLimit = .seconds(20)
        client.retryDelay = timeout / 10
        client.maximumRetryDelay = timeout
        client.pollInterval = timeout
        client.eventRetryInterval = timeout * 2
    }
}
