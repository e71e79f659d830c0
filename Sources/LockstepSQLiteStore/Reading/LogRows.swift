import Lockstep
import LockstepServer

// How rows of the store's tables become values of the server.

extension LogHead {
    static let sql: StaticString = "SELECT version, tag, committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1"

    static func read(_ statement: SQLiteStatement) throws -> LogHead {
        let head = try statement.first { row in
            LogHead(
                version: try row.value(at: 0), tag: try row.value(at: 1), committedAt: try row.value(at: 2))
        }
        guard let head else { throw MalformedLog(problem: "it has no entry") }
        return head
    }
}

extension ClientRecord {
    static let sql: StaticString = "SELECT actor, number, token FROM lockstep_client WHERE id = ?1"

    static func read(_ statement: SQLiteStatement, id: UUID) throws -> ClientRecord? {
        try statement.bind(id, at: 1)
        return try statement.first { row in
            ClientRecord(
                id: id, actor: try row.value(at: 0), number: try row.value(at: 1), token: try row.value(at: 2))
        }
    }
}

extension MutationRejection {
    /// The rejection in the columns `code`, `message` and `violation`, if there is one.
    init?(_ row: SQLiteStatement, at column: Int32) throws {
        guard let code = try row.value(String?.self, at: column) else { return nil }
        self.init(
            Code(rawValue: code), try row.value(String?.self, at: column + 1) ?? "",
            constraint: try row.value(String?.self, at: column + 2).map { try ViolatedConstraint(text: $0) })
    }
}

extension LogEntry {
    /// The columns that `init(_:)` reads, in its order.
    static let columns = """
        version, tag, committed_at, kind, client, number, token, actor, name, args, at, effect, fingerprint, code, \
        message, violation
        """

    init(_ row: SQLiteStatement) throws {
        self.init(
            version: try row.value(at: 0), tag: try row.value(at: 1), committedAt: try row.value(at: 2),
            content: try Self.content(of: row))
    }

    private static func content(of row: SQLiteStatement) throws -> Content {
        switch try row.value(String.self, at: 3) {
        case "mutation":
            let effect = EffectHash(value: UInt64(bitPattern: try row.value(Int64.self, at: 11)))
            return .applied(try SubmittedMutation(row), effect: effect, fingerprint: try row.value(at: 12))
        case "rejection":
            guard let rejection = try MutationRejection(row, at: 13) else {
                throw MalformedLog(problem: "a rejection has no code")
            }
            return .rejected(try SubmittedMutation(row), rejection)
        case "repeat": return .repeated(try SubmittedMutation(row), try MutationRejection(row, at: 13))
        case "external": return .external
        case "migration": return .migration
        case let kind: throw MalformedLog(problem: "it has an entry of the unknown kind `\(kind)`")
        }
    }
}

extension SubmittedMutation {
    fileprivate init(_ row: SQLiteStatement) throws {
        self.init(
            client: try row.value(at: 4), number: try row.value(at: 5), token: try row.value(at: 6),
            actor: try row.value(at: 7), name: try row.value(at: 8), arguments: Array(row.column(9).text),
            at: try row.value(at: 10))
    }
}

extension StoredEntry {
    static let sql = """
        SELECT version, tag, committed_at, kind, client, number, actor, name, args, at, effect, fingerprint \
        FROM lockstep_log WHERE version > ?1 ORDER BY version
        """

    init(_ row: SQLiteStatement) throws {
        let head = LogHead(
            version: row.column(0).int64, tag: row.column(1).int64, committedAt: row.column(2).int64)
        let kind = row.column(3).text
        switch (kind.first, kind.count) {
        case (UInt8(ascii: "m"), "mutation".utf8.count):
            self.init(
                head: head,
                content: .applied(
                    Mutation(
                        client: row.column(4).text, number: row.column(5).int64, actor: row.column(6).text,
                        name: row.column(7).text, arguments: row.column(8).text, at: row.column(9).int64,
                        effect: EffectHash(value: UInt64(bitPattern: row.column(10).int64)),
                        fingerprint: row.column(11).text)))
        case (UInt8(ascii: "r"), _):
            self.init(head: head, content: .unchanged)
        case (UInt8(ascii: "e"), _), (UInt8(ascii: "m"), _):
            self.init(head: head, content: .changed)
        default:
            throw MalformedLog(
                problem: "it has an entry of the unknown kind `\(String(decoding: kind, as: UTF8.self))`")
        }
    }
}

/// The log is not as this store wrote it.
struct MalformedLog: Error, CustomStringConvertible {
    let problem: String

    var description: String { "The log in `lockstep_log` was changed by hand: \(problem). Restore a backup." }
}
