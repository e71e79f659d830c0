import Foundation
import GRDB
import Lockstep

/// One client's file: a pool of connections, of which one writes.
final class Replica<Schema: SyncSchema>: Sendable {
    let pool: ReplicaPool
    let reader: ReplicaReader
    let hub = LiveHub()
    let liveReads: LiveReads
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
    /// (`Replica.init`, `open`, `write`, `writeNow`, `close`, `deinit`), and what they return is `Sendable`. The
    /// writer is made there as well. Its last release may be anywhere; by then it was closed on that queue, and has
    /// neither statements nor a hook on the connection.
    private struct Writer: @unchecked Sendable {
        let value: ReplicaWriter<Schema>
    }

    private let writer: Writer

    /// The derived tables by name, with what they follow from.
    private let derivedTables = Schema.derivedTables.map {
        (name: $0.name, sources: RowInterest($0.sources, tables: Schema.tables))
    }

    let watch: FileWatch

    private init(
        _ pool: ReplicaPool, _ writer: Writer, path: String, _ opener: Opener, openingState: ReplicaState,
        oldestPending: Int64?, configuration: ClientConfiguration
    ) {
        self.pool = pool
        reader = ReplicaReader(of: pool.connections)
        self.writer = writer
        self.path = path
        self.openingState = openingState
        openingOldestPending = oldestPending
        actor = opener.actor
        migrations = ReplicaOpening<Schema>.migrations
        environment = opener.environment
        self.configuration = configuration
        snapshotFile = SnapshotFile(besideReplicaAt: pool.path, write: environment.write)
        // The others are for reads that are asked for once, and for GRDB's.
        liveReads = LiveReads(
            pool, maximumConnections: max(pool.connections.configuration.maximumReaderCount - 2, 1))
        watch = FileWatch(path: pool.path, environment: environment, interval: configuration.filePollInterval) {
            [pool, writer, hub] in
            pool.write { database in
                do {
                    try Self.announceOthers(writer.value, hub, in: database)
                } catch let error as ClientError where error.code == .signedOut {
                    hub.close()
                } catch {
                    // Whoever is woken reads the file, and is told what is wrong with it.
                    hub.wakeAll()
                }
            }
        }
    }

    deinit {
        // The pool may live on as the app's reader, and another task may use its writing connection right now.
        pool.write { [writer] _ in writer.value.close() }
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
        return try await environment.blocking.value {
            try openBlocking(at: path, opener, configuration: configuration)
        }
    }

    private static func openBlocking(
        at path: String, _ opener: Opener, configuration: ClientConfiguration
    ) throws -> Replica {
        try ClientError.opening(path) {
            var settings = Configuration()
            settings.busyMode = .timeout(configuration.busyTimeout.seconds)
            settings.label = "Lockstep"
            settings.prepareDatabase { database in
                try database.execute(sql: Lockstep.SQLiteConnection.settings)
                guard !database.configuration.readonly else { return }
                try database.execute(sql: Lockstep.SQLiteConnection.writeAheadLog)
            }
            let pool = try DatabasePool(path: path, configuration: settings)
            let (writer, state, oldest) = try pool.writeWithoutTransaction { database in
                let writer = try makeWriter(database, opener)
                return try (Writer(value: writer), writer.state(), writer.oldestPending())
            }
            return Replica(
                ReplicaPool(pool, opener.environment.blocking), writer, path: path, opener, openingState: state,
                oldestPending: oldest,
                configuration: configuration)
        }
    }

    /// Closes the file. Calls that wait end with an error.
    func close() async throws {
        hub.close()
        await withCheckedContinuation { continuation in
            pool.write { [writer] _ in
                writer.value.close()
                continuation.resume()
            }
        }
        try await environment.blocking.value { [pool, reader, watch] in
            watch.close()
            try ClientError.wrapping {
                // One that fails is no reason to keep the other open.
                let closing = Result { try reader.closeWithReplica() }
                try pool.connections.close()
                try closing.get()
            }
        }
    }
}

// MARK: - Access

extension Replica {
    /// Runs `body` in one immediate transaction. Once begun it is not cancelled with the task.
    ///
    /// - Parameters:
    ///   - isShort: It takes milliseconds: what other processes wrote may be told after it.
    ///   - snapshot: A file that the writer attaches for the time of the transaction.
    func write<Value: Sendable>(
        isShort: Bool = false, attaching snapshot: SnapshotFile? = nil,
        _ body: @escaping @Sendable (ReplicaWriter<Schema>) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.write { [self] database in
                continuation.resume(
                    with: Result {
                        try ClientError.wrapping {
                            guard let snapshot else { return try healingTransaction(database, isShort: isShort, body) }
                            guard !writer.value.isClosed else { throw ClientError.closed }
                            return try writer.value.attaching(snapshot) {
                                try healingTransaction(database, isShort: isShort, body)
                            }
                        }
                    })
            }
        }
    }

    /// Runs `body` in one immediate transaction, and waits for it on this thread.
    func writeNow<Value: Sendable>(_ body: (ReplicaWriter<Schema>) throws -> Value) throws -> Value {
        try ClientError.wrapping {
            try pool.connections.writeWithoutTransaction { try healingTransaction($0, isShort: true, body) }
        }
    }

    /// Runs `body` again if an index was found damaged that can be filled.
    private func healingTransaction<Value: Sendable>(
        _ database: Database, isShort: Bool, _ body: (ReplicaWriter<Schema>) throws -> Value
    ) throws -> Value {
        do {
            return try transaction(database, isShort: isShort, body)
        } catch let error where Self.isDamagedDerivedTable(error) {
            try transaction(database, isShort: isShort) { try $0.fillDerivedTables() }
            return try transaction(database, isShort: isShort, body)
        }
    }

    private func transaction<Value: Sendable>(
        _ database: Database, isShort: Bool, _ body: (ReplicaWriter<Schema>) throws -> Value
    ) throws -> Value {
        let writer = writer.value
        guard !writer.isClosed else { throw ClientError.closed }
        try database.beginTransaction(.immediate)
        writer.beginTransaction()
        defer { writer.endTransaction() }
        do {
            // Until this transaction ends nobody asks on this queue, and nobody else writes.
            if !isShort { try Self.announceOthers(writer, hub, in: database) }
            try writer.checkOwner()
            try writer.followDerivedTables()
            let value = try body(writer)
            let change = try writer.finishTransaction()
            if writer.keepsDerivedTables {
                try notifyObservers(of: change, in: database)
            } else {
                // GRDB asks for the columns of every table, and an index that is lost has none. A write must not fail for
                // it; observations miss the change.
                try? notifyObservers(of: change, in: database)
            }
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
    func closeIfSignedOut(_ error: any Error) {
        if (error as? ClientError)?.code == .signedOut { hub.close() }
    }

    /// Tells GRDB's observations, which do not see statements that are not GRDB's.
    private func notifyObservers(of change: ReplicaChange, in database: Database) throws {
        // Nothing is left that could be observed.
        if change.isEmptied { return database.clearSchemaCache() }
        switch change.rows {
        case .everything:
            try database.notifyChanges(in: .fullDatabase)
        case .net(let net):
            for index in net.columns.keys { try database.notifyChanges(in: Table(Schema.tables[index].name)) }
            for name in change.otherTables { try database.notifyChanges(in: Table(name)) }
            for (name, sources) in derivedTables where sources.isTouched(by: change) {
                try database.notifyChanges(in: Table(name))
            }
        }
    }
}

// MARK: - Other processes

extension Replica {
    /// A place among those who wait for the replica to change.
    ///
    /// - Parameter wake: See `LiveHub.register(_:wake:)`.
    func register(_ interest: LiveInterest, wake: @escaping @Sendable () -> Void) -> LiveRegistration {
        LiveRegistration(interest, in: hub, watch, wake: wake)
    }

    /// Asks whether another process wrote, and wakes everybody if so: on the writer's queue, so that what is told of the
    /// replica is told in the order of its transactions.
    private static func announceOthers(
        _ writer: ReplicaWriter<Schema>, _ hub: LiveHub, in database: Database
    ) throws {
        guard !writer.isClosed, try writer.wasChangedByAnother() else { return }
        try writer.checkOwner()
        hub.publish(
            ReplicaChange(
                rows: .everything, pending: true, rejections: true, pendingCount: try writer.state().pendingCount,
                oldestPending: try writer.oldestPending(), isByAnother: true))
        // GRDB tells its observations at a commit. They are no reason to fail: who is woken reads the file.
        if database.isInsideTransaction {
            try? database.notifyChanges(in: .fullDatabase)
        } else {
            try? database.inTransaction(.deferred) {
                try database.notifyChanges(in: .fullDatabase)
                return .commit
            }
        }
    }
}

extension Database {
    /// A prepared statement that this connection keeps.
    func statement(_ sql: StaticString) throws -> Lockstep.SQLiteStatement {
        Lockstep.SQLiteStatement(try cachedStatement(sql: sql.description).sqliteStatement)
    }
}
