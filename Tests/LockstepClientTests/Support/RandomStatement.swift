import Lockstep

/// A mutation of a random schema. What it does never depends on the order of a table's rows.
struct RandomStatement: Sendable {
    let name: String

    /// Parameters: ?1 and ?2 make a key, ?3 is a value, ?4 the time.
    let sql: [String]

    /// See `MutationDescription.addressedTable`.
    let addressedTable: String?

    /// The highest parameter of a text.
    static func parameterCount(of sql: String) -> Int {
        (1...4).last { sql.contains("?\($0)") } ?? 0
    }

    static func all(on index: Int, of tables: [RandomTable]) -> [RandomStatement] {
        let table = tables[index]
        let name = table.name
        let isActedOn = tables.contains { $0.foreignKey?.parent == index && $0.foreignKey?.acts == true }
        let writesAlone = table.triggerTarget == nil
        let deletesAlone = writesAlone && !isActedOn
        let keyValues = table.keyTypes.enumerated().map { value(of: $1, from: $0 + 1) }
        let condition = zip(table.key, keyValues).map { "\($0) = \($1)" }.joined(separator: " AND ")
        let columns = table.key.joined(separator: ", ")
        let values = keyValues.joined(separator: ", ")
        let insert = "INTO \(name) (\(columns), n, s) VALUES (\(values), ?3, 's' || ?3)"
        func statement(_ suffix: String, _ isAddressed: Bool, _ sql: String...) -> RandomStatement {
            RandomStatement(name: "\(name)_\(suffix)", sql: sql, addressedTable: isAddressed ? name : nil)
        }
        var all = [
            statement("insert", writesAlone, "INSERT \(insert)"),
            statement("insert_2", writesAlone, "INSERT \(insert)"),
            statement("ignore", writesAlone, "INSERT OR IGNORE \(insert)"),
            statement("replace", deletesAlone && !table.isUnique, "INSERT OR REPLACE \(insert)"),
            statement("upsert", writesAlone, "INSERT \(insert) ON CONFLICT (\(columns)) DO UPDATE SET n = n + ?3"),
            statement("set", writesAlone, "UPDATE \(name) SET n = ?3 WHERE \(condition)"),
            statement("set_2", writesAlone, "UPDATE \(name) SET n = ?3 WHERE \(condition)"),
            statement("add", writesAlone, "UPDATE \(name) SET n = n + ?3 WHERE \(condition)"),
            statement("append", writesAlone, "UPDATE \(name) SET s = substr(s || ?3, 1, 5) WHERE \(condition)"),
            statement("guarded", writesAlone, "UPDATE \(name) SET n = n + 1 WHERE \(condition) AND n < ?3"),
            statement("stamp", writesAlone, "UPDATE \(name) SET n = ?4 + 0 * ?3 WHERE \(condition)"),
            statement("delete", deletesAlone, "DELETE FROM \(name) WHERE \(condition)"),
            statement(
                "insert_and_set", writesAlone, "INSERT \(insert)", "UPDATE \(name) SET n = n + 4 WHERE \(condition)"),
            statement("set_where", false, "UPDATE \(name) SET n = n + 1 WHERE n < ?3 AND ?1 + ?2 > 4"),
            statement("delete_where", false, "DELETE FROM \(name) WHERE n = ?3 AND ?1 + ?2 > 5"),
        ]
        if let other = tables.indices.last(where: { $0 != index }).map({ tables[$0] }) {
            all.append(
                statement(
                    "two", false, "UPDATE \(name) SET n = ?3 WHERE \(condition)",
                    "UPDATE \(other.name) SET n = ?3 WHERE n = ?1"))
        }
        if let parent = table.foreignKey.map({ tables[$0.parent] }) {
            let value = value(of: parent.keyTypes[0], from: 3)
            all.append(statement("refer", writesAlone, "UPDATE \(name) SET p = \(value) WHERE \(condition)"))
        }
        return all
    }

    private static func value(of type: String, from parameter: Int) -> String {
        switch type {
        case "INTEGER": "?\(parameter)"
        case "REAL": "?\(parameter) / 2.0"
        case "BLOB": "CAST('k' || ?\(parameter) AS BLOB)"
        default: "'k' || ?\(parameter)"
        }
    }
}
