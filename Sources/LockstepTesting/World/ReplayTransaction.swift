import Lockstep

/// What a handler is lent where the log is run once more.
struct ReplayTransaction<Schema: ServerSchema>: HandlerTransaction {
    private let connection: SQLiteConnection
    private let context: MutationContext

    init(_ connection: SQLiteConnection, _ context: MutationContext) {
        self.connection = connection
        self.context = context
    }

    func read<Value>(_ query: Query<Schema, Value>) throws -> Value {
        try query.fetch(connection.statement(query.sql))
    }

    func apply(_ mutation: Schema.Mutation) throws {
        try connection.execute("SAVEPOINT handler")
        do {
            try Schema.apply(mutation, to: connection, in: context)
        } catch {
            if !connection.isAutocommit { try connection.execute("ROLLBACK TO handler; RELEASE handler") }
            throw error
        }
        try connection.execute("RELEASE handler")
    }
}
