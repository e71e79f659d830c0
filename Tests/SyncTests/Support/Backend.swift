import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer
import Testing

/// A server over a file that can be closed, opened again and exchanged.
actor Backend {
    typealias Server = SyncServer<IssueList, SQLiteStore<IssueList>>

    static let file = "server.sqlite"

    private let folder: TestFolder
    private let clock: TestClock
    private let configuration: ServerConfiguration
    private var store: SQLiteStore<IssueList>
    private(set) var server: Server
    private var observer: (@Sendable () async throws -> Void)?

    init(in folder: TestFolder, clock: TestClock, configuration: ServerConfiguration) throws {
        self.folder = folder
        self.clock = clock
        self.configuration = configuration
        (store, server) = try Self.open(folder, clock, configuration)
    }

    private static func open(
        _ folder: TestFolder, _ clock: TestClock, _ configuration: ServerConfiguration
    ) throws -> (SQLiteStore<IssueList>, Server) {
        let store = try SQLiteStore(
            IssueList.self, path: folder.path(file), maximumReaderCount: 1, clock: { clock.now },
            random: { clock.random() })
        let server = try SyncServer(
            IssueList.self, store: store, configuration: configuration, clock: { clock.now },
            random: { clock.random() })
        return (store, server)
    }

    func post(_ path: String, _ body: [UInt8], as user: String) async -> TransportResponse {
        let answer =
            switch path {
            case SyncProtocol.pushPath: await server.push(body, actor: user)
            case SyncProtocol.pullPath: await server.pull(body, actor: user)
            default: preconditionFailure("A client asked for \(path).")
            }
        do {
            try await observer?()
        } catch {
            Issue.record(error)
        }
        return TransportResponse(
            status: answer.status, retryAfter: answer.retryAfter.map { .seconds($0) }, body: answer.body)
    }

    /// Sets what is called when a request is through, before its answer goes out.
    func setObserver(_ observer: @escaping @Sendable () async throws -> Void) {
        self.observer = observer
    }

    /// A mutation of the server's own.
    func mutate(_ mutations: IssueList.Mutation...) async throws {
        for mutation in mutations { try await server.mutate(mutation, as: "server") }
    }

    // MARK: The file

    /// Stops the server, does something with its file, and starts another one on it.
    func reopen(_ body: (TestFolder) throws -> Void = { _ in }) throws {
        try store.close()
        try body(folder)
        (store, server) = try Self.open(folder, clock, configuration)
    }

    func keepCopy() throws {
        try reopen { try $0.copy(Self.file, to: "backup.sqlite") }
    }

    func restoreCopy() throws {
        try reopen { try $0.copy("backup.sqlite", to: Self.file) }
    }

    /// Goes on with an empty file: another key, other tags.
    func reset() throws {
        try reopen { try $0.remove(Self.file) }
    }

    func close() throws {
        try store.close()
    }
}
