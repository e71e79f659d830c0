import Foundation
import GRDB
import Lockstep

extension Replica {
    func mutate(_ mutations: [Schema.Mutation]) async throws -> [UUID] {
        try await write(isShort: true) { [environment, configuration] writer in
            try writer.mutate(mutations, environment, configuration)
        }
    }

    /// As `mutate(_:)`, on this thread.
    func mutateNow(_ mutations: [Schema.Mutation]) throws -> [UUID] {
        try writeNow { try $0.mutate(mutations, environment, configuration) }
    }

    /// Applies an answer, all or nothing.
    ///
    /// - Throws: `JSONError` if the answer cannot be one to the request; `ClientError`.
    func apply(_ answer: PullResponse, to request: StepRequest) async throws -> StepResult {
        let environment = environment
        let keepsAcknowledged = configuration.keepsAcknowledged
        let rebasesFully = configuration.rebasesFully
        let apply = { @Sendable (writer: ReplicaWriter<Schema>) in
            writer.rebasesFully = rebasesFully
            return try writer.apply(
                answer, to: request, now: environment.now(), keepsAcknowledged: keepsAcknowledged,
                newClient: { Self.newClient(environment) })
        }
        do {
            let result: StepResult
            do {
                result = try await write(apply)
            } catch let error where Self.mayBeOfDerivedTables(error, answer) {
                // The triggers of derived tables must not stop a step.
                result = try await write { writer in try writer.fillingDerivedTables { try apply(writer) } }
            }
            if case .applied(let step) = result, let path = step.path { metrics.record(step.work, path) }
            return result
        } catch let divergence as Divergence {
            return .diverged(divergence.reason)
        }
    }

    /// True if the triggers of derived tables may be why a step cannot be applied. A mutation that has no or another effect
    /// here is asked for as rows.
    private static func mayBeOfDerivedTables(_ error: any Error, _ answer: PullResponse) -> Bool {
        guard !Schema.derivedTables.isEmpty else { return false }
        if error is Divergence {
            if case .mutations = answer.changes { return false }
            return true
        }
        let underlying = (error as? ClientError)?.underlying as? SQLiteError
        return underlying?.isPermanent ?? false
    }

    /// Goes on under a new client id, unless another process did so since the request.
    func fork(after client: UUID) async throws {
        let environment = environment
        try await write { writer in
            var state = try writer.state()
            if state.client == client { try writer.fork(&state, as: Self.newClient(environment)) }
        }
    }

    func dismiss(_ tokens: [UUID]) async throws {
        try await write { writer in
            for token in tokens { _ = try writer.dismiss(token) }
        }
    }

    /// Makes a mutation in place of a rejected one, all or nothing.
    ///
    /// - Throws: `ClientError` with code `.unknownToken` if there is no such rejection.
    func retry(_ rejected: UUID, as mutation: Schema.Mutation) async throws -> UUID {
        let environment = environment
        let maximumBytes = configuration.maximumBytesPerMutation
        return try await write { writer in
            guard try writer.dismiss(rejected) else {
                throw ClientError(
                    .unknownToken,
                    "The rejection of \(rejected.lowercaseString) was dismissed or retried before; nothing was made.")
            }
            var generator = EnvironmentGenerator(environment: environment)
            return try writer.mutate(
                [mutation], now: environment.now(), maximumBytes: maximumBytes, random: &generator)[0]
        }
    }

    /// Notes why a push failed. A failure of its own is left out: it is news only, and what comes next will tell.
    func notePushFailure(_ error: ClientError, of request: StepRequest) async {
        let now = environment.now()
        // A full disk, or a file that was signed out: the next transaction that matters throws.
        try? await write {
            try $0.notePushFailure(error, of: request.client, count: request.pushedCount, now: now)
        }
    }

    /// Drops everything in the file.
    ///
    /// - Parameter onlyIfSettled: Whether to throw if that loses something.
    /// - Returns: What was lost.
    func empty(onlyIfSettled: Bool) async throws -> ExportedMutations {
        let exported = try await write { writer in
            let summary = try ReplicaSummary(writer.connection)
            if onlyIfSettled, let summary, !summary.isSettled {
                throw ClientError(
                    .pendingMutations,
                    """
                    \(summary.pendingCount) mutations are pending and \(summary.rejectionCount) rejections are kept. Sync \
                    and dismiss them first, or say what becomes of them: sign out with `.keep` or `.discard`.
                    """, replica: summary)
            }
            let exported = try ExportedMutations(writer.connection)
            try writer.dropEverything()
            return exported
        }
        await withCheckedContinuation { continuation in
            pool.write { database in
                // A reader that holds the log, or a full disk: who opens the file next does it.
                try? database.execute(sql: Self.shrinking)
                continuation.resume()
            }
        }
        return exported
    }

    static func newClient(_ environment: ClientEnvironment) -> UUID {
        var generator = EnvironmentGenerator(environment: environment)
        return UUID.v7(at: environment.now(), using: &generator)
    }
}

extension ReplicaWriter {
    fileprivate func mutate(
        _ mutations: [Schema.Mutation], _ environment: ClientEnvironment, _ configuration: ClientConfiguration
    ) throws -> [UUID] {
        var generator = EnvironmentGenerator(environment: environment)
        return try mutate(
            mutations, now: environment.now(), maximumBytes: configuration.maximumBytesPerMutation,
            random: &generator)
    }
}
