import Lockstep
import Logging
import Tracing

/// What is known of a request once it is answered: for its span, its line in the log, and metrics.
struct RequestFacts: Sendable {
    enum Operation: String, Sendable {
        case push, pull
    }

    let operation: Operation
    var client: UUID?
    var mutations: Int?
    var rejected: Int?

    /// Where the client is after the answer.
    var version: Int64?
    var encoding: String?

    /// The code of the error that it was answered with.
    var code: String?
    var duration: Duration = .zero

    init(_ operation: Operation) {
        self.operation = operation
    }

    /// - Parameter actor: Nil where the host does not want it in its log.
    func metadata(actor: String?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["duration_ms": "\(duration.milliseconds)"]
        metadata["client"] = client.map { "\($0.lowercaseString)" }
        metadata["actor"] = actor.map { "\($0)" }
        metadata["mutations"] = mutations.map { "\($0)" }
        metadata["rejected"] = rejected.map { "\($0)" }
        metadata["version"] = version.map { "\($0)" }
        metadata["encoding"] = encoding.map { "\($0)" }
        metadata["code"] = code.map { "\($0)" }
        return metadata
    }

    func describe(to span: any Tracing.Span) {
        span.updateAttributes { attributes in
            if let client { attributes["lockstep.client"] = client.lowercaseString }
            if let mutations { attributes["lockstep.mutations"] = mutations }
            if let rejected { attributes["lockstep.rejected"] = rejected }
            if let version { attributes["lockstep.version"] = version }
            if let encoding { attributes["lockstep.encoding"] = encoding }
            if let code { attributes["lockstep.code"] = code }
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
