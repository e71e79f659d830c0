/// The constraint of a table that a mutation violated on the server.
public struct ViolatedConstraint: Hashable, Sendable {
    public let kind: Kind

    /// What tells the constraint apart from others of its kind:
    ///
    /// | kind | name |
    /// |---|---|
    /// | `unique` | the columns, `card.board_id, card.position`, or an index over expressions, `index 'card_slug'` |
    /// | `notNull`, `type` | the column, `card.title` |
    /// | `check` | the name that CONSTRAINT gives it, else its expression |
    /// | `foreignKey` | nil: SQLite does not say which one it is |
    /// | `trigger` | the text of RAISE |
    ///
    /// Nil if it cannot be told, or if the constraint is not in the tables that clients have.
    public let name: String?

    public init(_ kind: Kind, _ name: String?) {
        self.kind = kind
        self.name = name
    }

    public enum Kind: RawRepresentable, Hashable, Sendable {
        /// Another row has the values of a key, a UNIQUE constraint or a unique index.
        case unique

        /// A row refers to one that is not there.
        case foreignKey

        /// A CHECK does not hold.
        case check

        /// A column that must not be NULL would be.
        case notNull

        /// A column of a STRICT table cannot store a value of that type.
        case type

        /// A trigger refused the change with RAISE.
        case trigger

        /// One of a newer server.
        case unrecognized(String)

        public init(rawValue: String) {
            switch rawValue {
            case "unique": self = .unique
            case "foreignKey": self = .foreignKey
            case "check": self = .check
            case "notNull": self = .notNull
            case "type": self = .type
            case "trigger": self = .trigger
            default: self = .unrecognized(rawValue)
            }
        }

        public var rawValue: String {
            switch self {
            case .unique: "unique"
            case .foreignKey: "foreignKey"
            case .check: "check"
            case .notNull: "notNull"
            case .type: "type"
            case .trigger: "trigger"
            case .unrecognized(let rawValue): rawValue
            }
        }
    }
}

extension ViolatedConstraint: ProtocolMessage {
    package init(from json: inout JSONReader) throws {
        var kind: String?
        var name: String??
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "kind": kind = try json.string()
            case "name": name = try String?(from: &json)
            default: throw json.unknown(key)
            }
        }
        self.init(Kind(rawValue: try kind.required("kind")), try name.required("name"))
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("kind")
            json.string(kind.rawValue)
            json.key("name")
            name.encode(to: &json)
        }
    }
}

extension ViolatedConstraint {
    /// The text of the JSON object, for a column of a database.
    package var text: String { String(decoding: json, as: UTF8.self) }

    /// - Throws: `JSONError` if the text is none that `text` wrote.
    package init(text: String) throws {
        try self.init(json: Array(text.utf8))
    }
}
