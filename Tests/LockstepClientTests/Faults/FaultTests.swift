import Foundation
import LockstepTesting
import TestSupport
import Testing

/// A scripted session whose disk fails at one operation, for every operation and every way to fail.
///
/// The suite runs a sample; `LOCKSTEP_ALL_FAULTS=1` runs every point.
@Suite("Faults at every point")
struct FaultTests {
    private static let runsAll = ProcessInfo.processInfo.environment["LOCKSTEP_ALL_FAULTS"] != nil
    private static let sampleSize = 8

    /// How many operations of the disk's the script takes when nothing fails.
    private static func pointCount() async throws -> Int {
        let session = try FaultSession(seed: 1)
        try await session.run(repairingAfter: 0)
        let count = session.disk.count(of: FileOperation.all)
        try await session.checkSurvivor()
        try await session.checkReopened()
        return count
    }

    @Test("the script without faults goes through, and is long enough")
    func withoutFaults() async throws {
        let count = try await Self.pointCount()
        print("The script of the fault tests has \(count) points.")
        #expect(count > 500)
    }

    @Test("a client goes on after an operation that failed", arguments: Fault.survivable)
    func survives(_ fault: Fault) async throws {
        for point in Self.points(upTo: try await Self.pointCount(), fault) {
            let session = try FaultSession(seed: 1)
            session.disk.plan(FaultPlan(fault, at: point))
            try await session.run(repairingAfter: point % 7)
            try await at(point, fault) {
                try await session.checkSurvivor()
                try await session.checkReopened()
            }
        }
    }

    @Test("a process that dies at an operation leaves a file with which the next one goes on", arguments: Fault.fatal)
    func isReopened(_ fault: Fault) async throws {
        for point in Self.points(upTo: try await Self.pointCount(), fault) {
            let session = try FaultSession(seed: 1)
            session.disk.plan(FaultPlan(fault, at: point))
            try await session.run(repairingAfter: 0)
            try await at(point, fault) { try await session.checkReopened() }
        }
    }

    private func at(_ point: Int, _ fault: Fault, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch {
            Issue.record("\(fault) at \(point): \(error)")
        }
    }

    private static func points(upTo count: Int, _ fault: Fault) -> [Int] {
        if runsAll { return Array(1...count) }
        var generator = SeededGenerator(seed: UInt64(fault.rawValue.count))
        return (0..<sampleSize).map { _ in Int.random(in: 1...count, using: &generator) }
    }
}
