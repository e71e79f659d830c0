import Foundation
import Lockstep
import Testing

@testable import LockstepTesting

@Suite("What a log may say of mutations")
struct LedgerTests {
    private static let client = UUID(number: 100)

    /// An entry of the log.
    private func entry(
        _ version: Int64, _ kind: String = "mutation", token: UInt8, number: Int64, code: String? = nil, at: Int64 = 10
    ) -> FollowedEntry {
        FollowedEntry(
            version: version, tag: version, kind: kind, committedAt: 1_000 + version, actor: "ann", name: "any",
            arguments: [], at: at, code: code, client: Self.client, number: number, token: UUID(number: token))
    }

    /// The checker that finds something wrong in a log; nil if none does.
    private func violated(_ log: [FollowedEntry], after prepare: (inout Ledger) -> Void = { _ in }) -> Violation
        .Checker?
    {
        var ledger = Ledger(codes: ["full"])
        prepare(&ledger)
        do {
            for entry in log { try ledger.follow(entry) }
            return nil
        } catch {
            return (error as? Violation)?.checker
        }
    }

    @Test("Different mutations, in order, and repeats of their outcomes")
    func sound() {
        #expect(
            violated([
                entry(2, token: 1, number: 1), entry(3, "rejection", token: 2, number: 2, code: "full"),
                entry(4, "repeat", token: 1, number: 3), entry(5, "repeat", token: 2, number: 4, code: "full"),
            ]) == nil)
    }

    @Test("What was applied is delivered, if a handler is to be called after it, unless that has given up")
    func deliveries() throws {
        var ledger = Ledger(codes: nil)
        try ledger.follow(entry(2, token: 1, number: 1))
        try ledger.follow(entry(3, "rejection", token: 2, number: 2, code: "full"))
        #expect(throws: Violation.self) { try ledger.checkDeliveries(of: ["any"], abandoned: []) }
        #expect(throws: Never.self) { try ledger.checkDeliveries(of: ["other"], abandoned: []) }
        #expect(throws: Never.self) { try ledger.checkDeliveries(of: ["any"], abandoned: [2]) }
        ledger.delivered(UUID(number: 1))
        #expect(throws: Never.self) { try ledger.checkDeliveries(of: ["any"], abandoned: []) }
    }

    @Test("A mutation is applied once")
    func atMostOnce() {
        #expect(violated([entry(2, token: 1, number: 1), entry(3, token: 1, number: 2)]) == .atMostOnce)
    }

    @Test("A mutation has one outcome")
    func oneOutcome() {
        let rejected = entry(2, "rejection", token: 1, number: 1, code: "denied")
        #expect(violated([rejected, entry(3, token: 1, number: 2)]) == .oneOutcome)
        #expect(violated([rejected, entry(3, "repeat", token: 1, number: 2)]) == .oneOutcome)
    }

    @Test("A rejection has a code that a condition has")
    func codes() {
        #expect(violated([entry(2, "rejection", token: 1, number: 1, code: "failed")]) == .oneOutcome)
        #expect(violated([entry(2, "rejection", token: 1, number: 1, code: "constraint")]) == nil)
    }

    @Test("A client's numbers ascend")
    func numbers() {
        #expect(violated([entry(2, token: 1, number: 2), entry(3, token: 2, number: 2)]) == .clientOrder)
    }

    @Test("Mutations come in the order in which their device made them")
    func order() {
        let log = [entry(2, token: 2, number: 1), entry(3, token: 1, number: 2)]
        let made = { (ledger: inout Ledger) in ledger.made([UUID(number: 1), UUID(number: 2)], first: 0, at: 10) }
        #expect(violated(log, after: made) == .clientOrder)
        #expect(violated(log) == nil)
    }

    @Test("A mutation was made when its device says")
    func times() {
        let made = { (ledger: inout Ledger) in ledger.made([UUID(number: 1)], first: 0, at: 10) }
        #expect(violated([entry(2, token: 1, number: 1, at: 11)], after: made) == .logTruth)
        #expect(violated([entry(2, token: 1, number: 1, at: 9)], after: made) == nil)
    }

    @Test("A server that goes back runs again what it lost, and nobody misses what it had rejected")
    func goingBack() throws {
        var ledger = Ledger(codes: nil)
        try ledger.follow(entry(2, token: 1, number: 1))
        try ledger.follow(entry(3, "rejection", token: 2, number: 2, code: "denied"))
        ledger.goBack(to: 1, isRestore: true)
        try ledger.follow(entry(2, token: 1, number: 1))
        #expect(ledger.excused == [UUID(number: 2)])
        #expect(ledger.outcomes.count == 1)
    }

    @Test("An answer says of a client's mutations what the log says")
    func answers() throws {
        var ledger = Ledger(codes: nil)
        try ledger.follow(entry(2, token: 1, number: 1))
        try ledger.follow(entry(3, "rejection", token: 2, number: 2, code: "denied"))
        func check(_ number: Int64, _ token: UInt8, _ code: String) throws {
            let rejected = RejectedMutation(id: 2, code: code, message: "")
            let answer = PushResponse(
                acknowledged: number, acknowledgedToken: UUID(number: token), rejected: [rejected])
            try ledger.check(answer, to: Self.client)
        }
        try check(2, 2, "denied")
        #expect(throws: Violation.self) { try check(3, 3, "denied") }
        #expect(throws: Violation.self) { try check(2, 1, "denied") }
        #expect(throws: Violation.self) { try check(2, 2, "constraint") }
    }
}

extension UUID {
    init(number: UInt8) {
        self.init(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}
