import Lockstep
import Logging
import Tracing

// Spans and what they are about. Attributes begin with `lockstep.`; none is an argument, a row or an actor.

extension ServerInstruments {
    /// Runs the transaction of a group in a span of its own, and measures it.
    ///
    /// The span is a child of the request's that leads the group; the other requests of the group only wait.
    func commit<Success: Sendable>(
        pushes: Int, mutations: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: () async -> [Result<Success, any Error>]
    ) async -> [Result<Success, any Error>] {
        let start = now()
        return await tracer.withSpan("lockstep_server_commit", ofKind: .internal) { span in
            let outcomes = await body()
            var failures = 0
            for case .failure in outcomes { failures += 1 }
            if failures > 0 { span.setStatus(SpanStatus(code: .error)) }
            span.updateAttributes { attributes in
                attributes["lockstep.pushes"] = pushes
                attributes["lockstep.mutations"] = mutations
            }
            committed(pushes: pushes, mutations: mutations, in: now() - start, failures: failures)
            return outcomes
        }
    }

    /// Builds a snapshot in a span, and measures it.
    ///
    /// - Returns: What `build` does: the snapshot and its size in bytes.
    package func buildSnapshot<Snapshot>(
        isolation: isolated (any Actor)? = #isolation,
        _ build: () async throws -> (snapshot: Snapshot, bytes: Int64)
    ) async throws -> Snapshot {
        let start = now()
        return try await tracer.withSpan("lockstep_server_snapshot", ofKind: .internal) { span in
            do {
                let built = try await build()
                span.attributes["lockstep.bytes"] = built.bytes
                snapshotBuilt(bytes: built.bytes, in: now() - start)
                return built.snapshot
            } catch {
                snapshotBuilt(bytes: nil, in: now() - start)
                throw error
            }
        }
    }
}

extension SyncServer {
    /// Answers a request in a span of its own; then counts it, and writes a line about it into the log.
    func observed(
        _ operation: RequestFacts.Operation, actor: String,
        _ answer: (inout RequestFacts) async throws -> SyncResponse
    ) async -> SyncResponse {
        let start = instruments.now()
        return await instruments.tracer.withSpan("lockstep_server_\(operation.rawValue)", ofKind: .server) { span in
            var facts = RequestFacts(operation)
            let response: SyncResponse
            do {
                response = try await answer(&facts)
            } catch {
                let refusal = refusal(for: error)
                facts.code = refusal.error.code.rawValue
                response = SyncResponse(refusal)
                if response.status >= 500 { span.setStatus(SpanStatus(code: .error)) }
            }
            facts.duration = instruments.now() - start
            instruments.answered(facts)
            facts.describe(to: span)
            logger.log(
                level: facts.code == nil ? .debug : .info, "Answered a \(operation.rawValue).",
                metadata: facts.metadata(actor: configuration.logsActors ? actor : nil))
            return response
        }
    }
}
