import Lockstep
import LockstepServer

/// The pool's writing connection, with Lockstep's statements and recorder on it.
///
/// `@unchecked Sendable`: made and used only inside the pool's writer, which runs one closure at a time.
final class SQLiteWriter<Schema: ServerSchema>: @unchecked Sendable {
    let connection: SQLiteConnection
    let recorder: Recorder
    private let deadline: MutationDeadline
    private let constraints = ClientConstraints(Schema.self)
    private var isClosed = false

    init(_ handle: OpaquePointer, monotonicClock: @escaping @Sendable () -> SuspendingClock.Instant) throws {
        connection = SQLiteConnection(handle)
        recorder = Recorder(on: connection, tables: Schema.tables)
        deadline = MutationDeadline(clock: monotonicClock)
        // GRDB opens WAL files with NORMAL, which may lose the last commits in a power cut. On Apple's systems only
        // fullfsync reaches the disk itself (https://www.sqlite.org/pragma.html#pragma_fullfsync).
        // temp_store also decides where a savepoint keeps the pages that it may have to restore. FILE allocates 64 KB
        // for every mutation anew, which costs more than the mutation.
        try connection.execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA temp_store = MEMORY;")
    }

    /// Makes or checks the tables.
    func open(now: Int64, random: () -> UInt64) throws {
        try withoutActuallyEscaping(random) { random in
            try inTransaction { try StoreOpening<Schema>(connection: connection, now: now, random: random).run() }
        }
    }

    /// Finalizes the statements, as must be done before the connection closes.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        recorder.remove()
        connection.close()
    }

    /// Runs `body` in a transaction in which row versions are those of the server's next log entry.
    func transaction<Result>(_ body: (SQLiteWriteTransaction<Schema>) throws -> Result) throws -> Result {
        guard !isClosed else { throw SQLiteStoreError.closed }
        return try inTransaction {
            try connection.statement("UPDATE lockstep_server SET writing = 1" as StaticString).run()
            recorder.beginTransaction()
            recorder.isRecording = true
            defer { recorder.isRecording = false }
            let result = try body(
                SQLiteWriteTransaction(
                    connection: connection, recorder: recorder, deadline: deadline, constraints: constraints))
            try connection.statement("UPDATE lockstep_server SET writing = 0" as StaticString).run()
            return result
        }
    }

    private func inTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.statement("BEGIN IMMEDIATE" as StaticString).run()
        do {
            let result = try body()
            try connection.statement("COMMIT" as StaticString).run()
            return result
        } catch {
            if !connection.isAutocommit {
                // ROLLBACK takes effect even where it reports an error; the error that led here is the one to tell.
                try? connection.statement("ROLLBACK" as StaticString).run()
            }
            throw error
        }
    }
}
