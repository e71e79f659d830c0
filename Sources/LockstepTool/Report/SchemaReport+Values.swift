import LockstepSchema

extension SchemaReport {
    /// A column, a parameter, a field.
    struct Value: Encodable {
        /// In SQL; of a parameter and a field in Swift.
        let name: String

        /// The property that Swift has it in, of a nested struct with a point: `card.title`. Empty for a scalar.
        var property: String?

        /// As generated code spells it: `UUID?`, `[Int]`, `Change<String?>`.
        let type: String

        /// The same without the optional around it.
        let swiftType: String

        /// True if the value may be nil.
        let optional: Bool

        /// The storage class in SQLite; TEXT for a list.
        let storage: String

        init(name: String, property: String? = nil, _ type: ValueType) {
            var required = type
            required.isOptional = false
            self.name = name
            self.property = property
            self.type = type.spelling
            swiftType = required.spelling
            optional = type.isOptional
            storage = type.storage.rawValue
        }
    }

    struct Parameter: Encodable {
        let name: String
        let type: String
        let swiftType: String
        let optional: Bool
        let storage: String

        /// True for an array, which SQLite gets as JSON.
        let list: Bool

        /// True for a `Change`, `.keep` by default: `optional` is then about what is set.
        let change: Bool

        /// True for a UUID that defaults to a new UUIDv7.
        let defaultsToNewID: Bool

        init(_ argument: Argument) {
            let value = Value(name: argument.name.name, argument.type)
            name = value.name
            type = argument.isChange ? "Change<\(value.type)>" : value.type
            swiftType = argument.isChange ? type : value.swiftType
            optional = value.optional
            storage = value.storage
            list = argument.type.isList
            change = argument.isChange
            defaultsToNewID = argument.defaultsToNewID
        }
    }

    struct Access: Encodable {
        let table: String
        let columns: [String]

        init(_ access: TableAccess) {
            table = access.table
            columns = access.columns
        }
    }

    /// A row that parameters name.
    struct Row: Encodable {
        let table: String

        /// The parameters that give the key's columns, in the key's order, as in SQL: `:id`.
        let key: [String]

        init(_ row: AddressedRow) {
            table = row.table
            key = row.key.map(\.text)
        }
    }

    /// A statement as SQLite gets it.
    struct BoundSQL: Encodable {
        let sql: String

        /// `both`, `client` or `server`.
        let side: String

        /// What is bound to `?1`, `?2`…, as in SQL: `:id`.
        let bindings: [String]

        init(_ statement: BoundStatement) {
            sql = statement.sql
            side = statement.side.rawValue
            bindings = statement.bindings.map(\.text)
        }
    }

    struct Enum: Encodable {
        struct Case: Encodable {
            let name: String

            /// As SQL has it: `'todo'`, `1`.
            let value: String
        }

        let name: String

        /// As `table.column`.
        let columns: [String]

        let cases: [Case]

        init(_ type: EnumType) {
            name = type.name.name
            columns = type.columns
            cases = type.cases.map { Case(name: $0.name.name, value: $0.rawValue.text) }
        }
    }

    struct Struct: Encodable {
        let name: String
        let table: String
        let fields: [Value]
    }
}

extension EnumType.RawValue {
    fileprivate var text: String {
        switch self {
        case .text(let text): "'\(text.replacing("'", with: "''"))'"
        case .integer(let number): "\(number)"
        }
    }
}

extension Binding {
    /// As its author named it: `:id`; for the first parameter of a `Change`, `:title is set`.
    var text: String {
        switch self {
        case .argument(let name, _): ":\(name.name)"
        case .isSet(let name): ":\(name.name) is set"
        case .actor: ":actor"
        case .now: ":now"
        case .committedAt: ":committedAt"
        }
    }
}
