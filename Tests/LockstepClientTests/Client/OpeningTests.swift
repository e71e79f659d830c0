import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

/// The issue tracker with something else than it has.
private protocol OtherIssueList: SyncSchema where Mutation == IssueList.Mutation {}

extension OtherIssueList {
    static var name: String { IssueList.name }
    static var version: Int { IssueList.version }
    static var fingerprint: String { IssueList.fingerprint }
    static var migrations: [Migration] { IssueList.migrations }
    static var tables: [TableDescription] { IssueList.tables }

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}

private enum OtherName: OtherIssueList {
    static var name: String { "Groceries" }
}

private enum OtherVersion: OtherIssueList {
    static var version: Int { 2 }
}

private enum OtherMigrations: OtherIssueList {
    static var migrations: [Migration] {
        IssueList.migrations.map { Migration(name: $0.name, sql: $0.sql + "\nCREATE TABLE more (id TEXT);") }
    }
}

private enum OtherFingerprint: OtherIssueList {
    static var fingerprint: String { "another build" }
}

@Suite("Opening a replica")
struct OpeningTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
    }

    private func open<Schema: SyncSchema>(_ schema: Schema.Type, actor: String = "ann") async throws
        -> SyncClient<Schema>
    {
        try await SyncClient(schema, at: folder.path("replica"), actor: actor, transport: .none)
    }

    private func openingError<Schema: SyncSchema>(_ schema: Schema.Type, actor: String = "ann") async throws
        -> ClientError?
    {
        let client = try await open(IssueList.self)
        try await client.mutate(.createIssue(id: .id(1), title: "kept", description: ""))
        try await client.close()
        let error = await #expect(throws: ClientError.self) { _ = try await open(schema, actor: actor) }
        #expect(error?.replica?.actor == "ann")
        #expect(error?.replica?.pendingCount == 1)
        let again = try await open(IssueList.self)
        #expect(try await again.pendingMutations().count == 1)
        return error
    }

    @Test("as that of another schema is refused")
    func otherSchema() async throws {
        let error = try await openingError(OtherName.self)
        #expect(error?.code == .otherSchema)
        #expect(error?.message.contains("IssueList, not of Groceries") == true)
    }

    @Test("as that of another version is refused")
    func otherVersion() async throws {
        #expect(try await openingError(OtherVersion.self)?.code == .otherVersion)
    }

    @Test("after a migration that had run was edited is refused")
    func otherTables() async throws {
        #expect(try await openingError(OtherMigrations.self)?.code == .otherTables)
    }

    @Test("with another build's mutations and queries is allowed")
    func otherFingerprint() async throws {
        try await open(IssueList.self).close()
        let client = try await open(OtherFingerprint.self)
        #expect(try await client.scalar("SELECT schema_fingerprint FROM lockstep_replica") == "another build")
    }

    @Test("on a database that is something else is refused, and leaves it as it is")
    func notAReplica() async throws {
        try await DatabaseQueue(path: folder.path("replica")).write { try $0.execute(sql: "CREATE TABLE mine (id)") }
        let error = await #expect(throws: ClientError.self) { _ = try await open(IssueList.self) }
        #expect(error?.code == .notAReplica)
        let tables = try await DatabaseQueue(path: folder.path("replica")).read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
        }
        #expect(tables == ["mine"])
    }

    @Test("at once by several makes one replica")
    func concurrently() async throws {
        let clients = try await withThrowingTaskGroup(of: SyncClient<IssueList>.self) { group in
            for _ in 0..<4 { group.addTask { try await open(IssueList.self) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let ids = try await clients.asyncMap { try await $0.scalar("SELECT client FROM lockstep_replica") }
        #expect(Set(ids).count == 1)
        try await clients[0].mutate(.createIssue(id: .id(1), title: "one", description: ""))
        #expect(try await clients[3].read(.issues).count == 1)
    }

    @Test("by URL and by path is the same")
    func byURL() async throws {
        let url = folder.url.appending(path: "replica")
        let client = try await SyncClient(IssueList.self, at: url, actor: "ann", transport: .none)
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        #expect(try await open(IssueList.self).read(.issues).count == 1)
    }

    @Test("and closing it twice is no error, and nothing waits for ever")
    func closing() async throws {
        let client = try await open(IssueList.self)
        let receipt = try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        let outcome = Task { try await receipt.outcome }
        try await client.close()
        try await client.close()
        let error = await #expect(throws: ClientError.self) { try await outcome.value }
        #expect(error?.code == .closed)
    }
}
