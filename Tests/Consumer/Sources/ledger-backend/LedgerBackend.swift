import Foundation
import LedgerServer
import LedgerTypes
import LockstepSQLiteStore
import LockstepServer

/// Adds an entry to a server's ledger: `ledger-backend FILE ACTOR`
@main
struct LedgerBackend {
    static func main() async throws {
        guard CommandLine.arguments.count == 3 else {
            print("usage: ledger-backend FILE ACTOR")
            exit(64)
        }
        let store = try SQLiteStore(Ledger.self, path: CommandLine.arguments[1])
        let server = try SyncServer(Ledger.self, store: store)
        do {
            let version = try await server.mutate(
                .addEntry(text: "Milk", cents: -120), as: CommandLine.arguments[2])
            print("version \(version), schema \(Ledger.fingerprint)")
        } catch let rejection as MutationRejection {
            print("refused \(Ledger.RejectionCode(rejection))")
        }
        try store.close()
    }
}
