import TestSupport

/// Random expressions and selects over the tables of `TrickyStatements.schema`, with more parentheses than are needed
/// in some places and none in others.
struct RandomSQL {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &generator)]
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    mutating func select(depth: Int = 3) -> String {
        let columns = (0..<Int.random(in: 1...3, using: &generator)).map { _ in expression(depth: depth) }
        var text = "SELECT " + (chance(20) ? "DISTINCT " : "") + columns.joined(separator: ",") + " FROM t"
        if chance(40) { text += pick([" JOIN u ON ", " LEFT JOIN u ON ", " CROSS JOIN u ON "]) + expression(depth: 1) }
        if chance(70) { text += " WHERE " + expression(depth: depth) }
        if chance(20) { text += " GROUP BY " + expression(depth: 1) + " HAVING " + expression(depth: 2) }
        if chance(20), depth > 1 {
            text +=
                pick([" UNION ", " UNION ALL ", " EXCEPT "])
                + "SELECT \(Array(repeating: "1", count: columns.count).joined(separator: ","))"
        }
        if chance(20) { text += " ORDER BY 1 " + pick(["", "DESC", "ASC NULLS LAST"]) }
        if chance(20) { text += pick([" LIMIT 3", " LIMIT 3 OFFSET 1", " LIMIT 1, 3", " LIMIT ?, ?"]) }
        return text
    }

    mutating func expression(depth: Int) -> String {
        guard depth > 0 else { return leaf() }
        let inner = composite(depth: depth - 1)
        return chance(40) ? "(\(inner))" : inner
    }

    private mutating func leaf() -> String {
        let word = pick([
            "t.a", "t.b", "t.c", "t.d", "1", "2.5", "'x'", "NULL", "x'00'", "-1", "?", ":p", "CURRENT_DATE", "t.\"a\"",
            "1e3",
            "-9223372036854775808", "0x10", "TRUE",
        ])
        return chance(15) ? "((\(word)))" : word
    }

    private mutating func composite(depth: Int) -> String {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return pick(["NOT ", "-", "+", "~", "- "]) + expression(depth: depth)
        case 1:
            return expression(depth: depth) + pick([" ISNULL", " NOTNULL", " NOT NULL", " IS NULL", " IS NOT NULL"])
        case 2:
            return expression(depth: depth) + pick([" BETWEEN ", " NOT BETWEEN "]) + "(" + expression(depth: depth)
                + ") AND "
                + expression(depth: depth)
        case 3:
            let list = [expression(depth: depth), expression(depth: depth)].joined(separator: ", ")
            return expression(depth: depth) + pick([" IN ", " NOT IN "])
                + pick(["(\(list))", "()", "(SELECT b FROM u)"])
        case 4:
            return expression(depth: depth) + pick([" LIKE ", " NOT LIKE ", " GLOB "]) + expression(depth: depth)
        case 5: return expression(depth: depth) + " COLLATE " + pick(["nocase", "BINARY", "\"rtrim\""])
        case 6:
            return "CASE " + (chance(50) ? expression(depth: depth) + " " : "") + "WHEN " + expression(depth: depth)
                + " THEN "
                + expression(depth: depth) + (chance(50) ? " ELSE " + expression(depth: depth) : "") + " END"
        case 7:
            return pick(["abs", "max", "lower", "coalesce"]) + "(" + expression(depth: depth) + ", "
                + expression(depth: 0) + ")"
        case 8: return "(SELECT " + expression(depth: depth) + " FROM u)"
        default:
            let op = pick([
                "AND", "OR", "=", "==", "<>", "!=", "IS", "IS NOT", "<", "<=", ">", ">=", "&", "|", "<<", ">>", "+",
                "-", "*", "/",
                "%", "||", "->", "->>", "AND", "OR", "IS NOT DISTINCT FROM", "IS DISTINCT FROM",
            ])
            return expression(depth: depth) + " \(op) " + expression(depth: depth)
        }
    }
}
