public import Lockstep

/// Where a server keeps its tables, its log and its clients: a database with transactions.
///
/// `SyncServer` decides; a store reads and writes. It knows neither HTTP nor JSON bodies, neither cursors nor the
/// rules of a push. `StoreContract` (in the package's tests) is this page as a program: a store that passes it can
/// stand below a server.
///
/// Implementation guidance:
/// * **One writer.** `write` calls run one after the other, and other processes may change the same tables: the store
///   takes the database's write lock before `body` reads anything, so that what `body` reads is still true when it
///   commits. The server collects pushes, so that few calls wait.
/// * **Durability.** `write` returns after the commit has reached the disk: what it returned for survives a power cut.
/// * **Cancellation.** `write` ignores the cancellation of the task that calls it: once begun it commits or rolls back
///   by `body`'s result alone. `read` may throw when its task is cancelled.
/// * **Errors.** There are four kinds, and the store tells them apart: `MutationRejection` says that the mutation
///   fails however often it is tried; `TransactionLost` says that the database ended the transaction by itself;
///   `MutationTimedOut` says that the mutation was interrupted, having run for longer than it may; any other error is transient (busy, I/O, full disk, lost connection, a fault in the store's own tables) and says
///   nothing about a mutation.
/// * **Row versions.** Every change of a replicated row, whoever makes it, leaves the version of its log entry beside
///   the row's key, also after the row is gone. A change that does not come through `SyncServer` gets a log entry of
///   kind `external` in the transaction that makes it.
/// * **Drivers that only offer asynchronous calls.** `body` is synchronous, since there is one writer. Run it on a
///   thread of the store's own, which waits for each answer.
public protocol SyncStore<Schema>: Sendable {
    associatedtype Schema: ServerSchema
    associatedtype WriteTransaction: StoreWriteTransaction<Schema>
    associatedtype ReadTransaction: StoreReadTransaction

    /// Runs `body` in a transaction that holds the write lock from its start, and commits it durably.
    ///
    /// If `body` throws, nothing of it stays, and its error is thrown. If the commit fails, nothing stays either.
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (WriteTransaction) throws -> Result
    ) async throws -> Result

    /// Runs `body` in a transaction that sees one state of the database from its first read to its last.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (ReadTransaction) throws -> Result
    ) async throws -> Result

    /// Tells whether a push could be committed, for those who watch the server. Nothing is written.
    ///
    /// - Returns: The newest entry of the log, read while holding the write lock.
    /// - Throws: `StoreNotReady`, or any other error if the store cannot tell what is wrong.
    func checkReadiness() async throws -> LogHead

    /// What makes snapshots of the database. Nil if nothing does: whatever its size, a step is then said in rows.
    var snapshotSource: (any SnapshotSource)? { get }
}

extension SyncStore {
    public var snapshotSource: (any SnapshotSource)? { nil }
}
