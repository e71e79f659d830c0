import Foundation
import GRDB
import Lockstep

extension Replica {
    func mutate(_ mutations: [Schema.Mutation]) async throws -> [UUID] {
        let environment = environment
        let maximumBytes = configuration.maximumBytesPerMutation
        let mutate = { @Sendable (writer: ReplicaWriter<Schema>) in
            var generator = EnvironmentGenerator(environment: environment)
            return try writer.mutate(
                mutations, now: environment.now(), maximumBytes: maximumBytes, random: &generator)
        }
        do {
            return try await write(mutate)
        } catch let error where Self.isDamagedDerivedTable(error) {
            return try await write { writer in
                try writer.fillDerivedTables()
                return try mutate(writer)
            }
        }
    }

    /// Applies an answer, all or nothing.
    ///
    /// - Throws: `JSONError` if the answer cannot be one to the request; `ClientError`.
    func apply(_ answer: PullResponse, to request: StepRequest) async throws -> StepResult {
        let environment = environment
        let keepsAcknowledged = configuration.keepsAcknowledged
        let apply = { @Sendable (writer: ReplicaWriter<Schema>) in
            try writer.apply(
                answer, to: request, now: environment.now(), keepsAcknowledged: keepsAcknowledged,
                newClient: { Self.newClient(environment) })
        }
        do {
            do {
                return try await write(apply)
            } catch let error where Self.mayBeOfDerivedTables(error, answer) {
                // The triggers of derived tables must not stop a step.
                return try await write { writer in try writer.fillingDerivedTables { try apply(writer) } }
            }
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
        return underlying?.isPermanent ?? false || isDamagedDerivedTable(error)
    }

    /// Goes on under a new client id, unless another process did so since the request.
    func fork(after client: UUID) async throws {
        let environment = environment
        try await write { writer in
            var state = try writer.state()
            if state.client == client { try writer.fork(&state, as: Self.newClient(environment)) }
        }
    }

    func dismiss(_ token: UUID) async throws -> Bool {
        try await write { try $0.dismiss(token) }
    }

    private static func newClient(_ environment: ClientEnvironment) -> UUID {
        var generator = EnvironmentGenerator(environment: environment)
        return UUID.v7(at: environment.now(), using: &generator)
    }
}
