/// Makes the tables of a schema, parents before children.
struct TableMaker {
    private static let names = ["crate", "parcel", "shelf", "ticket"]

    let access: AccessPlan?
    private(set) var tables: [RandomTable] = []

    init(access: AccessPlan?, using chance: inout Chance) {
        self.access = access
        if let access { tables.append(access.memberTable(using: &chance)) }
        for name in Self.names.prefix(chance.pick(2, 2, 3, 3, 4)) { tables.append(table(name, using: &chance)) }
        addMigratedColumns(using: &chance)
        for index in tables.indices { addFirstRow(at: index, using: &chance) }
        setDefaults(using: &chance)
        if chance.percent(35) { tables.append(auditTable()) }
        if chance.percent(35) { tables.append(draftTable()) }
    }

    /// The table that a foreign key may refer to.
    private var parents: [RandomTable] { tables.filter { $0.side == .replicated && $0.name != "member" } }

    private func table(_ name: String, using chance: inout Chance) -> RandomTable {
        var table = RandomTable(name: name, key: [], columns: [])
        table.isStrict = chance.percent(70)
        let parents = chance.some(chance.pick(0...1, 1...1, 1...2), of: parents)
        let isIdentified = !parents.isEmpty && chance.percent(30)
        for (index, parent) in parents.enumerated() {
            addReference(to: parent, from: &table, isPartOfKey: index == 0 && isIdentified, using: &chance)
        }
        addKey(to: &table, using: &chance)
        table.isWithoutRowID = chance.percent(35) && !table.columns.contains { $0.kind.isReal }
        addValues(to: &table, using: &chance)
        table.columns.append(RandomColumn(name: "hits", kind: .integer, fallback: "0", isCounter: true))
        access?.rule(&table, among: tables, using: &chance)
        if table.key.count == 1, chance.percent(20) { addSelfReference(to: &table, using: &chance) }
        addConstraints(to: &table, using: &chance)
        addGenerated(to: &table, using: &chance)
        table.hasInlineKey = table.key.count == 1 && chance.percent(60)
        return table
    }

    // MARK: - Keys

    private func addKey(to table: inout RandomTable, using chance: inout Chance) {
        let single: [ValueKind] = [.uuidText, .uuidText, .integer, .integer, .text, .uuidBlob, .real]
        let several: [ValueKind] = [.text, .integer, .colour, .uuidText, .bool, .uuidBlob, .level]
        let kinds: [ValueKind]
        if !table.key.isEmpty {
            kinds = chance.some(0...1, of: several)
        } else if chance.percent(35) {
            kinds = chance.shuffled(chance.some(2...3, of: several))
        } else {
            kinds = [chance.one(of: single) ?? .uuidText]
        }
        let columns = kinds.map { RandomColumn(name: $0.keyName, kind: $0) }
        table.columns = columns + table.columns
        table.key = chance.shuffled(table.key + columns.map(\.name))
    }

    // MARK: - Foreign keys

    private func addReference(
        to parent: RandomTable, from table: inout RandomTable, isPartOfKey: Bool, using chance: inout Chance
    ) {
        let target = parent.uniques.first { unique in
            unique.compactMap(parent.column).allSatisfy { !$0.isNullable && $0.collation == nil }
        }
        let parentColumns = chance.percent(30) ? target ?? parent.key : parent.key
        let isNullable = !isPartOfKey && chance.percent(60)
        let columns = parentColumns.compactMap(parent.column).map {
            RandomColumn(name: "\(parent.name)_\($0.name)", kind: $0.kind, isNullable: isNullable, isReference: true)
        }
        table.columns += columns
        if isPartOfKey { table.key += columns.map(\.name) }
        addAction(
            to: RandomReference(columns: columns.map(\.name), parent: parent.name, parentColumns: parentColumns),
            of: &table, isNullable: isNullable, using: &chance)
    }

    private func addSelfReference(to table: inout RandomTable, using chance: inout Chance) {
        guard let key = table.keyColumns.first, !table.columns.contains(where: { $0.name == "above_\(key.name)" })
        else { return }
        let column = RandomColumn(name: "above_\(key.name)", kind: key.kind, isNullable: true, isReference: true)
        table.columns.append(column)
        addAction(
            to: RandomReference(columns: [column.name], parent: table.name, parentColumns: table.key), of: &table,
            isNullable: true, using: &chance)
    }

    private func addAction(
        to reference: RandomReference, of table: inout RandomTable, isNullable: Bool, using chance: inout Chance
    ) {
        var reference = reference
        let nulls = isNullable ? ["SET NULL", "SET NULL", "SET DEFAULT"] : []
        reference.onDelete = chance.one(of: ["CASCADE", "CASCADE", "RESTRICT", "NO ACTION"] + nulls)
        reference.onUpdate = chance.one(of: ["CASCADE", "CASCADE", "RESTRICT", "NO ACTION"] + nulls)
        if chance.percent(20) { reference.onDelete = nil }
        if chance.percent(20) { reference.onUpdate = nil }
        reference.isDeferred = chance.percent(30)
        table.references.append(reference)
    }

    /// SET DEFAULT finds the row that the migration inserts, while nobody has deleted it.
    private mutating func setDefaults(using chance: inout Chance) {
        for (index, table) in tables.enumerated() {
            for (number, reference) in table.references.enumerated() {
                guard let parent = tables.first(where: { $0.name == reference.parent }), parent.hasFirstRow,
                    reference.parentColumns == parent.key, !table.key.contains(where: reference.columns.contains)
                else { continue }
                if chance.percent(30) { tables[index].references[number].onDelete = "SET DEFAULT" }
                if chance.percent(30) { tables[index].references[number].onUpdate = "SET DEFAULT" }
                for name in reference.columns {
                    guard let column = table.columns.firstIndex(where: { $0.name == name }) else { continue }
                    tables[index].columns[column].fallback = table.columns[column].kind.literals[0]
                }
            }
        }
    }

    /// Rows of migrations are on every replica until its first pull, so they are in tables that everyone reads.
    private mutating func addFirstRow(at index: Int, using chance: inout Chance) {
        let table = tables[index]
        let needsParent = table.references.contains { reference in
            reference.columns.contains { table.column($0)?.isRequired == true }
        }
        guard table.rules.isEmpty, table.name != "member", !needsParent, chance.percent(60) else { return }
        tables[index].hasFirstRow = true
    }

    // MARK: - Other columns

    private func addValues(to table: inout RandomTable, using chance: inout Chance) {
        let kinds = ValueKind.values.filter { !table.isWithoutRowID || !$0.isReal }
        let count = chance.int(2...5)
        while table.values.count - table.references.flatMap(\.columns).count < count {
            guard let kind = chance.one(of: kinds), let name = chance.one(of: kind.names),
                table.column(name) == nil
            else { continue }
            var column = RandomColumn(name: name, kind: kind, isNullable: chance.percent(30))
            if chance.percent(30) { column.fallback = chance.one(of: kind.literals) }
            if kind == .text, chance.percent(30) { column.collation = chance.pick("NOCASE", "RTRIM") }
            table.columns.append(column)
        }
    }

    private func addGenerated(to table: inout RandomTable, using chance: inout Chance) {
        let texts = table.columns(.text, .uuidText).filter { $0.generated == nil }
        if let text = chance.one(of: texts), chance.percent(35) {
            table.columns.append(
                RandomColumn(
                    name: "folded", kind: .text, isNullable: text.isNullable,
                    generated: .init(expression: "lower(\(text.name))", isStored: chance.percent(50))))
        }
        let numbers = table.columns(.amount, .integer)
        if let number = chance.one(of: numbers), chance.percent(35) {
            table.columns.append(
                RandomColumn(
                    name: "twice", kind: .integer, isNullable: number.isNullable,
                    generated: .init(expression: "\(number.name) % 1000 * 2", isStored: chance.percent(50))))
        }
    }

    private func addConstraints(to table: inout RandomTable, using chance: inout Chance) {
        let texts = table.columns.filter {
            $0.kind == .text && $0.isSettable && !$0.isReference && $0.name != "owner" && !table.key.contains($0.name)
        }
        let small = table.columns.filter {
            [.state, .level, .amount, .integer, .bool].contains($0.kind) && $0.isSettable && !$0.isReference
                && !table.key.contains($0.name)
        }
        if let text = chance.one(of: texts), chance.percent(35) {
            let other = chance.percent(60) ? chance.one(of: small) : nil
            table.uniques.append([text.name] + (other.map { [$0.name] } ?? []))
            // Rows that leave it to a DEFAULT would be equal.
            for index in table.columns.indices where table.columns[index].name == text.name {
                table.columns[index].fallback = nil
            }
        }
        if let text = chance.one(of: texts), chance.percent(30) { table.checks.append("length(\(text.name)) < 60") }
        if let number = chance.one(of: small.filter { $0.kind == .amount }),
            let text = texts.first, chance.percent(30)
        {
            table.checks.append("\(number.name) > -900000 OR \(text.name) <> 'bob'")
        }
    }

    /// Columns that a later migration adds.
    private mutating func addMigratedColumns(using chance: inout Chance) {
        guard chance.percent(40) else { return }
        for index in tables.indices where tables[index].name != "member" && chance.percent(60) {
            let kinds: [ValueKind] = [.text, .amount, .state, .level, .integer]
            guard let kind = chance.one(of: kinds) else { continue }
            let isNullable = chance.percent(40)
            let hasColumn = tables[index].column(kind == .text ? "added" : kind.names[0]) != nil
            guard !hasColumn else { continue }
            tables[index].columns.append(
                RandomColumn(
                    name: kind == .text ? "added" : kind.names[0], kind: kind, isNullable: isNullable,
                    fallback: isNullable ? nil : kind.literals[0], isAdded: true))
        }
    }

    // MARK: - Tables of one side

    private func auditTable() -> RandomTable {
        RandomTable(
            name: "audit", side: .server, key: ["entry"],
            columns: [
                RandomColumn(name: "entry", kind: .text), RandomColumn(name: "who", kind: .text),
                RandomColumn(name: "at", kind: .dateInteger, isNullable: true),
                RandomColumn(name: "hits", kind: .integer, fallback: "0", isCounter: true),
            ])
    }

    private func draftTable() -> RandomTable {
        RandomTable(
            name: "draft", side: .client, key: ["slot"],
            columns: [
                RandomColumn(name: "slot", kind: .colour), RandomColumn(name: "words", kind: .text, isNullable: true),
                RandomColumn(name: "hits", kind: .integer, fallback: "0", isCounter: true),
            ])
    }
}
