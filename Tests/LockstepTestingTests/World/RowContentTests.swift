import CSQLite
import Lockstep
import Testing

@testable import LockstepTesting

@Suite struct RowContentTests {
    @Test("a row is printed by its ASCII characters, and a point for each byte that is none")
    func description() throws {
        var handle: OpaquePointer?
        #expect(sqlite3_open(":memory:", &handle) == SQLITE_OK)
        defer { sqlite3_close_v2(handle) }
        let connection = SQLiteConnection(try #require(handle))
        defer { connection.close() }
        let row = try connection.statement("SELECT 'é1'" as StaticString).only { RowContent($0) }
        #expect(row.description == ".......1")
    }
}
