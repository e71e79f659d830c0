import Lockstep
import LockstepServer

/// What a handler is lent of a mutation's transaction.
///
/// Not `Sendable`: it belongs to the writer's connection, and to one call of a handler.
final class SQLiteHandlerTransaction<Schema: ServerSchema>: HandlerTransaction {
    /// The last error that SQLite gave the handler, which may have caught it.
    private(set) var failure: SQLiteError?

    private let recorder: Recorder
    private let context: MutationContext
    private var connection: SQLiteConnection?

    init(on connection: SQLiteConnection, _ recorder: Recorder, in context: MutationContext) {
        self.connection = connection
        self.recorder = recorder
        self.context = context
    }

    /// The handler has returned.
    func end() {
        connection = nil
    }

    func read<Value>(_ query: Query<Schema, Value>) throws -> Value {
        try noting { connection in try query.fetch(connection.statement(query.sql)) }
    }

    func apply(_ mutation: Schema.Mutation) throws {
        try noting { connection in
            try connection.statement("SAVEPOINT lockstep_handler" as StaticString).run()
            recorder.beginBatch()
            do {
                try Schema.apply(mutation, to: connection, in: context)
            } catch {
                recorder.cancelBatchOfMutation()
                if !connection.isAutocommit {
                    try connection.statement("ROLLBACK TO lockstep_handler" as StaticString).run()
                    try connection.statement("RELEASE lockstep_handler" as StaticString).run()
                }
                throw error
            }
            recorder.endBatch()
            try connection.statement("RELEASE lockstep_handler" as StaticString).run()
        }
    }

    private func noting<Result>(_ body: (SQLiteConnection) throws -> Result) throws -> Result {
        guard let connection else { throw HandlerTransactionOver() }
        do {
            return try body(connection)
        } catch let error as SQLiteError {
            failure = error
            throw error
        }
    }
}

extension MutationHandler {
    /// Runs the code for a mutation.
    ///
    /// - Throws: `MutationRejection` or `FailedCondition` as the code throws it; SQLite's error if it is what the code
    ///   let through, or if SQLite has ended the transaction, whatever the code made of that; else `HandlerFailed`.
    func run(
        _ mutation: Schema.Mutation, on connection: SQLiteConnection, _ recorder: Recorder, in context: MutationContext
    ) throws {
        let transaction = SQLiteHandlerTransaction<Schema>(on: connection, recorder, in: context)
        defer { transaction.end() }
        do {
            try run(transaction)
        } catch let error as SQLiteError where error == transaction.failure && error.isOfStatement {
            throw error
        } catch {
            if connection.isAutocommit, let failure = transaction.failure { throw failure }
            switch error {
            case is MutationRejection, is FailedCondition: throw error
            default: throw HandlerFailed(mutation: mutation.name, underlying: error)
            }
        }
        if connection.isAutocommit, let failure = transaction.failure { throw failure }
    }
}

extension SQLiteError {
    /// False for what only a fault of the app or of the file explains, however the statement was reached: SQL that
    /// cannot be prepared, a value that is not of its column's type.
    fileprivate var isOfStatement: Bool { phase == .step || phase == .bind }
}
