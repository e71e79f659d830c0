import Foundation
import GRDB
import IssueListSchema
import Lockstep

@testable import LockstepClient

/// A folder for a test's files, deleted when it goes.
final class TestFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "lockstep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        // What is left over is the system's temporary files'.
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    /// Copies a replica with what belongs to it.
    func copy(_ name: String, to other: String) throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path(name + suffix)) {
            if FileManager.default.fileExists(atPath: path(other + suffix)) {
                try FileManager.default.removeItem(atPath: path(other + suffix))
            }
            try FileManager.default.copyItem(atPath: path(name + suffix), toPath: path(other + suffix))
        }
    }
}

/// A client of the issue tracker on a file of its own.
typealias IssueClient = SyncClient<IssueList>

extension SyncClient {
    static func open(
        _ folder: TestFolder, _ transport: any SyncTransport, _ clock: VirtualClock = VirtualClock(),
        file: String = "replica", actor: String = "ann", configuration: ClientConfiguration = ClientConfiguration()
    ) async throws -> SyncClient {
        try await SyncClient(
            Schema.self, at: folder.path(file), actor: actor, transport: transport, configuration: configuration,
            environment: clock.environment)
    }

    /// The replicated tables as a query sees them.
    func dump() async throws -> [String] {
        try await reader.read { database in
            guard let handle = database.sqliteConnection else { return [] }
            let connection = Lockstep.SQLiteConnection(handle)
            defer { connection.close() }
            return try dumpTables(Schema.self, connection)
        }
    }

    /// One value of the replica's own tables.
    func scalar(_ sql: String) async throws -> String? {
        try await reader.read { try String.fetchOne($0, sql: sql) }
    }

    /// Waits until the status is as wanted.
    func status(where isWanted: @Sendable (SyncStatus) -> Bool) async -> SyncStatus {
        for await status in statusUpdates where isWanted(status) { return status }
        return status
    }
}

extension UUID {
    /// A UUID that reads as its number.
    static func id(_ number: Int) -> UUID {
        UUID(
            uuidString: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
        )
        .unsafelyUnwrapped
    }
}

extension IssueClient {
    /// The issues as `title status`, oldest first.
    var list: [String] {
        get async throws { try await read(.issues).map { "\($0.title) \($0.status.rawValue)" } }
    }
}

extension SyncClient {
    /// The request that the client would make.
    func request(_ plan: ExchangePlan = .pushAndPull) async throws -> StepRequest {
        try await replica.request(plan, maximumMutations: .max, maximumBytes: .max)
    }

    func writerPragma(_ name: String) async throws -> Int64 {
        try await replica.write { writer in
            try writer.connection.statement("PRAGMA \(name)").only { try $0.value(at: 0) }
        }
    }
}

extension Replica {
    /// Asks at once what other processes wrote, by a transaction that does nothing.
    func poll() async throws {
        try await write { _ in }
    }
}

extension SyncClient {
    /// All that the replica holds.
    func replicaText() async throws -> [String] {
        let own = try await reader.read { database in
            try ["replica", "pending", "base", "acknowledged", "rejection"].flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM lockstep_\(table)").map { "\($0)" }
            }
        }
        return try await dump() + own
    }
}

extension IssueClient {
    /// The number of issues, as GRDB's observation gives it.
    func observeCountWithGRDB() -> AsyncValueObservation<Int> {
        ValueObservation.tracking { try Int.fetchOne($0, sql: "SELECT count(*) FROM issue") ?? 0 }
            .removeDuplicates()
            .values(in: reader)
    }
}
