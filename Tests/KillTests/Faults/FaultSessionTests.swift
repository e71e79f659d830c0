import Foundation
import TestSupport
import Testing

/// A server and three apps as real processes, over HTTP through proxies, to which one thing after the other happens.
///
/// A failure names its seed and says what happened. `LOCKSTEP_PROCESS_SEEDS=50` in the environment runs more of them,
/// `LOCKSTEP_PROCESS_SEEDS=7...7` one; `LOCKSTEP_PROCESS_FAULTS` says how much happens with each. What a seed decides is
/// the faults and what the apps do; how the processes take turns it does not.
@Suite("Faults of processes, connections and disks", .serialized, .timeLimit(.minutes(600)))
struct FaultSessionTests {
    private static let executables = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()

    private static let seeds: ClosedRange<UInt64> = {
        let bounds = (ProcessInfo.processInfo.environment["LOCKSTEP_PROCESS_SEEDS"] ?? "1").split(separator: "...")
        let numbers = bounds.compactMap { UInt64($0) }
        guard let last = numbers.last, numbers.count == bounds.count else {
            preconditionFailure("LOCKSTEP_PROCESS_SEEDS must be a number of seeds, or two of them with ... between.")
        }
        return (numbers.count == 1 ? 1 : numbers[0])...last
    }()

    private static let faults = ProcessInfo.processInfo.environment["LOCKSTEP_PROCESS_FAULTS"].flatMap(Int.init) ?? 6

    @Test("Nothing that was made is lost or done twice, and all end equal", arguments: seeds)
    func faults(seed: UInt64) async throws {
        try await FaultSession.run(
            seed: seed, faults: Self.faults, hasDisks: false, executables: Self.executables)
    }

    #if os(Linux)
    @Test(
        "Nor where disks are full for a while", .enabled(if: SmallFileSystem.isAllowed, "mounting a tmpfs needs root"),
        arguments: seeds)
    func faultsWithFullDisks(seed: UInt64) async throws {
        try await FaultSession.run(
            seed: seed, faults: Self.faults, hasDisks: true, executables: Self.executables)
    }
    #endif
}
