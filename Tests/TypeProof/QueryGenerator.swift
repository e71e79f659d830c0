import TestSupport

/// Writes queries at random: every form of select, join, group and window over the tables of `ProofSchema`.
struct QueryGenerator {
    /// A column that an expression may name.
    struct Column {
        let text: String
        let storage: String
    }

    var random: SeededGenerator
    private var aliases = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    // MARK: - Statements

    mutating func statement() -> String {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<36: return select(depth: 2)
        case 36..<54: return grouped()
        case 54..<70: return windowed()
        case 70..<79: return compound()
        case 79..<86: return common()
        case 86..<91: return recursive()
        case 91..<94: return values()
        default: return returning()
        }
    }

    private mutating func alias() -> String {
        aliases += 1
        return "t\(aliases)"
    }

    mutating func select(depth: Int, width: Int? = nil) -> String {
        let (from, columns) = self.from(depth: depth)
        let count = width ?? Int.random(in: 1...4, using: &random)
        let list = (0..<count).map { "\(expression(columns, depth: 2)) AS c\($0)" }.joined(separator: ", ")
        let distinct = chance(10) ? "DISTINCT " : ""
        return "SELECT \(distinct)\(list) FROM \(from)\(condition(columns))"
    }

    private mutating func condition(_ columns: [Column], keyword: String = "WHERE") -> String {
        guard chance(60) else { return "" }
        let parts = (0..<Int.random(in: 1...2, using: &random)).map { _ -> String in
            let column = pick(columns).text
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1: return "\(column) IS NOT NULL"
            case 2: return "\(column) = \(pick(columns).text)"
            case 3: return "\(column) > 0"
            case 4: return "NOT (\(column) IS NULL OR \(pick(columns).text) = 1)"
            case 5: return "\(column) BETWEEN \(pick(columns).text) AND 5"
            case 6: return "\(column) IN (1, 'a', 2)"
            case 7: return "length(\(column)) > 0"
            case 8: return "\(column) LIKE 'a%'"
            case 9: return "\(column) IN (SELECT i FROM w)"
            case 10: return "coalesce(\(column), \(pick(columns).text)) IS NOT NULL"
            default: return expression(columns, depth: 2)
            }
        }
        return " \(keyword) " + parts.joined(separator: pick([" AND ", " OR ", " AND NOT "]))
    }

    private mutating func from(depth: Int) -> (String, [Column]) {
        var (text, columns) = table(depth: depth)
        for _ in 0..<pick([0, 0, 1, 1, 1, 2, 2]) {
            let join = pick(["JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", ","])
            let nested = chance(12)
            let (right, rightColumns) = nested ? parenthesized(depth: depth) : table(depth: depth)
            let all = columns + rightColumns
            if !nested, join != ",", chance(12) {
                let names = columns.map(Self.name)
                let common = rightColumns.map(Self.name).filter { name in names.filter { $0 == name }.count == 1 }
                if let name = common.first {
                    text += " \(join) \(right) USING (\(name))"
                    columns = all.filter { Self.name($0) != name }
                    let storage = rightColumns.first { Self.name($0) == name }?.storage ?? "TEXT"
                    columns.append(Column(text: name, storage: storage))
                    continue
                }
            }
            let on = chance(70)
                ? "\(pick(columns).text) = \(pick(rightColumns).text)" : expression(all, depth: 1)
            text += join == "," ? ", \(right)" : " \(join) \(right) ON \(on)"
            columns = all
        }
        return (text, columns)
    }

    private static func name(_ column: Column) -> String {
        column.text.split(separator: ".").last.map(String.init) ?? column.text
    }

    private mutating func parenthesized(depth: Int) -> (String, [Column]) {
        let (first, left) = table(depth: 0)
        let (second, right) = table(depth: 0)
        let join = pick(["JOIN", "LEFT JOIN"])
        return ("(\(first) \(join) \(second) ON \(pick(left).text) = \(pick(right).text))", left + right)
    }

    private mutating func table(depth: Int) -> (String, [Column]) {
        let name = alias()
        if depth > 0, chance(18) {
            let width = Int.random(in: 1...3, using: &random)
            let inner = chance(70) ? select(depth: depth - 1, width: width) : grouped(width: width)
            return ("(\(inner)) AS \(name)", (0..<width).map { Column(text: "\(name).c\($0)", storage: "TEXT") })
        }
        if chance(4) {
            return (
                "json_each('[1, 2.5, null, \"x\", [1]]') AS \(name)",
                ["key", "value", "type", "atom", "id", "parent", "fullkey", "path", "root"].map {
                    Column(text: "\(name).\($0)", storage: "TEXT")
                })
        }
        let relation = pick(ProofSchema.relations + [ProofSchema.relations[0], ProofSchema.relations[1]])
        return (
            "\(relation.name) AS \(name)",
            relation.columns.map { Column(text: "\(name).\($0.name)", storage: $0.storage) })
    }

    // MARK: - Groups and windows

    private mutating func grouped(width: Int? = nil) -> String {
        let (from, columns) = self.from(depth: 1)
        let terms = chance(65) ? (0..<Int.random(in: 1...2, using: &random)).map { _ in pick(columns) } : []
        let count = width ?? Int.random(in: 1...3, using: &random)
        let list = (0..<count).map { index -> String in
            let text = terms.isEmpty || chance(70) ? aggregated(columns) : pick(terms).text
            return "\(text) AS c\(index)"
        }
        let group = terms.isEmpty ? "" : " GROUP BY " + terms.map(\.text).joined(separator: ", ")
        var having = ""
        if chance(25), let term = terms.first { having = " HAVING \(term.text) IS NOT NULL" }
        return "SELECT \(list.joined(separator: ", ")) FROM \(from)\(condition(columns))\(group)\(having)"
    }

    private mutating func aggregated(_ columns: [Column]) -> String {
        let argument = expression(columns, depth: 1)
        let filter = chance(15) ? " FILTER (WHERE \(expression(columns, depth: 1)))" : ""
        let call = pick([
            "count(*)", "count(\(argument))", "count(DISTINCT \(argument))", "sum(\(argument))", "avg(\(argument))",
            "total(\(argument))", "min(\(argument))", "max(\(argument))", "group_concat(\(argument))",
            "group_concat(\(argument), \(pick(columns).text))", "json_group_array(\(argument))",
            "sum(DISTINCT \(argument))",
        ])
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return "coalesce(\(call)\(filter), 0)"
        case 1: return "\(call)\(filter) + 1"
        case 2: return "CASE WHEN \(call) > 1 THEN \(argument) ELSE \(call) END"
        default: return call + filter
        }
    }

    private mutating func windowed() -> String {
        let (from, columns) = self.from(depth: 1)
        let named = chance(30)
        let list = (0..<Int.random(in: 1...3, using: &random)).map { index -> String in
            let argument = expression(columns, depth: 1)
            let call = pick([
                "row_number()", "rank()", "dense_rank()", "percent_rank()", "cume_dist()", "ntile(3)",
                "lag(\(argument))", "lag(\(argument), 1, \(pick(columns).text))", "lead(\(argument), 2)",
                "first_value(\(argument))", "last_value(\(argument))", "nth_value(\(argument), 2)", "sum(\(argument))",
                "max(\(argument))", "min(\(argument))", "count(\(argument))", "avg(\(argument))", "total(\(argument))",
                "group_concat(\(argument))", "count(*)", "json_group_array(\(argument))",
            ])
            return "\(call) OVER \(named ? "win" : "(\(window(columns)))") AS c\(index)"
        }
        let clause = named ? " WINDOW win AS (\(window(columns)))" : ""
        return "SELECT \(list.joined(separator: ", ")) FROM \(from)\(condition(columns))\(clause)"
    }

    private mutating func window(_ columns: [Column]) -> String {
        var text = chance(40) ? "PARTITION BY \(pick(columns).text)" : ""
        let numbers = columns.filter { $0.storage == "INTEGER" || $0.storage == "REAL" }
        guard chance(80) else { return text }
        text += " ORDER BY \(pick(numbers.isEmpty ? columns : numbers).text)\(chance(30) ? " DESC" : "")"
        guard chance(60) else { return text }
        let unit = pick(["ROWS", "RANGE", "GROUPS"])
        let (start, end) = pick([
            ("UNBOUNDED PRECEDING", "CURRENT ROW"), ("1 PRECEDING", "1 FOLLOWING"), ("CURRENT ROW", "2 FOLLOWING"),
            ("2 PRECEDING", "1 PRECEDING"), ("1 FOLLOWING", "2 FOLLOWING"), ("CURRENT ROW", "CURRENT ROW"),
            ("CURRENT ROW", "UNBOUNDED FOLLOWING"), ("1 FOLLOWING", "UNBOUNDED FOLLOWING"),
            ("UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING"), ("0 PRECEDING", "0 FOLLOWING"),
        ])
        let exclusion = chance(30) ? " EXCLUDE " + pick(["CURRENT ROW", "GROUP", "TIES", "NO OTHERS"]) : ""
        return text + " \(unit) BETWEEN \(start) AND \(end)\(exclusion)"
    }

    // MARK: - Compounds and common tables

    private mutating func compound() -> String {
        let width = Int.random(in: 1...3, using: &random)
        var text = chance(80) ? select(depth: 1, width: width) : grouped(width: width)
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let op = pick(["UNION", "UNION ALL", "UNION ALL", "INTERSECT", "EXCEPT"])
            text += " \(op) " + (chance(80) ? select(depth: 1, width: width) : grouped(width: width))
        }
        if chance(30) { text += " ORDER BY 1" }
        return text
    }

    private mutating func common() -> String {
        let width = Int.random(in: 1...3, using: &random)
        let inner = chance(60) ? select(depth: 1, width: width) : compoundOf(width)
        let columns = (0..<width).map { Column(text: "x.c\($0)", storage: "TEXT") }
        let (right, rightColumns) = table(depth: 0)
        let join = pick(["JOIN", "LEFT JOIN", "RIGHT JOIN"])
        let all = columns + rightColumns
        return "WITH x AS (\(inner)) SELECT \(expression(all, depth: 2)), x.* FROM x \(join) \(right) "
            + "ON \(pick(columns).text) = \(pick(rightColumns).text)\(condition(all))"
    }

    private mutating func compoundOf(_ width: Int) -> String {
        select(depth: 0, width: width) + " UNION ALL " + select(depth: 0, width: width)
    }

    private mutating func recursive() -> String {
        let names = (0..<3).map { Column(text: "x\($0)", storage: "TEXT") }
        let start = (0..<3).map { _ in literal() }.joined(separator: ", ")
        let step = (0..<3).map { _ in chance(40) ? pick(names).text : expression(names, depth: 1) }
            .joined(separator: ", ")
        return "WITH RECURSIVE x(n, x0, x1, x2) AS (SELECT 1, \(start) UNION ALL SELECT n + 1, \(step) FROM x "
            + "WHERE n < 5) SELECT x0, x1, x2 FROM x"
    }

    private mutating func values() -> String {
        let rows = (0..<Int.random(in: 1...3, using: &random)).map { _ in "(\(literal()), \(literal()))" }
        return "SELECT column1, column2 FROM (VALUES \(rows.joined(separator: ", ")))"
    }

    private mutating func returning() -> String {
        let columns = ProofSchema.relations[1].columns.map { Column(text: $0.name, storage: $0.storage) }
        let list = (0..<2).map { _ in expression(columns, depth: 1) }.joined(separator: ", ")
        return pick([
            "UPDATE l SET i = i & 3, x = x * 2 RETURNING *, \(list)", "DELETE FROM l WHERE id > 1 RETURNING \(list), u",
            "INSERT INTO l (id, i, s, y) SELECT id + 100, 1, s, 2 FROM a RETURNING \(list), x, y",
            "UPDATE l SET u = a.t FROM a WHERE a.id = l.id RETURNING l.u, id, \(list)",
        ])
    }

    mutating func literal() -> String {
        pick(["1", "0", "-1", "2.5", "'a'", "''", "x'00'", "NULL", "'12'", "9223372036854775807", "TRUE", "9e999"])
    }
}
