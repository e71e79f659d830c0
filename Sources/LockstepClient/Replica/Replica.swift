import Foundation
import GRDB
import Lockstep

/// One client's file: a pool of connections, of which one writes.
final class Replica<Schema: SyncSchema>: Sendable {
    let pool: DatabasePool
    let hub: LiveHub
    let environment: ClientEnvironment
    let configuration: ClientConfiguration
    let metrics = RebaseMetrics()

    /// Lets closures that run on the writer's queue reach what belongs to it.
    ///
    /// `@unchecked Sendable`: `value` is read only inside closures that the pool runs on its writer's serial queue
    /// (`Replica.open`, `Replica.write`, `Replica.close`, `Replica.deinit`), and what they return is `Sendable`. The
    /// writer is made there as well. Its last release may be anywhere; by then it was closed on that queue, and has
    /// neither statements nor a hook on the connection.
    private struct Writer: @unchecked Sendable {
        let value: ReplicaWriter<Schema>
    }

    private let writer: Writer

    private init(
        _ pool: DatabasePool, _ writer: Writer, environment: ClientEnvironment, configuration: ClientConfiguration
    ) {
        self.pool = pool
        self.writer = writer
        self.environment = environment
        self.configuration = configuration
        hub = LiveHub(environment: environment, pollInterval: configuration.filePollInterval)
    }

    deinit {
        // The pool may live on as the app's reader, and another task may use its writing connection right now.
        pool.asyncWriteWithoutTransaction { [writer] _ in writer.value.close() }
    }
}

// MARK: - Opening and closing

extension Replica {
    /// Opens a file, or makes it.
    static func open(
        at path: String, actor: String, environment: ClientEnvironment, configuration: ClientConfiguration
    ) async throws -> Replica {
        // Opening waits for locks and the disk, which a task's thread must not.
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try openBlocking(
                            at: path, actor: actor, environment: environment, configuration: configuration)
                    })
            }
        }
    }

    private static func openBlocking(
        at path: String, actor: String, environment: ClientEnvironment, configuration: ClientConfiguration
    ) throws -> Replica {
        try ClientError.wrapping {
            var settings = Configuration()
            settings.busyMode = .timeout(configuration.busyTimeout.seconds)
            settings.label = "Lockstep"
            settings.prepareDatabase { try $0.execute(sql: Lockstep.SQLiteConnection.settings) }
            let pool = try DatabasePool(path: path, configuration: settings)
            let writer = try pool.writeWithoutTransaction { database in
                try makeWriter(database, actor: actor, environment: environment)
            }
            return Replica(pool, writer, environment: environment, configuration: configuration)
        }
    }

    private static func makeWriter(
        _ database: Database, actor: String, environment: ClientEnvironment
    ) throws -> Writer {
        // The pool has set NORMAL, with which a commit may be lost when the power fails.
        // Without fullfsync a commit may be in the drive's cache only, on Apple's systems
        // (https://www.sqlite.org/pragma.html#pragma_fullfsync).
        try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
        // A step's pages stay in memory until it commits, and are copied from the log into the file less often: in a
        // large replica the rows of a step lie on as many pages (https://www.sqlite.org/wal.html#ckpt).
        try database.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000")
        guard let handle = database.sqliteConnection else { throw ClientError.closed }
        let connection = Lockstep.SQLiteConnection(handle)
        // Before any statement is prepared: a DELETE prepared without the hook may drop rows unseen.
        let recorder = Recorder(on: connection, tables: Schema.tables)
        try database.inTransaction(.immediate) {
            var generator = EnvironmentGenerator(environment: environment)
            let client = UUID.v7(at: environment.now(), using: &generator)
            try ReplicaOpening<Schema>(connection).open(actor: actor, newClient: client)
            return .commit
        }
        return Writer(value: try ReplicaWriter<Schema>(connection, recorder: recorder, actor: actor))
    }

    /// Closes the file. Calls that wait end with an error.
    func close() async throws {
        hub.close()
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [writer] _ in
                writer.value.close()
                continuation.resume()
            }
        }
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [pool] in
                continuation.resume(with: Result { try ClientError.wrapping { try pool.close() } })
            }
        }
    }
}

// MARK: - Access

extension Replica {
    /// Runs `body` in one immediate transaction. Once begun it is not cancelled with the task.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (ReplicaWriter<Schema>) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] database in
                continuation.resume(with: Result { try ClientError.wrapping { try transaction(database, body) } })
            }
        }
    }

    private func transaction<Value: Sendable>(
        _ database: Database, _ body: (ReplicaWriter<Schema>) throws -> Value
    ) throws -> Value {
        let writer = writer.value
        guard !writer.isClosed else { throw ClientError.closed }
        try database.beginTransaction(.immediate)
        writer.beginTransaction()
        defer { writer.endTransaction() }
        do {
            let value = try body(writer)
            let change = try writer.finishTransaction()
            try notifyObservers(of: change, in: database)
            try database.commit()
            hub.publish(change)
            return value
        } catch {
            // The first error says what happened; a rollback that fails leaves SQLite to roll back at closing.
            try? database.rollback()
            throw error
        }
    }

    /// Tells GRDB's observations, which do not see statements that are not GRDB's.
    private func notifyObservers(of change: ReplicaChange, in database: Database) throws {
        switch change.rows {
        case .everything:
            try database.notifyChanges(in: .fullDatabase)
        case .net(let net):
            for index in net.columns.keys { try database.notifyChanges(in: Table(Schema.tables[index].name)) }
            for name in change.otherTables { try database.notifyChanges(in: Table(name)) }
        }
    }

    /// Runs `body` on a connection that reads one version of the file.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !hub.isClosed else { throw ClientError.closed }
        do {
            return try await ClientError.wrapping { try await pool.read(body) }
        } catch {
            // The pool interrupts the statements of a task that is cancelled.
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
    }

    /// Asks whether another process wrote, and wakes everybody if so: on the writer's queue, so that what is told of the
    /// replica is told in the order of its transactions.
    func poll() async throws {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [writer, hub] _ in
                continuation.resume(
                    with: Result {
                        try ClientError.wrapping {
                            if let change = try Self.changeByAnother(writer.value) { hub.publish(change) }
                        }
                    })
            }
        }
    }

    private static func changeByAnother(_ writer: ReplicaWriter<Schema>) throws -> ReplicaChange? {
        guard !writer.isClosed, try writer.wasChangedByAnother() else { return nil }
        return ReplicaChange(
            rows: .everything, pending: true, rejections: true, pendingCount: try writer.state().pendingCount,
            isByAnother: true)
    }
}

extension Database {
    /// A prepared statement that this connection keeps.
    func statement(_ sql: StaticString) throws -> Lockstep.SQLiteStatement {
        Lockstep.SQLiteStatement(try cachedStatement(sql: sql.description).sqliteStatement)
    }
}
