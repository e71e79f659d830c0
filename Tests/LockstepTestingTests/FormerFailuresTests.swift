import Foundation
import LockstepTesting
import Testing

@testable import lockstep_simulate

/// Seeds that once found something wrong with the engine. With other workloads and faults they are other histories than
/// those that did.
@Suite("Seeds that ever failed", .timeLimit(.minutes(10)))
struct FormerFailuresTests {
    struct Seed: CustomTestStringConvertible {
        let schema: String
        let seed: UInt64

        /// What was wrong.
        let words: String

        var testDescription: String { "\(schema), seed \(seed): \(words)" }
    }

    static let seeds = [
        Seed(schema: "mailroom", seed: 53, words: "a clock that was set back held up the outbox"),
        Seed(
            schema: "random-43", seed: 1,
            words: "what a comparison of tables found to be lost by the server was not pushed"),
        Seed(schema: "random-43", seed: 49, words: "a copied replica hid what a restored server had lost"),
        Seed(schema: "issue-tracker", seed: 25, words: "the same, seen by the order of two copies' mutations"),
        Seed(
            schema: "random-91", seed: 5002,
            words: "a sync waited without end for a client that runs and had compared tables"),
        Seed(
            schema: "random-91", seed: 20065,
            words: "SQLite committed frames without checksums after a savepoint whose pages it had written"),
        Seed(
            schema: "random-27", seed: 60064,
            words: "a file whose switch to a write-ahead log had failed was used without one"),
    ]

    @Test("find nothing", arguments: seeds)
    func findsNothing(_ seed: Seed) async throws {
        let schema = try #require(SimulatedSchema.named(seed.schema))
        let options = SimulationOptions(seed: seed.seed)
        let result = try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(with: Result { try schema.simulate(options, false) })
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        #expect(result.violation == nil, "\(result)")
    }
}
