import Lockstep
import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing

@Suite("Why a server is not ready")
struct HealthTests {
    private let test: TestServer

    init() throws {
        test = try TestServer()
    }

    private func expect(_ reason: StoreNotReady.Reason, sourceLocation: SourceLocation = #_sourceLocation) async {
        let health = await test.server.health()
        #expect(health.status == 503, sourceLocation: sourceLocation)
        #expect(health.retryAfter == 1, sourceLocation: sourceLocation)
        #expect(health.text.contains(#""code":"unavailable""#), sourceLocation: sourceLocation)
        #expect(
            health.text.contains(#""reason":"\#(reason.rawValue)""#), "\(health.text)", sourceLocation: sourceLocation)
        #expect(test.server.liveness().status == 200, sourceLocation: sourceLocation)
    }

    @Test func anotherProcessHoldsTheWriteLock() async throws {
        let other = try test.file.open()
        try other.connection.execute("BEGIN IMMEDIATE")
        await expect(.busy)
        try other.connection.execute("ROLLBACK")
        test.clock.now += 1_000
        #expect(await test.server.health().status == 200)
    }

    @Test func theTablesAreOfAnotherVersion() async throws {
        try test.file.edit("UPDATE lockstep_server SET schema_version = 2")
        await expect(.schemaChanged)
    }

    @Test func theStoreIsClosed() async throws {
        try test.store.close()
        await expect(.unavailable)
    }
}
