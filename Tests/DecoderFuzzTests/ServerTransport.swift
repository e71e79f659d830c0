import IssueListSchema
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

/// Calls a server in this process, without a network.
struct ServerTransport: SyncTransport {
    let server: SyncServer<IssueList, SQLiteStore<IssueList>>
    let actor: String

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let answer =
            path == SyncProtocol.pushPath
            ? await server.push(body, actor: actor) : await server.pull(body, actor: actor)
        return TransportResponse(status: answer.status, body: answer.body)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream { throw TransportError(.unreachable, "There are no events.") }
    }

    func download(_ path: String, range: Range<Int64>, ifRange etag: String?) async throws -> TransportDownload {
        TransportDownload(status: 404, chunks: AsyncThrowingStream { nil })
    }
}
