import Foundation
import Testing

/// As many bodies as `LOCKSTEP_FUZZED_BODIES` says, 20,000 if it says nothing. The seeds are the same in every run, so that
/// a body that breaks something breaks it again.
@Suite("Spoiled bodies")
struct FuzzedBodyTests {
    /// Bodies that one server is sent: a database stays small, and a failure is found again in seconds.
    static let bodiesPerServer = 2_000

    static let servers: Int = {
        let bodies = ProcessInfo.processInfo.environment["LOCKSTEP_FUZZED_BODIES"].flatMap { Int($0) } ?? 20_000
        return (bodies + bodiesPerServer - 1) / bodiesPerServer
    }()

    @Test(
        "Spoiled bodies neither crash nor stop the server, and rows change by valid mutations only",
        arguments: 0..<servers)
    func bodies(seed: Int) async throws {
        var vault = try await FuzzedVault(seed: UInt64(seed))
        for _ in 1...Self.bodiesPerServer { try await vault.send() }
        try await vault.check()
        // Enough of them came as far as the tables.
        #expect(vault.statuses[200, default: 0] > Self.bodiesPerServer / 50, "\(vault.statuses)")
        #expect(vault.statuses[400, default: 0] > Self.bodiesPerServer / 10, "\(vault.statuses)")
    }
}
