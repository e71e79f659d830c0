import Foundation
import IssueListSchema
import Lockstep

@testable import LockstepClient

/// A server that gives snapshots, and clients of it.
final class SnapshotWorld: Sendable {
    let folder: TestFolder
    let server: ReferenceServer<IssueList>
    let transport: TestTransport
    let clock = VirtualClock()

    var files: SnapshotFiles { server.files }
    var filePath: String { folder.path("replica-snapshot") }
    var hasFile: Bool { FileManager.default.fileExists(atPath: filePath) }

    /// - Parameter size: The bytes of each issue's description.
    init(issues count: Int, size: Int = 40) async throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
        transport = TestTransport(to: server)
        transport.serve(server.files.serve)
        await server.set(encoding: .snapshot)
        for number in 0..<count {
            await server.run(
                .createIssue(
                    id: .id(number), title: "issue \(number)",
                    description: String(repeating: "\(number % 10)", count: size)))
        }
    }

    func open(
        configuration: ClientConfiguration = ClientConfiguration(), environment: ClientEnvironment? = nil
    ) async throws -> IssueClient {
        try await SyncClient(
            IssueList.self, at: folder.path("replica"), actor: "ann", transport: transport,
            configuration: configuration, environment: environment ?? clock.environment)
    }

    /// Lets every answer that names a snapshot name another one.
    func replaceSnapshots(_ other: @escaping @Sendable () -> SnapshotReference) {
        transport.set { [server] path, body in
            let answer = try await server.post(path, body, as: "ann")
            guard path == SyncProtocol.pushPath, answer.status == 200 else {
                return TransportResponse(status: 200, body: try PullResponse(json: answer.body).naming(other).json)
            }
            let pushed = try PushResponse(json: answer.body)
            let named = PushResponse(
                acknowledged: pushed.acknowledged, acknowledgedToken: pushed.acknowledgedToken,
                rejected: pushed.rejected, pull: pushed.pull?.naming(other))
            return TransportResponse(status: 200, body: named.json)
        }
    }

    /// The paths of the requests, in their order.
    var posts: [String] { transport.requests.map(\.path) }

    /// Syncs until that succeeds.
    ///
    /// - Returns: How often it failed.
    func syncStubbornly(_ client: IssueClient, limit: Int = 1000) async throws -> Int {
        for failures in 0..<limit {
            do {
                try await client.sync()
                return failures
            } catch let error as ClientError where error.code != .closed {
                continue
            }
        }
        return limit
    }

    /// An exchange of a client's, and the progress that it tells.
    func exchange(of client: IssueClient) -> (SyncExchange<IssueList>, Guarded<[Double?]>) {
        let told = Guarded<[Double?]>([])
        let exchange = SyncExchange(replica: client.replica, transport: transport) { fraction in
            told.withLock { $0.append(fraction) }
        }
        return (exchange, told)
    }
}

extension SyncClient {
    /// Which snapshot the replica knows of.
    func snapshotRow() async throws -> String? {
        try await scalar("SELECT sha256 FROM lockstep_snapshot")
    }
}

extension PullResponse {
    fileprivate func naming(_ other: () -> SnapshotReference) -> PullResponse {
        guard case .snapshot = changes else { return self }
        return PullResponse(
            from: nil, cursor: cursor, more: more, acknowledged: acknowledged, acknowledgedToken: acknowledgedToken,
            rejected: rejected, changes: .snapshot(other()))
    }
}
