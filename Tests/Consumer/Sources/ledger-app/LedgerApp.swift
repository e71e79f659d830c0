import Foundation
import LedgerTypes
import LockstepClient

/// Keeps a ledger in a replica that has no server: `ledger-app FILE`
@main
struct LedgerApp {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: ledger-app FILE")
            exit(64)
        }
        let client = try await SyncClient(Ledger.self, at: path, actor: "ann", transport: .none)
        try await client.mutate(.addEntry(text: "Bread", cents: -250))
        for rejection in try await client.rejections() {
            switch Ledger.RejectionCode(rejection) {
            case .denied: print("You may not do this: \(rejection.message)")
            case .overdrawn: print("There is not enough money.")
            default: print(rejection.message)
            }
        }
        print("balance \(try await client.read(.balance)), schema \(Ledger.fingerprint)")
        try await client.close()
    }
}
