import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

/// `Board` with something that the server does not do.
private protocol DemandingBoard: ServerSchema where Mutation == BoardMutation {}

extension DemandingBoard {
    static var name: String { Board.name }
    static var version: Int { Board.version }
    static var fingerprint: String { Board.fingerprint }
    static var migrations: [Migration] { Board.migrations }
    static var tables: [TableDescription] { Board.tables }
    static var rowVersionSQL: String { Board.rowVersionSQL }

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        []
    }
}

private enum HandledBoard: DemandingBoard {
    static let handledMutations = [HandledMutation("addCard", .before)]
}

@Suite("A schema that this version cannot serve")
struct UnsupportedSchemaTests {
    @Test("with handlers gets neither a store nor a server")
    func handlers() throws {
        try expectRefusal(
            of: HandledBoard.self,
            """
            Board has mutations with a handler (`addCard`), and this version of Lockstep cannot be given handlers. Leave \
            out `-- handler:` and write the mutation in SQL.
            """)
    }

    private func expectRefusal<Schema: ServerSchema>(of schema: Schema.Type, _ message: String) throws {
        let file = try TemporaryFile()
        let error = #expect(throws: UnsupportedSchema.self) { try SQLiteStore(schema, path: file.path) }
        #expect(error?.description == message)
        #expect(throws: UnsupportedSchema.self) { try SyncServer(schema, store: UnreachableStore<Schema>()) }
    }
}

/// A store that no request gets to.
private struct UnreachableStore<Schema: ServerSchema>: SyncStore {
    typealias WriteTransaction = SQLiteWriteTransaction<Schema>
    typealias ReadTransaction = SQLiteReadTransaction

    struct Reached: Error {}

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (WriteTransaction) throws -> Result
    ) async throws -> Result {
        throw Reached()
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (ReadTransaction) throws -> Result
    ) async throws -> Result {
        throw Reached()
    }
}
