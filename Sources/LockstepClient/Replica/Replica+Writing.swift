import Foundation
import GRDB
import Lockstep

extension Replica {
    func mutate(_ mutations: [Schema.Mutation]) async throws -> [UUID] {
        let environment = environment
        let maximumBytes = configuration.maximumBytesPerMutation
        return try await write { writer in
            var generator = EnvironmentGenerator(environment: environment)
            return try writer.mutate(
                mutations, now: environment.now(), maximumBytes: maximumBytes, random: &generator)
        }
    }

    /// Applies an answer, all or nothing.
    ///
    /// - Throws: `JSONError` if the answer cannot be one to the request; `ClientError`.
    func apply(_ answer: PullResponse, to request: StepRequest) async throws -> StepResult {
        let environment = environment
        let keepsAcknowledged = configuration.keepsAcknowledged
        let rebasesFully = configuration.rebasesFully
        do {
            let result = try await write { writer in
                writer.rebasesFully = rebasesFully
                return try writer.apply(
                    answer, to: request, now: environment.now(), keepsAcknowledged: keepsAcknowledged,
                    newClient: { Self.newClient(environment) })
            }
            if case .applied(let step) = result, let path = step.path { metrics.record(step.work, path) }
            return result
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

    private static func newClient(_ environment: ClientEnvironment) -> UUID {
        var generator = EnvironmentGenerator(environment: environment)
        return UUID.v7(at: environment.now(), using: &generator)
    }
}
