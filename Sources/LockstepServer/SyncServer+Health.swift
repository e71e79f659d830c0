import Lockstep
import Logging

extension SyncServer {
    /// Answers `GET /sync/health`: 200 with the newest version if a push could be committed, which is tried at most once
    /// a second; else 503 with a reason (`StoreNotReady.Reason`). Nothing is written.
    ///
    /// It says whether to send requests here. Whether the process lives is `liveness()`: one that is not ready must not be
    /// restarted, since that mends neither a full disk nor a database that somebody else has locked.
    public func health() async -> SyncResponse {
        if gate.isDraining { return notReady(.draining) }
        switch await healthCheck.outcome() {
        case .success(let head):
            broadcast.publish(head.version)
            return SyncResponse(
                status: 200,
                body: JSONWriter.write { json in
                    json.object {
                        $0.key("status")
                        $0.string("ok")
                        $0.key("schema")
                        SchemaIdentity(of: Schema.self).encode(to: &$0)
                        $0.key("version")
                        $0.int64(head.version)
                    }
                })
        case .failure(let problem):
            logger.warning("Not ready.", metadata: ["reason": "\(problem.reason.rawValue)"])
            return notReady(problem)
        }
    }

    /// Answers `GET /sync/health/live`: 200 as long as the process answers at all.
    public func liveness() -> SyncResponse {
        SyncResponse(
            status: 200,
            body: JSONWriter.write { json in
                json.object {
                    $0.key("status")
                    $0.string("alive")
                }
            })
    }

    private func notReady(_ problem: StoreNotReady) -> SyncResponse {
        SyncResponse(
            status: 503, retryAfter: configuration.retryAfter,
            body: JSONWriter.write { json in
                json.object { json in
                    json.key("error")
                    json.object {
                        $0.key("code")
                        $0.string(ErrorResponse.Code.unavailable.rawValue)
                        $0.key("message")
                        $0.string(problem.description)
                        $0.key("reason")
                        $0.string(problem.reason.rawValue)
                    }
                }
            })
    }
}
