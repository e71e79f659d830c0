public import Foundation
import GRDB
public import Lockstep
public import LockstepServer

/// A server's tables in one SQLite file, in WAL mode, opened through GRDB.
///
///     let store = try SQLiteStore(IssueTracker.self, path: "issues.sqlite")
///
/// The file is made if there is none. Commits are durable (`synchronous=FULL`). Other processes may read and change the
/// schema's tables while it is open: triggers give each changed row its version, and the change reaches every client.
/// Their connections need `PRAGMA recursive_triggers = ON` for statements with OR REPLACE.
///
/// A copy made by `VACUUM INTO` or SQLite's backup is a store too, signing keys included; copying the file alone leaves
/// out what is still in the write-ahead log.
public final class SQLiteStore<Schema: ServerSchema>: SyncStore {
    public let snapshotSource: (any SnapshotSource)?

    let pool: DatabasePool
    let blocking: BlockingWork

    /// Where the writer works in a simulation, in which the pool's own queue has no thread.
    let writing: BlockingWork.Lane?
    private let writer: SQLiteWriter<Schema>
    private let selections = Schema.tables.map { table in
        RowSelection(table, rules: Schema.readRules.filter { $0.table == table.name })
    }
    private let grantReading = GrantReading(Schema.readRules)

    /// Opens the file, and makes the tables in it if it is new.
    ///
    /// - Parameters:
    ///   - schema: The generated root type.
    ///   - path: The file.
    ///   - busyTimeout: How long a write waits for another process's.
    ///   - maximumReaderCount: Pulls that are read at the same time.
    ///   - clock: Milliseconds since 1970.
    ///   - monotonicClock: Measures how long a mutation runs, while it does.
    ///   - random: Random numbers, for the signing key and the first tag of a new file.
    /// - Throws: `SQLiteStoreError` if the file is not one of this schema in this version; SQLite's errors if it cannot
    ///   be opened.
    public convenience init(
        _ schema: Schema.Type,
        path: String,
        busyTimeout: Duration = .seconds(5),
        maximumReaderCount: Int = 5,
        clock: @Sendable () -> Int64 = { Date().millisecondsSince1970 },
        monotonicClock: @escaping @Sendable () -> SuspendingClock.Instant = { .now },
        random: @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) throws {
        try self.init(
            schema, path: path, busyTimeout: busyTimeout, maximumReaderCount: maximumReaderCount, clock: clock,
            monotonicClock: monotonicClock, random: random, blocking: .system)
    }

    /// Opens the file, and waits for it where it is told to.
    package init(
        _ schema: Schema.Type, path: String, busyTimeout: Duration, maximumReaderCount: Int,
        clock: @Sendable () -> Int64, monotonicClock: @escaping @Sendable () -> SuspendingClock.Instant,
        random: @Sendable () -> UInt64, blocking: BlockingWork
    ) throws {
        self.blocking = blocking
        writing = blocking.lane()
        var configuration = Configuration()
        configuration.label = "LockstepSQLiteStore"
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.maximumReaderCount = maximumReaderCount
        configuration.prepareDatabase { database in
            try database.execute(sql: Lockstep.SQLiteConnection.settings)
            guard !database.configuration.readonly else { return }
            try database.execute(sql: Lockstep.SQLiteConnection.writeAheadLog)
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        snapshotSource = SQLiteSnapshotSource<Schema>(
            path: path, selections: selections, grantReading: grantReading, blocking: blocking)
        writer = try pool.writeWithoutTransaction { database in
            guard let handle = database.sqliteConnection else { throw SQLiteStoreError.closed }
            let writer = try SQLiteWriter<Schema>(handle, monotonicClock: monotonicClock)
            try writer.open(now: clock(), random: random)
            return writer
        }
    }

    /// Closes the file. Pushes and pulls that come later fail as transient.
    public func close() throws {
        pool.writeWithoutTransaction { [writer] _ in writer.close() }
        try pool.close()
    }

    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteWriteTransaction<Schema>) throws -> Result
    ) async throws -> Result {
        // GRDB's `write` interrupts SQLite when the task is cancelled; this form knows of no task.
        try await withCheckedThrowingContinuation { continuation in
            let write = { @Sendable [writer] (_: Database) in
                continuation.resume(with: Swift.Result { try writer.transaction(body) })
            }
            guard let writing else { return pool.asyncWriteWithoutTransaction(write) }
            writing { [pool] in pool.writeWithoutTransaction(write) }
        }
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (SQLiteReadTransaction) throws -> Result
    ) async throws -> Result {
        try await reading { [selections, grantReading] database in
            try body(
                SQLiteReadTransaction(selections: selections, grantReading: grantReading) { sql in
                    Lockstep.SQLiteStatement(try database.cachedStatement(sql: sql).sqliteStatement)
                })
        }
    }

    /// Runs `body` on a connection that reads one version of the file.
    func reading<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        guard writing != nil else { return try await pool.read(body) }
        return try await blocking.value { [pool] in try pool.read(body) }
    }
}

extension SyncStore {
    /// A SQLite file; see `SQLiteStore`.
    public static func sqlite<Schema: ServerSchema>(_ path: String) throws -> SQLiteStore<Schema>
    where Self == SQLiteStore<Schema> {
        try SQLiteStore(Schema.self, path: path)
    }
}
