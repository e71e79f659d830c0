import Lockstep
import ServerTestSupport

/// `Board` with conditions.
enum GuardedBoard: ServerSchema {
    typealias Mutation = BoardMutation

    static let name = Board.name
    static let version = Board.version
    static let fingerprint = Board.fingerprint
    static let migrations = Board.migrations
    static let tables = Board.tables
    static let rowVersionSQL = Board.rowVersionSQL

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        []
    }

    /// From then on `stampBoard` is too late, in milliseconds since 1970.
    static let deadline: Int64 = 2_000_000_000_000

    static func checkConditions(
        of mutation: BoardMutation, on connection: SQLiteConnection, in context: MutationContext
    ) throws {
        switch mutation {
        case .renameBoard(let id, _):
            try connection.require(
                "SELECT EXISTS (SELECT 1 FROM board WHERE id = ?1)",
                or: FailedCondition(code: "notFound", mutation: "renameBoard")
            ) {
                try $0.bind(id, at: 1)
            }
        case .deleteBoard:
            try connection.require(
                "SELECT ?1 = 'owner'", or: FailedCondition(code: "denied", mutation: "deleteBoard")
            ) {
                try $0.bind(context.actor, at: 1)
            }
        case .stampBoard:
            try connection.require(
                "SELECT ?1 < 2000000000000", or: FailedCondition(code: "tooLate", mutation: "stampBoard")
            ) {
                try $0.bind(context.now, at: 1)
            }
        case .shuffleBoards:
            try connection.require(
                "SELECT abs(-9223372036854775807 - 1)",
                or: FailedCondition(code: "denied", mutation: "shuffleBoards"))
        default:
            break
        }
    }
}
