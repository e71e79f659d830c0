import CSQLite
import Lockstep
import LockstepServer

/// What of SQLite's words about a failure clients are told: names and expressions that are in their own tables too.
/// Of the server's tables, and of values in rows, they learn nothing.
struct ClientConstraints: Sendable {
    private let tables: [String]

    /// The definitions of the tables that clients have.
    private let definitions: String

    init<Schema: ServerSchema>(_ schema: Schema.Type) {
        tables = Schema.tables.map(\.name)
        definitions = Schema.migrations.map(\.sql).joined(separator: "\n")
    }

    /// The constraint that an error with code `SQLITE_CONSTRAINT` or `SQLITE_MISMATCH` is about.
    func violated(_ error: SQLiteError) -> ViolatedConstraint {
        let kind = Kind(error)
        guard let kind else { return ViolatedConstraint(.type, nil) }
        return ViolatedConstraint(kind.kind, kind.name(in: error.message).flatMap { isKnown($0, kind) ? $0 : nil })
    }

    /// The rejection's message.
    func message(_ error: SQLiteError, _ violated: ViolatedConstraint) -> String {
        guard let kind = Kind(error) else { return error.message }
        return violated.name != nil || kind.name(in: error.message) == nil ? error.message : kind.text
    }

    /// Messages of `SQLITE_ERROR` that hold no value; others may quote one.
    static let plainMessages: Set<String> = [
        "ESCAPE expression must be a single character", "integer overflow", "LIKE or GLOB pattern too complex",
        "malformed JSON", "string or blob too big",
    ]

    private func isKnown(_ name: String, _ kind: Kind) -> Bool {
        switch kind {
        case .check, .trigger:
            return definitions.contains(name) || definitions.contains(name.replacing("'", with: "''"))
        case .unique where name.hasPrefix("index '"):
            return definitions.contains(name.dropFirst(7).dropLast())
        case .unique, .notNull, .type:
            return tables.contains { name.hasPrefix($0 + ".") }
        case .foreignKey:
            return false
        }
    }
}

extension ClientConstraints {
    /// How SQLite words the violation of a kind of constraint.
    private enum Kind {
        case unique, foreignKey, check, notNull, type, trigger

        /// Nil for an error without an extended code of these, as after a value that is no rowid.
        init?(_ error: SQLiteError) {
            guard error.code == SQLITE_CONSTRAINT else { return nil }
            // The macros of the extended codes are none that Swift sees (https://www.sqlite.org/rescode.html).
            switch error.extendedCode >> 8 {
            case 1: self = .check
            case 3: self = .foreignKey
            case 5: self = .notNull
            case 6, 8, 10: self = .unique
            case 7: self = .trigger
            case 12: self = .type
            default: return nil
            }
        }

        var kind: ViolatedConstraint.Kind {
            switch self {
            case .unique: .unique
            case .foreignKey: .foreignKey
            case .check: .check
            case .notNull: .notNull
            case .type: .type
            case .trigger: .trigger
            }
        }

        /// The message without a name.
        var text: String {
            switch self {
            case .unique: "UNIQUE constraint failed"
            case .foreignKey: "FOREIGN KEY constraint failed"
            case .check: "CHECK constraint failed"
            case .notNull: "NOT NULL constraint failed"
            case .type: "A column cannot store a value of that type"
            case .trigger: "A trigger refused the change"
            }
        }

        func name(in message: String) -> String? {
            switch self {
            case .foreignKey: return nil
            case .trigger: return message
            case .type:
                guard let column = message.ranges(of: " column ").last else { return nil }
                return String(message[column.upperBound...])
            case .unique, .check, .notNull:
                guard message.hasPrefix(text + ": ") else { return nil }
                return String(message.dropFirst(text.count + 2))
            }
        }
    }
}
