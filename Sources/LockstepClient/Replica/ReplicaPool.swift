import GRDB
import Lockstep

/// A replica's connections, reached from tasks without waiting on their threads.
struct ReplicaPool: Sendable {
    let connections: DatabasePool
    let blocking: BlockingWork

    /// Where the writer works in a simulation, in which the pool's own queue has no thread.
    private let writing: BlockingWork.Lane?

    init(_ connections: DatabasePool, _ blocking: BlockingWork) {
        self.connections = connections
        self.blocking = blocking
        writing = blocking.lane()
    }

    var path: String { connections.path }

    /// Runs `body` on the connection that writes, after what came before.
    func write(_ body: @escaping @Sendable (Database) -> Void) {
        guard let writing else { return connections.asyncWriteWithoutTransaction(body) }
        writing { [connections] in connections.writeWithoutTransaction(body) }
    }

    /// Runs `body` on a connection that reads one version of the file. When the task is cancelled a statement that runs is
    /// interrupted.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard writing != nil else { return try await connections.read(body) }
        return try await blocking.value { [connections] in try connections.read(body) }
    }

    /// As `read(_:)`, for whoever waits in another way.
    func read(_ body: @escaping @Sendable (Result<Database, any Error>) -> Void) {
        guard writing != nil else { return connections.asyncRead(body) }
        blocking.perform { [connections] in
            do {
                try connections.read { body(.success($0)) }
            } catch {
                body(.failure(error))
            }
        }
    }
}
