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
    let snapshotFile: SnapshotFile
    let path: String

    /// Whose replica it is, and the hash of the migrations that made its tables: the file is this client's as long as it
    /// says the same.
    let actor: String
    let migrations: String

    /// How the replica stood when it was opened, and when its oldest pending mutation had been made.
    let openingState: ReplicaState
    let openingOldestPending: Int64?

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
        _ pool: DatabasePool, _ writer: Writer, path: String, _ opener: Opener, openingState: ReplicaState,
        oldestPending: Int64?, configuration: ClientConfiguration
    ) {
        self.pool = pool
        self.writer = writer
        self.path = path
        self.openingState = openingState
        openingOldestPending = oldestPending
        actor = opener.actor
        migrations = ReplicaOpening<Schema>.migrations
        environment = opener.environment
        self.configuration = configuration
        snapshotFile = SnapshotFile(besideReplicaAt: pool.path, write: environment.write)
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
        at path: String, actor: String, ifOtherActor: OtherActorChoice = .fail, environment: ClientEnvironment,
        configuration: ClientConfiguration
    ) async throws -> Replica {
        let opener = Opener(actor: actor, ifOtherActor: ifOtherActor, environment: environment)
        // Opening waits for locks and the disk, which a task's thread must not.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try openBlocking(at: path, opener, configuration: configuration)
                    })
            }
        }
    }

    private static func openBlocking(
        at path: String, _ opener: Opener, configuration: ClientConfiguration
    ) throws -> Replica {
        try ClientError.opening(path) {
            var settings = Configuration()
            settings.busyMode = .timeout(configuration.busyTimeout.seconds)
            settings.label = "Lockstep"
            settings.prepareDatabase { try $0.execute(sql: Lockstep.SQLiteConnection.settings) }
            let pool = try DatabasePool(path: path, configuration: settings)
            let (writer, state, oldest) = try pool.writeWithoutTransaction { database in
                let writer = try makeWriter(database, opener)
                return try (Writer(value: writer), writer.state(), writer.oldestPending())
            }
            return Replica(
                pool, writer, path: path, opener, openingState: state, oldestPending: oldest,
                configuration: configuration)
        }
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
    ///
    /// - Parameter snapshot: A file that the writer attaches for the time of the transaction.
    func write<Value: Sendable>(
        attaching snapshot: SnapshotFile? = nil, _ body: @escaping @Sendable (ReplicaWriter<Schema>) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] database in
                continuation.resume(
                    with: Result {
                        try ClientError.wrapping {
                            guard let snapshot else { return try transaction(database, body) }
                            guard !writer.value.isClosed else { throw ClientError.closed }
                            return try writer.value.attaching(snapshot) { try transaction(database, body) }
                        }
                    })
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
            try writer.checkOwner()
            let value = try body(writer)
            let change = try writer.finishTransaction()
            try notifyObservers(of: change, in: database)
            try database.commit()
            hub.publish(change)
            return value
        } catch {
            // The first error says what happened; a rollback that fails leaves SQLite to roll back at closing.
            try? database.rollback()
            closeIfSignedOut(error)
            throw error
        }
    }

    /// Ends the client's use of a file that is another's: what waits ends too.
    private func closeIfSignedOut(_ error: any Error) {
        if (error as? ClientError)?.code == .signedOut { hub.close() }
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
            return try await ClientError.wrapping {
                try await pool.read { [self] database in
                    try checkOwner(database)
                    return try body(database)
                }
            }
        } catch {
            closeIfSignedOut(error)
            // The pool interrupts the statements of a task that is cancelled.
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
    }

    /// Makes sure that the file is still this client's: another process may have signed out.
    private func checkOwner(_ database: Database) throws {
        let isOwn: Bool
        do {
            let statement = try database.statement(ReplicaState.ownerSQL)
            try statement.bind(actor, at: 1)
            try statement.bind(migrations, at: 2)
            isOwn = try statement.first { _ in true } ?? false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // There is no such table.
            isOwn = false
        } catch let error as SQLiteError where error.isAboutSchema {
            isOwn = false
        }
        guard isOwn else { throw ClientError.signedOut }
    }

    /// Asks whether another process wrote, and wakes everybody if so: on the writer's queue, so that what is told of the
    /// replica is told in the order of its transactions.
    func poll() async throws {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] _ in
                continuation.resume(
                    with: Result<Void, any Error> {
                        do {
                            try ClientError.wrapping {
                                if let change = try Self.changeByAnother(writer.value) { hub.publish(change) }
                            }
                        } catch {
                            closeIfSignedOut(error)
                            throw error
                        }
                    })
            }
        }
    }

    private static func changeByAnother(_ writer: ReplicaWriter<Schema>) throws -> ReplicaChange? {
        guard !writer.isClosed, try writer.wasChangedByAnother() else { return nil }
        try writer.checkOwner()
        return ReplicaChange(
            rows: .everything, pending: true, rejections: true, pendingCount: try writer.state().pendingCount,
            oldestPending: try writer.oldestPending(), isByAnother: true)
    }
}

extension Database {
    /// A prepared statement that this connection keeps.
    func statement(_ sql: StaticString) throws -> Lockstep.SQLiteStatement {
        Lockstep.SQLiteStatement(try cachedStatement(sql: sql.description).sqliteStatement)
    }
}
