struct RandomTable {
    enum Side: String {
        case replicated, server, client
    }

    let name: String
    var side = Side.replicated
    var key: [String]
    var columns: [RandomColumn]
    var references: [RandomReference] = []
    var uniques: [[String]] = []
    var checks: [String] = []
    var isStrict = true
    var isWithoutRowID = false

    /// The key is written behind its column, which for INTEGER makes it the rowid.
    var hasInlineKey = false
    var rules: [ReadRule] = []

    /// `-- read: everyone` stands above the table.
    var isForEveryone = false

    /// The table has a row from its migration: that of the first literals of its kinds.
    var hasFirstRow = false

    func column(_ name: String) -> RandomColumn? { columns.first { $0.name == name } }

    var keyColumns: [RandomColumn] { key.compactMap(column) }

    /// Columns that are no part of the key and that statements may set.
    var values: [RandomColumn] { columns.filter { $0.isSettable && !key.contains($0.name) } }

    /// Those that say nothing of other rows.
    var plainValues: [RandomColumn] { values.filter { !$0.isReference } }

    func columns(_ kinds: ValueKind...) -> [RandomColumn] {
        columns.filter { kinds.contains($0.kind) }
    }

    /// `id = :id AND part = :part`, with another word before the parameters' names if there is a prefix.
    func keyCondition(prefix: String = "", alias: String? = nil) -> String {
        key.map { "\(alias.map { $0 + "." } ?? "")\($0) = :\(prefix)\($0)" }.joined(separator: " AND ")
    }

    /// Counts in `hits`, within what an INTEGER holds.
    var increment: String { isStrict ? "hits = hits + 1" : "hits = hits % 1000 + 1" }

    var createSQL: String {
        var lines = columns.filter { !$0.isAdded }.map { column in
            (column.definition(isStrict: isStrict, isInlineKey: hasInlineKey && key == [column.name]), column.comment)
        }
        if !hasInlineKey { lines.append(("PRIMARY KEY (\(key.joined(separator: ", ")))", nil)) }
        lines += uniques.map { ("UNIQUE (\($0.joined(separator: ", ")))", nil) }
        lines += checks.map { ("CHECK (\($0))", nil) }
        lines += references.map { ($0.sql, nil) }
        var text = side == .replicated ? "" : "-- side: \(side.rawValue)\n"
        if isForEveryone { text += "-- read: everyone\n" }
        text += "CREATE TABLE \(name) (\n"
        for (index, line) in lines.enumerated() {
            let comma = index + 1 < lines.count ? "," : ""
            text += "  \(line.0)\(comma)\(line.1.map { " " + $0 } ?? "")\n"
        }
        let options = [isStrict ? "STRICT" : nil, isWithoutRowID ? "WITHOUT ROWID" : nil].compactMap(\.self)
        return text + ")\(options.isEmpty ? "" : " " + options.joined(separator: ", "));\n"
    }

    /// The row that a migration inserts.
    var firstRowSQL: String {
        let set = columns.filter { $0.isRequired || key.contains($0.name) }
        let names = set.map(\.name).joined(separator: ", ")
        return "INSERT INTO \(name) (\(names)) VALUES (\(set.map { $0.kind.literals[0] }.joined(separator: ", ")));\n"
    }
}
