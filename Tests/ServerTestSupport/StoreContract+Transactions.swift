import Foundation
import Lockstep
import LockstepServer

extension StoreContract {
    static var transactionRequirements: [Requirement] {
        [
            Requirement(
                "a rejected mutation leaves nothing, and the transaction goes on", aRejectedMutationLeavesNothing),
            Requirement(
                "a violated deferred key rejects its mutation alone", aViolatedDeferredKeyRejectsItsMutationAlone),
            Requirement("nothing of a body that throws stays", nothingOfABodyThatThrowsStays),
            Requirement("a transaction that the database ends is lost as a whole", anEndedTransactionIsLost),
            Requirement("a fault of the database is no rejection", aFaultOfTheDatabaseIsNoRejection),
            Requirement("a mutation that runs for too long is interrupted", aSlowMutationIsInterrupted),
            Requirement("permanent failures have codes", permanentFailuresHaveCodes),
            Requirement("conditions are asked, at the server's time", conditionsAreAskedAtTheServersTime),
            Requirement("a cancelled task's write is committed", aCancelledTasksWriteIsCommitted),
            Requirement("a read sees one state", aReadSeesOneState),
            Requirement(
                "what was written is there after opening again, and the keys are the same",
                whatWasWrittenIsThereAfterwards),
        ]
    }

    private static func aRejectedMutationLeavesNothing(_ contract: Self) async throws {
        let rejection = try await contract.store.write { transaction in
            try transaction.append(
                entry(after: transaction.head(), .repeated(submitted(.deleteBoard(id: "x"), number: 1), nil)))
            let rejection = Self.rejection {
                try transaction.run(.createTwoBoards(id: "a", name: ""), in: context)
            }
            let effect = try transaction.run(.createBoard(id: "b", name: "B"), in: context)
            try transaction.append(
                entry(
                    after: transaction.head(),
                    .applied(
                        submitted(.createBoard(id: "b", name: "B"), number: 2), effect: effect, fingerprint: "f"
                    )))
            return rejection
        }
        try expect(rejection?.code, .constraint, "code")
        try expect(
            try await contract.rows(after: 1),
            #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["b","B"]]}}"#, "rows")
        try expect(try await contract.head().version, 3, "version")
    }

    private static func aViolatedDeferredKeyRejectsItsMutationAlone(_ contract: Self) async throws {
        let rejection = try await contract.store.write { transaction in
            Self.rejection {
                try transaction.run(.addCard(id: "c", boardId: "none", slug: "s"), in: Self.context)
            }
        }
        try expect(rejection?.code, .constraint, "code")
        try expect(try await contract.rows(after: 1), "{}", "rows")
    }

    private static func nothingOfABodyThatThrowsStays(_ contract: Self) async throws {
        do {
            try await contract.store.write { transaction in
                _ = try transaction.run(.createBoard(id: "a", name: "A"), in: Self.context)
                try transaction.setClient(
                    ClientRecord(id: Self.client, actor: "a", number: 1, token: Self.token(1)))
                throw CancellationError()
            }
            throw ContractViolation(description: "the body's error was swallowed")
        } catch is CancellationError {}
        try expect(try await contract.rows(after: 1), "{}", "rows")
        try expect(try await contract.client(), nil, "client")
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
    }

    private static func anEndedTransactionIsLost(_ contract: Self) async throws {
        for failure in [BoardFailure.rollback, .interrupt] {
            do {
                try await contract.store.write { transaction in
                    _ = try transaction.run(.createBoard(id: "a", name: "A"), in: Self.context)
                    _ = try transaction.run(.fail(how: failure.rawValue), in: Self.context)
                }
                throw ContractViolation(description: "\(failure) did not fail")
            } catch let lost as TransactionLost {
                try expect(lost.rejection?.code, failure == .rollback ? .constraint : nil, "\(failure)")
            }
            try expect(try await contract.rows(after: 1), "{}", "rows after \(failure)")
        }
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
    }

    private static func aFaultOfTheDatabaseIsNoRejection(_ contract: Self) async throws {
        for failure in [BoardFailure.inputOutput, .missingTable] {
            do {
                _ = try await contract.store.write {
                    try $0.run(.fail(how: failure.rawValue), in: Self.context)
                }
                throw ContractViolation(description: "\(failure) did not fail")
            } catch let violation as ContractViolation {
                throw violation
            } catch {
                try expect(error is MutationRejection, false, "\(failure) is a rejection")
            }
        }
    }

    private static func aSlowMutationIsInterrupted(_ contract: Self) async throws {
        for failure in [BoardFailure.slowWrite, .slowRead] {
            do {
                try await contract.store.write { transaction in
                    try transaction.run(.createBoard(id: "a", name: "A"), in: Self.context)
                    _ = try transaction.run(
                        .fail(how: failure.rawValue), in: Self.context, at: Self.context.now,
                        within: MutationLimits(duration: .zero, rows: 1_000))
                }
                throw ContractViolation(description: "\(failure) was not interrupted")
            } catch let timeout as MutationTimedOut {
                try expect(timeout.limit, .zero, "limit of \(failure)")
            }
            try expect(try await contract.rows(after: 1), "{}", "rows after \(failure)")
        }
        try await contract.apply(.fail(how: BoardFailure.slowRead.rawValue), number: 1)
    }

    private static func conditionsAreAskedAtTheServersTime(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let codes = try await contract.store.write { transaction in
            [("denied", 1), ("late", 999), ("late", 1_000)].map { how, now in
                Self.rejection {
                    try transaction.run(
                        .fail(how: how), in: Self.context, at: now,
                        within: MutationLimits(duration: .seconds(60), rows: 1_000))
                }?.code.rawValue
            }
        }
        try expect(codes, ["denied", nil, "tooLate"], "codes")
    }

    private static func permanentFailuresHaveCodes(_ contract: Self) async throws {
        let codes = try await contract.store.write { transaction in
            [BoardFailure.overflow, .tooBig].map { failure in
                Self.rejection { try transaction.run(.fail(how: failure.rawValue), in: Self.context) }?.code
            }
        }
        try expect(codes, [.failed, .tooLarge], "codes")
    }

    private static func aCancelledTasksWriteIsCommitted(_ contract: Self) async throws {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        }
        try await task.value
        try expect(try await contract.head().version, 2, "version")
    }

    private static func aReadSeesOneState(_ contract: Self) async throws {
        let hasStarted = DispatchSemaphore(value: 0)
        let hasWritten = DispatchSemaphore(value: 0)
        async let versions = contract.store.read { transaction in
            let before = try transaction.head().version
            hasStarted.signal()
            hasWritten.wait()
            return [
                before, try transaction.head().version,
                Int64(try transaction.changedRows(after: 1, upTo: 9, for: "ann")),
            ]
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                hasStarted.wait()
                continuation.resume()
            }
        }
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        hasWritten.signal()
        try expect(try await versions, [1, 1, 0], "versions and changes within one read")
    }

    private static func whatWasWrittenIsThereAfterwards(_ contract: Self) async throws {
        try await contract.apply(.createBoard(id: "a", name: "A"), number: 1)
        let keys = try await contract.store.read { try $0.signingKeys() }
        let rows = try await contract.rows(after: nil)
        let reopened = StoreContract(
            store: try contract.reopen(contract.store), edit: contract.edit, reopen: contract.reopen)
        try expect(try await reopened.rows(after: nil), rows, "rows")
        try expect(try await reopened.head().version, 2, "version")
        try expect(try await reopened.store.read { try $0.signingKeys() }, keys, "keys")
        try expect(keys.current.count, 32, "bytes of the key")
    }

    private static func rejection(_ body: () throws -> EffectHash) -> MutationRejection? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? MutationRejection
        }
    }
}
