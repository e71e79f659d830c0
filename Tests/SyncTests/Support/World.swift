import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import Testing

typealias Client = SyncClient<IssueList>

/// A server and its devices in one process.
final class World: Sendable {
    let folder: TestFolder
    let clock: TestClock
    let backend: Backend

    init(seed: UInt64 = 1, configuration: ServerConfiguration = ServerConfiguration()) throws {
        folder = try TestFolder()
        clock = TestClock(seed: seed)
        backend = try Backend(in: folder, clock: clock, configuration: configuration)
    }

    /// Opens the replica of a device, which is kept in a file named after it.
    ///
    /// - Parameter network: That of the device so far, to go on with it.
    func device(
        _ name: String, as actor: String = "ann", over network: Network? = nil,
        configuration: ClientConfiguration = ClientConfiguration()
    ) async throws -> Device {
        let network = network ?? Network(to: backend, as: actor)
        let client = try await Client(
            IssueList.self, at: folder.path(name), actor: actor, transport: network, configuration: configuration,
            environment: clock.environment)
        return Device(name: name, path: folder.path(name), actor: actor, client: client, network: network)
    }

    /// Runs SQL on the server's file, as the `sqlite3` shell would.
    func edit(_ sql: String) throws {
        try TestDatabase(folder.path(Backend.file)).execute(sql)
    }

    /// The first column of a statement's rows on the server's file.
    func serverValues(_ sql: String) throws -> [String] {
        try TestDatabase(folder.path(Backend.file)).values(sql)
    }

    func serverIssues() throws -> [IssueRow] {
        try TestDatabase(folder.path(Backend.file)).issues()
    }

    /// The tokens of the mutations that ran, in the order of the log.
    func applied() throws -> [UUID] {
        try serverValues("SELECT token FROM lockstep_log WHERE kind = 'mutation' ORDER BY version")
            .compactMap { UUID(uuidString: $0) }
    }

    /// Syncs the devices, each twice so that the first hears of the last, and expects them to be equal to the server,
    /// with nothing pending.
    func expectConvergence(
        _ devices: Device..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for device in devices + devices { try await device.client.sync() }
        let issues = try serverIssues()
        for device in devices {
            let replica = try device.database().issues()
            #expect(replica == issues, "\(device.name)", sourceLocation: sourceLocation)
            let pending = try await device.client.pendingMutations()
            #expect(pending.isEmpty, "\(device.name)", sourceLocation: sourceLocation)
        }
    }
}

/// A replica with its way to the server.
struct Device: Sendable {
    let name: String
    let path: String
    let actor: String
    let client: Client
    let network: Network

    func mutate(_ mutation: IssueList.Mutation) async throws -> UUID {
        try await client.mutate(mutation).token
    }

    func mutate(_ mutations: [IssueList.Mutation]) async throws -> [UUID] {
        try await client.mutate(mutations).map(\.token)
    }

    /// The titles of the issues, in their order.
    var titles: [String] {
        get async throws { try await client.read(.issues).map(\.title).sorted() }
    }

    /// A connection of its own to the replica.
    func database() throws -> TestDatabase {
        try TestDatabase(path)
    }

    /// The id under which the server knows the replica.
    func id() throws -> String {
        try database().values("SELECT client FROM lockstep_replica")[0]
    }

    /// The rejection that became of a mutation, or nil if it was applied.
    func rejection(of token: UUID) async throws -> Rejection? {
        switch try await client.outcome(of: token) {
        case .applied: nil
        case .rejected(let rejection): rejection
        }
    }
}

extension UUID {
    /// A UUID that reads as its number.
    static func id(_ number: UInt8) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}

extension IssueList.Mutation {
    static func create(_ number: UInt8, _ title: String) -> Self {
        .createIssue(id: .id(number), title: title, description: "")
    }
}
