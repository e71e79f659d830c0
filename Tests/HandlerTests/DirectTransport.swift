import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

/// The way to a server in the same process.
struct DirectTransport: SyncTransport {
    let server: SyncServer<Mailroom, SQLiteStore<Mailroom>>
    let user: String

    func post(_ path: String, body: [UInt8]) async throws -> TransportResponse {
        let answer =
            path == SyncProtocol.pushPath
            ? await server.push(body, actor: user) : await server.pull(body, actor: user)
        return TransportResponse(
            status: answer.status, retryAfter: answer.retryAfter.map { .seconds($0) }, body: answer.body)
    }

    func events() -> AsyncThrowingStream<TransportEvent, any Error> {
        AsyncThrowingStream { $0.finish() }
    }

    func download(_ path: String, range: Range<Int64>, ifRange etag: String?) async throws -> TransportDownload {
        throw TransportError(.unreachable, "There are no snapshots here.")
    }
}
