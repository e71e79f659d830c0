import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepHTTPClient
import LockstepServer
import Testing

/// A server and the devices that sync with it, in a folder of their own.
struct SceneOf<Schema: ServerSchema>: Sendable where Schema.Handlers == NoHandlers<Schema> {
    typealias Client = SyncClient<Schema>

    let backend: Backend<Schema>
    let folder: URL

    /// Starts a server, runs `body`, and clears up.
    static func run(
        configuration: ServerConfiguration = ServerConfiguration(), _ body: (Self) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let scene = Self(backend: Backend(in: folder, configuration: configuration), folder: folder)
        try await scene.backend.start()
        do {
            try await body(scene)
        } catch {
            try await scene.backend.stop()
            throw error
        }
        try await scene.backend.stop()
        // A client that is let go closes its files meanwhile; what is left of them is in the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Opens the replica of a device, which is kept in a file named after it.
    ///
    /// - Parameter url: Where the device finds the server, if there is something in between.
    func device(_ name: String, actor: String, url: URL? = nil) async throws -> Client {
        var configuration = ClientConfiguration()
        configuration.retryDelay = .milliseconds(20)
        configuration.maximumRetryDelay = .milliseconds(200)
        let address = if let url { url } else { await backend.url }
        // However long a request takes among other tests: what fails here is what a proxy breaks.
        let transport = HTTPTransport(
            url: address, configuration: .init(requestTimeout: .seconds(600)), token: { _ in actor })
        return try await Client(
            Schema.self, at: file(name), actor: actor, transport: transport, configuration: configuration)
    }

    func file(_ name: String) -> URL {
        folder.appending(path: "\(name).sqlite")
    }

    /// Syncs devices, in turn.
    func sync(_ devices: Client...) async throws {
        for device in devices { try await device.sync() }
    }
}

/// A server of issues that everybody may see.
typealias Scene = SceneOf<IssueList>

extension Scene {
    /// Syncs the devices, each twice so that the first hears of the last, and expects them to have the same issues.
    @discardableResult
    func expectConvergence(
        _ devices: Client..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [IssueList.Issue] {
        for device in devices + devices { try await device.sync() }
        let issues = try await devices[0].read(.issues)
        for device in devices.dropFirst() {
            let others = try await device.read(.issues)
            #expect(others == issues, sourceLocation: sourceLocation)
        }
        for device in devices {
            let pending = try await device.pendingMutations()
            #expect(pending.isEmpty, sourceLocation: sourceLocation)
        }
        return issues
    }
}

/// The values ended, and none met the condition.
struct ConditionNotMet: Error {}

/// The first value that meets a condition, waited for as long as the test may take.
///
/// - Throws: `ConditionNotMet` if the values end before, as they do when the test takes too long.
func first<Values: AsyncSequence>(
    of values: Values, where isMet: (Values.Element) -> Bool
) async throws -> Values.Element {
    for try await value in values where isMet(value) { return value }
    throw ConditionNotMet()
}

/// Lets clients run while `body` does.
func running<Schema>(_ clients: SyncClient<Schema>..., body: () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for client in clients { group.addTask { try await client.run() } }
        defer { group.cancelAll() }
        try await body()
    }
}
