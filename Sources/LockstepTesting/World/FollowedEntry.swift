import Foundation
import Lockstep

/// An entry of a server's log, as the table has it.
struct FollowedEntry: CustomStringConvertible {
    let version: Int64
    let tag: Int64
    let kind: String
    let committedAt: Int64
    let actor: String
    let name: String
    let arguments: [UInt8]
    let at: Int64
    let code: String?
    let client: UUID?
    let number: Int64
    let token: UUID?

    /// True unless a limit or the form of the mutation was why it was rejected.
    var isDecidedByRows: Bool {
        guard let code else { return false }
        return !["tooLarge", "tooManyRows", "tooSlow", "invalidArguments", "unknownMutation"].contains(code)
    }

    var description: String {
        let outcome = code.map { " (\($0))" } ?? ""
        let words = String(decoding: arguments, as: UTF8.self)
        return "\(version) \(kind)\(outcome) \(name) \(words) of \(actor) \(token?.shortName ?? "")"
    }
}

extension FollowedEntry {
    init(_ row: SQLiteStatement) throws {
        version = try row.value(at: 0)
        tag = try row.value(at: 1)
        kind = try row.value(at: 2)
        committedAt = try row.value(at: 3)
        actor = try row.value(String?.self, at: 4) ?? ""
        name = try row.value(String?.self, at: 5) ?? ""
        arguments = Array(row.column(6).text)
        at = try row.value(Int64?.self, at: 7) ?? 0
        code = try row.value(String?.self, at: 8)
        client = try row.value(at: 9)
        number = try row.value(Int64?.self, at: 10) ?? 0
        token = try row.value(at: 11)
    }
}

extension UUID {
    /// Its end, which tells the tokens of a simulation apart.
    var shortName: String { String(uuidString.suffix(6)).lowercased() }
}
