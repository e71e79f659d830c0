import Lockstep

/// A table of a random schema: a key of one or two columns, a number `n` and a text `s`, and perhaps a generated column,
/// CHECK, UNIQUE, a foreign key and a trigger.
struct RandomTable: Sendable {
    struct ForeignKey: Sendable {
        /// The parent's index, which may be the table's own.
        let parent: Int
        let clauses: String

        /// An action of the parent's writes to this table.
        let acts: Bool
    }

    let name: String
    let keyTypes: [String]
    let isWithoutRowID: Bool
    let isUnique: Bool
    let hasCheck: Bool
    let hasGenerated: Bool
    let foreignKey: ForeignKey?

    /// The index of the table that a trigger on this one writes to.
    let triggerTarget: Int?

    var key: [String] { keyTypes.indices.map { "k\($0)" } }

    /// - Parameter tables: Those before it.
    init(after tables: [RandomTable], using generator: inout some RandomNumberGenerator) {
        func chance(_ percent: Int, _ generator: inout some RandomNumberGenerator) -> Bool {
            Int.random(in: 0..<100, using: &generator) < percent
        }
        name = "t\(tables.count)"
        let types = ["INTEGER", "TEXT", "REAL", "BLOB"]
        keyTypes = (0..<(chance(30, &generator) ? 2 : 1)).map { _ in types.randomElement(using: &generator) ?? "TEXT" }
        isWithoutRowID = chance(30, &generator)
        isUnique = chance(12, &generator)
        hasCheck = chance(30, &generator)
        hasGenerated = chance(25, &generator)
        let parents = (tables.filter { $0.keyTypes.count == 1 }.compactMap { Int($0.name.dropFirst()) })
        let isSelfReferring = keyTypes.count == 1 && chance(15, &generator)
        let parent = isSelfReferring ? tables.count : parents.randomElement(using: &generator)
        if let parent, chance(30, &generator) {
            let actions = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"]
            let delete = actions.randomElement(using: &generator) ?? "CASCADE"
            let update = actions.randomElement(using: &generator) ?? "CASCADE"
            let deferral = chance(25, &generator) ? " DEFERRABLE INITIALLY DEFERRED" : ""
            foreignKey = ForeignKey(
                parent: parent, clauses: "ON DELETE \(delete) ON UPDATE \(update)\(deferral)",
                acts: !["RESTRICT", "NO ACTION"].contains(delete))
        } else {
            foreignKey = nil
        }
        triggerTarget = chance(12, &generator) ? (0...tables.count).randomElement(using: &generator) : nil
    }

    func sql(among tables: [RandomTable]) -> String {
        var columns = zip(key, keyTypes).map { "\($0) \($1) NOT NULL" }
        if hasGenerated { columns.append("g GENERATED ALWAYS AS (n * 2) \(isWithoutRowID ? "STORED" : "VIRTUAL")") }
        columns.append("n INTEGER\(hasCheck ? " CHECK (n IS NULL OR n < 7)" : "")")
        columns.append("s TEXT\(isUnique ? " UNIQUE" : "")")
        if let foreignKey {
            let type = foreignKey.parent == tables.count ? keyTypes[0] : tables[foreignKey.parent].keyTypes[0]
            columns.append("p \(type) REFERENCES t\(foreignKey.parent) (k0) \(foreignKey.clauses)")
        }
        columns.append("PRIMARY KEY (\(key.joined(separator: ", ")))")
        return """
            CREATE TABLE \(name) (\(columns.joined(separator: ", ")))\(isWithoutRowID ? " WITHOUT ROWID" : "");

            """
    }

    var triggerSQL: String {
        guard let triggerTarget else { return "" }
        return """
            CREATE TRIGGER \(name)_changed AFTER UPDATE OF n ON \(name) WHEN new.n <> old.n BEGIN
              UPDATE t\(triggerTarget) SET s = s || 'x' WHERE n = new.n AND length(s) < 4;
            END;

            """
    }

    var description: TableDescription {
        func affinity(_ type: String) -> ColumnAffinity {
            switch type {
            case "INTEGER": .integer
            case "REAL": .real
            case "BLOB": .blob
            default: .text
            }
        }
        var columns = zip(key, keyTypes).map { ColumnDescription($0, affinity($1)) }
        if hasGenerated {
            columns.append(ColumnDescription("g", .blob, generated: isWithoutRowID ? .stored : .virtual))
        }
        columns += [ColumnDescription("n", .integer), ColumnDescription("s", .text)]
        if foreignKey != nil { columns.append(ColumnDescription("p", .text)) }
        return TableDescription(name: name, columns: columns, key: key, isWithoutRowID: isWithoutRowID)
    }
}
