import Foundation
import Lockstep
import LockstepClient
import TestSupport

/// A server that answers anything at all: now and then what an honest one says, mostly something else.
///
/// It keeps what its last answer entitles a client to believe.
final class HostileServer: Sendable {
    fileprivate struct State: Sendable {
        var generator: SeededGenerator
        var answerCount = 0
        var answers: [TransportResponse] = []

        /// By client id and number, the token that was pushed under it.
        var pushed: [UUID: [Int64: UUID]] = [:]
        var lastStep: PullResponse?

        /// The files that were promised.
        var files: [String: [UInt8]] = [:]

        var isHonest = false

        /// True from when the server behaves until the client has applied all there is.
        var forgetsCursor = false
    }

    let honest: ReferenceServer<Workshop>
    private let state: Guarded<State>

    init(seed: UInt64) throws {
        honest = try ReferenceServer(Workshop.self, seed: seed)
        state = Guarded(State(generator: SeededGenerator(seed: seed)))
    }

    /// The answers that were made up.
    var answerCount: Int { state.withLock { $0.answerCount } }

    /// The step of the last answer, if that was one of the protocol's form.
    var lastStep: PullResponse? { state.withLock { $0.lastStep } }

    /// From here on every answer is the honest server's, which takes the client's cursor for another history's.
    func behave() {
        state.withLock { state in
            state.isHonest = true
            state.forgetsCursor = true
        }
    }

    func post(_ path: String, _ body: [UInt8]) async throws -> TransportResponse {
        let request = try Request(path, body)
        if state.withLock({ $0.isHonest }) {
            let body = state.withLock { $0.forgetsCursor } ? request.body(cursor: "another history's") : body
            let answer = try await honest.post(path, body, as: "ann")
            state.withLock { $0.lastStep = Self.step(of: answer, to: request) }
            return answer
        }
        state.withLock { state in
            state.lastStep = nil
            for mutation in request.mutations {
                state.pushed[request.client, default: [:]][mutation.id] = mutation.token
            }
        }
        let answer = try await answer(path, body, request)
        state.withLock { state in
            state.answers.append(answer)
            if state.answers.count > 50 { state.answers.removeFirst() }
            state.lastStep = Self.step(of: answer, to: request)
        }
        return answer
    }

    /// The client has applied the last answer: if that held all there is, its base is of the honest server's history.
    func noteApplied() {
        state.withLock { state in
            if state.isHonest, let step = state.lastStep, step.from == nil { state.forgetsCursor = false }
        }
    }

    func download(_ path: String, _ range: Range<Int64>, _ etag: String?) throws -> TransportDownload {
        try state.withLock { state in
            var lie = Lie(generator: state.generator)
            defer { state.generator = lie.generator }
            guard !state.isHonest else {
                return TransportDownload(status: 404, chunks: AsyncThrowingStream { nil })
            }
            state.answerCount += 1
            state.lastStep = nil
            if Int.random(in: 0..<20, using: &lie.generator) == 0 {
                throw TransportError(.unreachable, "cut by the test")
            }
            return lie.part(state.files[path], range)
        }
    }

    private func answer(_ path: String, _ body: [UInt8], _ request: Request) async throws -> TransportResponse {
        let kind = state.withLock { state in
            state.answerCount += 1
            return Int.random(in: 0..<100, using: &state.generator)
        }
        if kind < 5 { throw TransportError(.unreachable, "cut by the test") }
        if kind < 7 { throw TransportError(.noToken, "signed out by the test") }
        if kind < 40 {
            let answer = try await honest.post(path, body, as: "ann")
            if kind < 18 { return answer }
            return state.withLock { state in
                var lie = Lie(generator: state.generator)
                defer { state.generator = lie.generator }
                return lie.damaged(answer)
            }
        }
        return state.withLock { state in
            if kind < 45, let old = state.answers.randomElement(using: &state.generator) { return old }
            let numbers = state.pushed[request.client] ?? [:]
            var lie = Lie(generator: state.generator, files: state.files)
            defer { (state.generator, state.files) = (lie.generator, lie.files) }
            return kind < 65
                ? lie.refusal() : lie.step(request.cursor, isPush: path == SyncProtocol.pushPath, pushed: numbers)
        }
    }
}

extension HostileServer {
    private static func step(of answer: TransportResponse, to request: Request) -> PullResponse? {
        guard answer.status == 200 else { return nil }
        // What cannot be read entitles to nothing.
        return request.mutations.isEmpty
            ? try? PullResponse(json: answer.body) : try? PushResponse(json: answer.body).pull
    }

    /// What a client asks, in either form.
    struct Request {
        private let push: PushRequest?
        private let pull: PullRequest?

        init(_ path: String, _ body: [UInt8]) throws {
            push = path == SyncProtocol.pushPath ? try PushRequest(json: body) : nil
            pull = path == SyncProtocol.pullPath ? try PullRequest(json: body) : nil
        }

        var client: UUID { push?.client ?? pull?.client ?? UUID() }
        var mutations: [PushedMutation] { push?.mutations ?? [] }
        var cursor: String? { push?.pull?.cursor ?? pull?.cursor }

        /// The same with another cursor.
        func body(cursor: String) -> [UInt8] {
            if let push {
                return PushRequest(
                    client: push.client, schema: push.schema, mutations: push.mutations,
                    pull: PushRequest.Pull(cursor: cursor)
                ).json
            }
            guard let pull else { return [] }
            return PullRequest(client: pull.client, schema: pull.schema, cursor: cursor, rowsOnly: pull.rowsOnly).json
        }
    }
}
