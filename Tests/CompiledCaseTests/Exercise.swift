import Lockstep
import TestSupport
import Testing

/// What happened when the generated code of a schema ran on SQLite: mutations with arbitrary arguments, which travel as
/// JSON first, and between them every query.
struct Exercise {
    private(set) var applied: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]
    private(set) var rowsOfQueries = 0

    mutating func run<Schema: SyncSchema>(_ schema: Schema.Type, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let database = try MemoryDatabase(migrations: Schema.migrations)
        try ask(schema, database, &generator)
        guard !Schema.Mutation.descriptions.isEmpty else { return }
        for number in 1...200 {
            let mutation = try travelled(Schema.Mutation.arbitrary(using: &generator))
            try apply(mutation, number: Int64(number), to: database)
            if number % 40 == 0 { try ask(schema, database, &generator) }
        }
        try database.check()
    }

    /// The mutation as it arrives elsewhere.
    private func travelled<Mutation: SyncMutation>(_ mutation: Mutation) throws -> Mutation {
        let arrived = try JSONReader.read(mutation.encodedArguments) {
            try Mutation(name: mutation.name, arguments: &$0)
        }
        #expect(arrived == mutation)
        #expect(arrived.encodedArguments == mutation.encodedArguments)
        return arrived
    }

    private mutating func apply(_ mutation: some SyncMutation, number: Int64, to database: MemoryDatabase) throws {
        let context = MutationContext(
            actor: "01950000-0000-7000-8000-00000000000a", now: 1_767_225_600_000 + number,
            committedAt: 1_767_225_600_500 + number)
        try database.connection.execute("SAVEPOINT mutation")
        do {
            try mutation.apply(to: database.connection, on: .client, in: context)
            try database.connection.execute("RELEASE mutation")
            applied[mutation.name, default: 0] += 1
        } catch let error as SQLiteError where error.isConstraint {
            try database.connection.execute("ROLLBACK TO mutation; RELEASE mutation")
            refused[mutation.name, default: 0] += 1
        }
    }

    /// Decoding fails for a NULL or a type that was not declared.
    private mutating func ask<Schema: SyncSchema>(
        _ schema: Schema.Type, _ database: MemoryDatabase, _ generator: inout SeededGenerator
    ) throws {
        for query in Schema.arbitraryQueries(using: &generator) {
            rowsOfQueries += try fetch(query, from: database)
        }
    }

    private func fetch(_ query: some SchemaQuery, from database: MemoryDatabase) throws -> Int {
        let value = try query.query.fetch(database.connection.statement(query.query.sql))
        return (value as? any Collection)?.count ?? 1
    }
}

extension SQLiteError {
    fileprivate var isConstraint: Bool { phase == .step && code == 19 }
}
