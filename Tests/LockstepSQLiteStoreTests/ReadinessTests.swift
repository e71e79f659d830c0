import Foundation
import GRDB
import Lockstep
import LockstepServer
import ServerTestSupport
import Testing

@testable import LockstepSQLiteStore

@Suite("Whether a store can commit")
struct ReadinessTests {
    private let file: TemporaryFile
    private let store: SQLiteStore<Board>

    init() throws {
        file = try TemporaryFile()
        store = try SQLiteStore(Board.self, path: file.path, busyTimeout: .zero)
    }

    @Test func aConnectionThatMayNotWriteIsNamedSo() async throws {
        #expect(try await store.checkReadiness().version == 1)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA query_only = ON") }
        let problem = await #expect(throws: StoreNotReady.self) { try await store.checkReadiness() }
        #expect(problem?.reason == .readOnly)
    }

    @Test func aLockOfAnotherProcessIsNamedSo() async throws {
        let other = try file.open()
        try other.connection.execute("BEGIN IMMEDIATE")
        let problem = await #expect(throws: StoreNotReady.self) { try await store.checkReadiness() }
        #expect(problem?.reason == .busy)
        #expect(problem?.description.contains(file.path) == false, "told to everybody")
    }
}
