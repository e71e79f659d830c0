import Lockstep
import TestSupport
import Testing

/// What happened when the generated code of a schema ran on SQLite: mutations with arbitrary arguments, which travel as
/// JSON first, and between them every query.
struct Exercise {
    private(set) var applied: [String: Int] = [:]
    private(set) var refused: [String: Int] = [:]

    /// The most rows that each replicated table had at a time.
    private(set) var rows: [String: Int] = [:]

    /// As clients run it.
    mutating func runOnClient<Schema: SyncSchema>(_ schema: Schema.Type, seed: UInt64) throws {
        let database = try MemoryDatabase(migrations: Schema.migrations)
        try run(schema, on: database, seed: seed) { try $0.apply(to: database.connection, in: $1) }
    }

    /// As servers run it: what was applied before a condition failed is rolled back.
    mutating func runOnServer<Schema: ServerSchema>(_ schema: Schema.Type, seed: UInt64) throws {
        let database = try MemoryDatabase(migrations: Schema.serverMigrations)
        try database.addLog()
        try database.connection.execute(Schema.rowVersionSQL)
        try run(schema, on: database, seed: seed) { mutation, context in
            // No client pushes a mutation of tables of its own.
            guard !mutation.description.isLocal else { return }
            try Schema.checkConditions(of: mutation, on: database.connection, in: context)
            try Schema.apply(mutation, to: database.connection, in: context)
        }
    }

    private mutating func run<Schema: SyncSchema>(
        _ schema: Schema.Type, on database: MemoryDatabase, seed: UInt64,
        apply: (Schema.Mutation, MutationContext) throws -> Void
    ) throws {
        var generator = SeededGenerator(seed: seed)
        try ask(schema, database, &generator)
        guard !Schema.Mutation.descriptions.isEmpty else { return }
        for number in 1...200 {
            let mutation = try travelled(Schema.Mutation.arbitrary(using: &generator))
            let context = MutationContext(
                actor: "01950000-0000-7000-8000-00000000000a", now: 1_767_225_600_000 + Int64(number),
                committedAt: 1_767_225_600_500 + Int64(number))
            let isApplied = try database.transaction { try apply(mutation, context) }
            if isApplied {
                applied[mutation.name, default: 0] += 1
            } else {
                refused[mutation.name, default: 0] += 1
            }
            for table in Schema.tables where number % 20 == 0 {
                rows[table.name] = max(rows[table.name] ?? 0, try database.rowCount(of: table.name))
            }
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

    /// Decoding fails for a NULL or a type that was not declared.
    private func ask<Schema: SyncSchema>(
        _ schema: Schema.Type, _ database: MemoryDatabase, _ generator: inout SeededGenerator
    ) throws {
        for query in Schema.arbitraryQueries(using: &generator) { try fetch(query, from: database) }
    }

    /// Queries about tables of the other side are left out.
    private func fetch(_ query: some SchemaQuery, from database: MemoryDatabase) throws {
        let query = query.query
        guard try query.reads.allSatisfy({ try database.hasTable($0.table) }) else { return }
        _ = try query.fetch(database.connection.statement(query.sql))
    }
}
