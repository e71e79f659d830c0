import LockstepSQLiteStore
import LockstepServer
import ServerTestSupport
import Testing

@Suite struct SQLiteStoreContractTests {
    @Test(arguments: StoreContract<SQLiteStore<Board>>.requirements)
    func keeps(_ requirement: StoreRequirement<SQLiteStore<Board>>) async throws {
        let file = try TemporaryFile()
        let contract = StoreContract(
            store: try SQLiteStore(Board.self, path: file.path),
            edit: { try file.edit($0) },
            reopen: { store in
                try store.close()
                return try SQLiteStore(Board.self, path: file.path)
            })
        try await requirement.check(contract)
        try contract.store.close()
    }
}
