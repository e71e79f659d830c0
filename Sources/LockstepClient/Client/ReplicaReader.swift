import Foundation
import GRDB

/// A replica as GRDB reads it: `SyncClient.reader`.
///
/// It reads through connections of its own, opened read-only at the first read: a read that lasts takes none from the live
/// queries, and nothing that is done to them reaches the connection that writes. Only observations begin at the replica's
/// own pool, which knows of every change; GRDB's requirement for that, `_add`, is none that its documentation names, so a
/// version of GRDB that changes it needs a change here.
final class ReplicaReader: DatabaseReader {
    private struct Connections: Sendable {
        var pool: DatabasePool?
        var isClosed = false
    }

    private let replica: DatabasePool
    private let connections = Guarded(Connections())

    let configuration: Configuration

    init(of replica: DatabasePool) {
        self.replica = replica
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "Lockstep.reader"
        self.configuration = configuration
    }

    var path: String { replica.path }

    private func pool() throws -> DatabasePool {
        try connections.withLock { connections in
            if connections.isClosed { throw ClientError.closed }
            if let pool = connections.pool { return pool }
            let pool = try DatabasePool(path: replica.path, configuration: configuration)
            connections.pool = pool
            return pool
        }
    }

    /// Ends every use of the reader.
    func closeWithReplica() throws {
        let pool = connections.withLock { connections in
            connections.isClosed = true
            return connections.pool.take()
        }
        try pool?.close()
    }
}

// MARK: - DatabaseReader

extension ReplicaReader {
    /// Closes the connections that read. The next read opens others; only `SyncClient.close()` ends that.
    func close() throws {
        try connections.withLock { $0.pool.take() }?.close()
    }

    func interrupt() {
        connections.withLock { $0.pool }?.interrupt()
    }

    @_disfavoredOverload
    func read<T>(_ value: (Database) throws -> T) throws -> T {
        try pool().read(value)
    }

    func read<T: Sendable>(_ value: @Sendable (Database) throws -> T) async throws -> T {
        try await pool().read(value)
    }

    func asyncRead(_ value: @escaping @Sendable (Result<Database, any Error>) -> Void) {
        do {
            try pool().asyncRead(value)
        } catch {
            value(.failure(error))
        }
    }

    @_disfavoredOverload
    func unsafeRead<T>(_ value: (Database) throws -> T) throws -> T {
        try pool().unsafeRead(value)
    }

    func unsafeRead<T: Sendable>(_ value: @Sendable (Database) throws -> T) async throws -> T {
        try await pool().unsafeRead(value)
    }

    func asyncUnsafeRead(_ value: @escaping @Sendable (Result<Database, any Error>) -> Void) {
        do {
            try pool().asyncUnsafeRead(value)
        } catch {
            value(.failure(error))
        }
    }

    func unsafeReentrantRead<T>(_ value: (Database) throws -> T) throws -> T {
        try pool().unsafeReentrantRead(value)
    }

    func _add<Reducer: ValueReducer>(
        observation: ValueObservation<Reducer>, scheduling scheduler: some ValueObservationScheduler,
        onChange: @escaping @Sendable (Reducer.Value) -> Void
    ) -> AnyDatabaseCancellable {
        var observation = observation
        // It would be given the connection that writes.
        observation.requiresWriteAccess = false
        return replica._add(observation: observation, scheduling: scheduler, onChange: onChange)
    }
}
