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
        do {
            return try await write { writer in
                try writer.apply(
                    answer, to: request, now: environment.now(), keepsAcknowledged: keepsAcknowledged,
                    newClient: { Self.newClient(environment) })
            }
        } catch let divergence as Divergence {
            return .diverged(divergence.reason)
        }
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
