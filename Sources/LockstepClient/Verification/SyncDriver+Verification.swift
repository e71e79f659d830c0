import Lockstep

extension SyncDriver {
    /// Compares the base with the server's tables, and repairs it.
    ///
    /// - Throws: `ClientError`; `CancellationError`.
    func verify(isRepairing: Bool) async throws -> VerificationReport {
        // Without the lock, which another process may have, a step of its own makes a comparison begin again.
        let hasLock = try lock.take(for: .syncing)
        defer { if hasLock { lock.release(.syncing) } }
        var verification = Verification(Schema.tables, isRepairing: isRepairing)
        var attempts = VerificationAttempts()
        while let request = verification.request {
            try Task.checkCancellation()
            verification.notesRoundTrip()
            switch try await compare(request, &verification, &attempts) {
            case .taken: attempts = VerificationAttempts()
            case .again: break
            case .download:
                // The server answers with a snapshot until it is the base.
                try attempts.countsDownload()
                _ = try await syncOnce()
            }
        }
        return verification.report
    }

    private enum Turn {
        /// What the server said is compared.
        case taken

        /// There was nothing to compare: the same is to be asked again.
        case again

        /// There is a snapshot to be downloaded first.
        case download
    }

    /// Makes a round trip, and takes what came of it.
    private func compare(
        _ request: ChecksumRequest, _ verification: inout Verification, _ attempts: inout VerificationAttempts
    ) async throws -> Turn {
        pause.begin()
        defer { pause.end() }
        let plan = ExchangePlan.checksums(request, replacesBase: attempts.replacesBase)
        switch await exchange.performUnpaused(plan, pushLimit: nil) {
        case .applied(let step):
            if attempts.replacesBase { verification.notesReplacedBase() }
            guard let answer = step.checksums else {
                try attempts.countsStep(step)
                return .again
            }
            return try await take(answer, at: step.cursor, &verification, &attempts)
        case .superseded:
            try attempts.countsSuperseded()
            return .again
        case .diverged(let error):
            board.update { $0.divergenceCount += 1 }
            try attempts.countsDivergence(error, isRepairing: verification.isRepairing)
            return .again
        case .forked(let error):
            try attempts.countsFork(error)
            return .again
        case .downloading: return .download
        case .failed(let error, _, _):
            try Task.checkCancellation()
            throw error.code == .refused ? Self.refused(error) : error
        case .unauthenticated(let error, _, _), .upgradeRequired(let error, _), .outOfOrder(let error),
            .tooLarge(let error, _, _), .interrupted(let error, _), .gone(let error):
            throw error
        case .pushed:
            preconditionFailure("A pull was answered as a push.")
        }
    }

    private func take(
        _ answer: ChecksumResponse, at cursor: String, _ verification: inout Verification,
        _ attempts: inout VerificationAttempts
    ) async throws -> Turn {
        do {
            let compared = try await replica.compare(answer, at: cursor, with: verification.tables)
            guard let comparisons = compared, !comparisons.isEmpty else {
                try attempts.countsSuperseded()
                return .again
            }
            var displaced: [String: [[UInt8]]]?
            let repairs = verification.repairs(comparisons)
            if !repairs.isEmpty {
                displaced = try await replica.repair(repairs, at: cursor)
                guard displaced != nil else {
                    try attempts.countsSuperseded()
                    return .again
                }
            }
            try verification.take(comparisons, displaced: displaced, version: answer.version)
            return .taken
        } catch let divergence as Divergence {
            board.update { $0.divergenceCount += 1 }
            let error = ClientError(.diverged, "The replica is to be filled anew: \(divergence.reason).")
            try attempts.countsDivergence(error, isRepairing: true)
            return .again
        } catch let error as JSONError {
            throw ClientError(
                .malformedAnswer,
                "The server's comparison is not one of the protocol: \(error). Nothing of it was repaired.",
                underlying: error)
        }
    }

    private static func refused(_ error: ClientError) -> ClientError {
        ClientError(
            .refused,
            """
            The server does not compare tables: \(error.message) A server that is older than this client must be \
            updated first.
            """, underlying: error)
    }
}

/// What a verification has tried since it last came further: whatever the server answers, it is not asked without end.
private struct VerificationAttempts {
    private static var maximumSuperseded: Int { 20 }
    private static var maximumDownloads: Int { 3 }
    private static var maximumForks: Int { 3 }
    private static var maximumEmptySteps: Int { 100 }

    /// The base is to be replaced: a step did not fit it.
    private(set) var replacesBase = false

    private var superseded = 0
    private var downloads = 0
    private var forks = 0
    private var emptySteps = 0

    /// A step that does not lead to the newest version, and is not compared.
    mutating func countsStep(_ step: AppliedStep) throws {
        emptySteps = step.isFruitful ? 0 : emptySteps + 1
        replacesBase = false
        guard step.isFruitful || step.movedCursor, emptySteps <= Self.maximumEmptySteps else {
            throw Self.noProgress
        }
    }

    private static var noProgress: ClientError {
        ClientError(
            .noProgress,
            """
            The server does not say what its tables hold, nor does it bring the replica to its newest version. If \
            this lasts, report it to whoever runs the server.
            """)
    }

    mutating func countsSuperseded() throws {
        superseded += 1
        guard superseded <= Self.maximumSuperseded else {
            throw ClientError(
                .superseded,
                """
                Another process keeps syncing the same file, so that its rows cannot be compared. Verify in the process \
                that syncs, or try again later.
                """)
        }
    }

    mutating func countsDownload() throws {
        downloads += 1
        guard downloads <= Self.maximumDownloads else { throw Self.noProgress }
    }

    mutating func countsFork(_ error: ClientError) throws {
        forks += 1
        guard forks <= Self.maximumForks else { throw error }
    }

    mutating func countsDivergence(_ error: ClientError, isRepairing: Bool) throws {
        guard isRepairing, !replacesBase else { throw error }
        replacesBase = true
    }
}
