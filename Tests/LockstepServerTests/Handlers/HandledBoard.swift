import Lockstep
import LockstepServer
import ServerTestSupport

/// `Board` with handlers: `renameBoard` has one before its statements, `addMember` one instead of them, `createBoard` and
/// `deleteBoard` have one after their commit.
enum HandledBoard: ServerSchema {
    typealias Mutation = BoardMutation

    static let name = Board.name
    static let version = Board.version
    static let fingerprint = Board.fingerprint
    static let migrations = Board.migrations
    static let tables = Board.tables
    static let rowVersionSQL = Board.rowVersionSQL
    static let handledMutations = [
        HandledMutation("addMember", .instead), HandledMutation("createBoard", .after),
        HandledMutation("deleteBoard", .after), HandledMutation("renameBoard", .before),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        []
    }

    static func checkConditions(
        of mutation: BoardMutation, on connection: SQLiteConnection, in context: MutationContext
    ) throws {
        if case .renameBoard(id: "forbidden", _) = mutation {
            throw FailedCondition(code: FailedCondition.denied, mutation: "renameBoard")
        }
    }

    static func apply(
        _ mutation: BoardMutation, to connection: SQLiteConnection, in context: MutationContext
    ) throws {
        try Board.apply(mutation, to: connection, in: context)
    }

    struct Handlers: SchemaHandlers {
        typealias Transaction = any HandlerTransaction<HandledBoard>

        var renameBoard: @Sendable (_ id: String, _ name: String, MutationContext, Transaction) throws -> Void = {
            _, _, _, _ in
        }
        var addMember: @Sendable (_ boardId: String, _ userId: String, MutationContext, Transaction) throws -> Void = {
            _, _, _, _ in
        }
        var createBoard: @Sendable (_ id: String, HandlerDelivery) async throws -> Void = { _, _ in }
        var deleteBoard: @Sendable (_ id: String, HandlerDelivery) async throws -> Void = { _, _ in }

        func handle(
            _ mutation: BoardMutation, in context: MutationContext,
            using transaction: any HandlerTransaction<HandledBoard>
        ) throws {
            switch mutation {
            case .renameBoard(let id, let name): try renameBoard(id, name, context, transaction)
            case .addMember(let boardId, let userId): try addMember(boardId, userId, context, transaction)
            default: break
            }
        }

        func deliver(_ mutation: BoardMutation, as delivery: HandlerDelivery) async throws {
            switch mutation {
            case .createBoard(let id, _): try await createBoard(id, delivery)
            case .deleteBoard(let id): try await deleteBoard(id, delivery)
            default: break
            }
        }
    }
}

extension Query where Schema == HandledBoard, Value == [String] {
    /// The ids of boards.
    static var boardIds: Query {
        Query(
            name: "boardIds", sql: "SELECT id FROM board ORDER BY id", reads: [TableAccess("board", ["id"])],
            decode: { try $0.all { try $0.value(at: 0) } })
    }

    /// A value that is no text.
    static var mistyped: Query {
        Query(
            name: "mistyped", sql: "SELECT count(*) FROM board", reads: [TableAccess("board", ["id"])],
            decode: { try $0.all { try $0.value(at: 0) } })
    }
}
