/// What a column holds. A column's name belongs to one kind, so that a parameter has one type whichever tables of a
/// schema it meets.
enum ValueKind: CaseIterable {
    case integer, amount, real, text, uuidText, uuidBlob, bool, state, colour, team, level, dateInteger, dateReal
    case dateText, bytes, link

    /// Kinds of columns that are neither keys nor scopes.
    static let values: [ValueKind] = [
        .integer, .amount, .amount, .real, .text, .text, .text, .bool, .state, .state, .level, .dateInteger, .dateReal,
        .dateText, .bytes, .link, .uuidText,
    ]

    /// The names of columns that are no keys.
    var names: [String] {
        switch self {
        case .integer: ["serial", "size"]
        case .amount: ["amount", "price", "score"]
        case .real: ["weight", "ratio"]
        case .text: ["label", "remark", "title"]
        case .uuidText: ["token"]
        case .uuidBlob: ["mark"]
        case .bool: ["done", "pinned"]
        case .state: ["state"]
        case .colour: ["colour"]
        case .team: ["team"]
        case .level: ["level"]
        case .dateInteger: ["due_at"]
        case .dateReal: ["seen_at"]
        case .dateText: ["born_on"]
        case .bytes: ["bytes"]
        case .link: ["link"]
        }
    }

    /// The name of a key's column.
    var keyName: String {
        switch self {
        case .integer: "number"
        case .real: "place"
        case .text: "code"
        case .uuidText: "id"
        case .uuidBlob: "uid"
        case .bool: "half"
        case .dateInteger: "day"
        default: names[0]
        }
    }

    /// The type in a STRICT table.
    var storage: String {
        switch self {
        case .integer, .amount, .bool, .level, .dateInteger: "INTEGER"
        case .real, .dateReal: "REAL"
        case .text, .uuidText, .state, .colour, .team, .dateText, .link: "TEXT"
        case .uuidBlob, .bytes: "BLOB"
        }
    }

    /// A type in a table that is not STRICT.
    var looseType: String {
        switch self {
        case .integer: "BIGINT"
        case .amount: "INT(11)"
        case .real: "DOUBLE PRECISION"
        case .text: "VARCHAR(40)"
        case .uuidText: "CHAR(36)"
        default: storage
        }
    }

    /// The trailing comment of a column.
    var directive: String? {
        switch self {
        case .uuidText, .uuidBlob: "type: UUID"
        case .dateInteger, .dateReal, .dateText: "type: Date"
        case .link: "type: URL"
        case .level: "cases: low, middle, high"
        case .integer, .amount, .real, .text, .bool, .state, .colour, .team, .bytes: nil
        }
    }

    /// What the values of the column must satisfy.
    func check(_ column: String) -> String? {
        switch self {
        case .amount: "\(column) BETWEEN -1000000 AND 1000000"
        case .bool: "\(column) IN (0, 1)"
        case .level: "\(column) IN (0, 1, 2)"
        case .state, .colour, .team: "\(column) IN (\(literals.joined(separator: ", ")))"
        default: nil
        }
    }

    /// Values as SQL writes them.
    var literals: [String] {
        switch self {
        case .integer: ["0", "7", "-1"]
        case .amount: ["0", "10"]
        case .real: ["0", "1.5"]
        case .text: ["'none'", "''"]
        case .uuidText: ["'01950000-0000-7000-8000-000000000001'", "'01950000-0000-7000-8000-000000000002'"]
        case .uuidBlob: ["x'01950000000070008000000000000001'", "x'01950000000070008000000000000002'"]
        case .bool: ["0", "1"]
        case .state: ["'new'", "'open'", "'done'"]
        case .colour: ["'red'", "'green'", "'blue'"]
        case .team: ["'north'", "'south'", "'east'"]
        case .level: ["0", "1", "2"]
        case .dateInteger: ["0", "1767225600000"]
        case .dateReal: ["0", "1767225600.5"]
        case .dateText: ["'2026-01-01T00:00:00.000Z'"]
        case .bytes: ["x''", "x'00ff'"]
        case .link: ["'https://example.org/0'"]
        }
    }

    var isDate: Bool { [.dateInteger, .dateReal, .dateText].contains(self) }
    var isReal: Bool { storage == "REAL" }
    var isBlob: Bool { storage == "BLOB" }
}
