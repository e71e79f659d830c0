import LockstepSQL
import Testing

@Suite("Expressions")
struct ExpressionTests {
    @Test(
        "Literals have their values",
        arguments: [
            ("NULL", "NULL"), ("0x1F", "31"), ("0xffffffffffffffff", "-1"), ("1_000_000", "1000000"),
            ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9.223372036854776e+18r"),
            ("-9223372036854775808", "-9223372036854775808"), ("-9_223372036854775808", "-9223372036854775808"),
            ("1.", "1.0r"), (".5", "0.5r"), ("1e3", "1000.0r"), ("1_0.2_5E-1", "1.025r"), ("1e999", "infr"),
            ("'it''s'", "'it's'"), ("''", "''"), ("x'00fF'", "x'00ff'"), ("X''", "x''"),
            ("TRUE", "TRUE"), ("false", "FALSE"), ("\"true\"", "\"true\""), ("t.true", "t.true"),
            ("current_timestamp", "CURRENT_TIMESTAMP"), ("CURRENT_DATE", "CURRENT_DATE"),
            ("CURRENT_TIME", "CURRENT_TIME"),
        ])
    func literals(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test(
        "Names may be quoted in four ways, and keywords with a fallback need no quotes",
        arguments: [
            ("a", "a"), ("a.b", "a.b"), ("a.b.c", "a.b.c"), ("\"a\"\"b\"", "\"a\"b\""), ("`a``b`", "`a`b`"),
            ("[a b]", "[a b]"), ("'t'.a", "'t'.a"), ("key", "key"), ("t.left", "t.left"), ("left", "left"),
            ("indexed", "indexed"), ("window", "window"), ("over", "over"), ("filter", "filter"), ("ü$1", "ü$1"),
            ("replace(a, b, c)", "(replace a b c)"), ("like(a, b)", "(like a b)"), ("left(a)", "(left a)"),
            ("\"abs\"(1)", "(\"abs\" 1)"), ("row", "row"), ("if(a, b)", "(if a b)"),
        ])
    func names(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test(
        "Parameters keep their form",
        arguments: [
            ("?", "?"), ("?7", "?7"), (":a", ":a"), ("@b_1", "@b_1"), ("$c", "$c"), ("$a::b(x)", "$a::b(x)"),
            ("?99999999999999999999", "?overflow"),
        ])
    func parameters(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test(
        "Everything else an operand may be",
        arguments: [
            ("(1, 2) = (a, b)", "(= (ROW 1 2) (ROW a b))"),
            ("((a))", "a"),
            ("CASE WHEN a THEN b END", "(CASE (WHEN a b))"),
            ("CASE x WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", "(CASE x (WHEN 1 'a') (WHEN 2 'b') (ELSE 'c'))"),
            ("CAST(a AS VARCHAR(10))", "(CAST a VARCHAR(10))"),
            ("CAST(a AS DECIMAL (10,-2))", "(CAST a DECIMAL(10, -2))"),
            ("CAST(a AS unsigned big int)", "(CAST a unsigned big int)"),
            ("CAST(a AS)", "(CAST a -)"),
            ("EXISTS (SELECT 1)", "(EXISTS (SELECT 1))"),
            ("NOT EXISTS (SELECT 1)", "(NOT (EXISTS (SELECT 1)))"),
            ("(SELECT 1)", "(SUBQUERY (SELECT 1))"),
            ("a IN ()", "(IN a [])"),
            ("a IN (SELECT b FROM c)", "(IN a (SELECT b (FROM c)))"),
            ("a IN main.t", "(IN a main.t)"),
            ("a IN json_each(:ids)", "(IN a (json_each :ids))"),
            ("(a, b) IN (VALUES (1, 2))", "(IN (ROW a b) (VALUES [1 2]))"),
            ("count(*)", "(count *)"),
            ("count()", "(count)"),
            ("count(DISTINCT a)", "(count DISTINCT a)"),
            ("sum(ALL a)", "(sum a)"),
            ("group_concat(a, ',' ORDER BY b DESC, c)", "(group_concat a ',' (ORDER b DESC c))"),
            ("sum(a) FILTER (WHERE b > 0)", "(sum a (FILTER (> b 0)))"),
            ("RAISE(IGNORE)", "(RAISE IGNORE)"),
            ("RAISE(ABORT, 'no')", "(RAISE ABORT 'no')"),
        ])
    func operands(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test(
        "Windows",
        arguments: [
            ("sum(a) OVER w", "(sum a (OVER w))"),
            ("row_number() OVER ()", "(row_number (OVER (WINDOW)))"),
            (
                "sum(a) FILTER (WHERE b) OVER (PARTITION BY c, d ORDER BY e)",
                "(sum a (FILTER b) (OVER (WINDOW [c d] (ORDER e))))"
            ),
            (
                "f(a) OVER (w ROWS BETWEEN 2 PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES)",
                "(f a (OVER (WINDOW w (ROWS (PRECEDING 2) +inf TIES))))"
            ),
            (
                "f(a) OVER (ORDER BY b RANGE UNBOUNDED PRECEDING EXCLUDE NO OTHERS)",
                "(f a (OVER (WINDOW (ORDER b) (RANGE -inf NO OTHERS))))"
            ),
            (
                "f(a) OVER (GROUPS BETWEEN CURRENT ROW AND 1 + 1 FOLLOWING EXCLUDE CURRENT ROW)",
                "(f a (OVER (WINDOW (GROUPS current (FOLLOWING (+ 1 1)) CURRENT ROW))))"
            ),
        ])
    func windows(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test("An expression may stand in several parts of a file, as in the comments of a directive")
    func parts() throws {
        let text = "-- allow: a = :actor\n--   AND b IN (SELECT 1)\nSELECT 1"
        let source = SourceText(path: "test.sql", text: text)
        let parts = [SourceSpan(start: 9, end: 20), SourceSpan(start: 23, end: 46)]
        let parsed = Parser.parseExpression(in: source, spans: parts, firstID: 100)
        let expression = try #require(parsed.expression)
        #expect(Dump.expression(expression) == "(AND (= a :actor) (IN b (SELECT 1)))")
        #expect(source.location(at: parsed.parameters[0].span.start).description == "1:15")
        #expect(expression.id >= 100)
        #expect(parsed.nextID > expression.id)
    }

    @Test("A token does not reach from one part into the next")
    func partsAreSeparate() {
        let source = SourceText(path: "test.sql", text: "'a|b'")
        let parts = [SourceSpan(start: 0, end: 2), SourceSpan(start: 3, end: 5)]
        let parsed = Parser.parseExpression(in: source, spans: parts)
        #expect(parsed.expression == nil)
        #expect(parsed.diagnostics.map(summary) == ["1:1: unrecognized token \"'a\": this string has no closing quote"])
    }

    @Test("Nothing may follow an expression")
    func trailing() {
        let parsed = Parser.parseExpression(in: SourceText(path: "test.sql", text: "a = b c"))
        #expect(parsed.diagnostics.map(summary) == ["1:7: near \"c\": expected the end of the expression"])
    }

    @Test("Every expression, select and table reference has an id of its own")
    func identifiers() throws {
        let sql = "SELECT a + b, (SELECT c FROM d AS e JOIN f ON g = h) FROM i WHERE j IN (1, 2) AND k BETWEEN l AND m"
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
        var collector = IDCollector()
        guard case .select(let select) = try #require(file.statements.first).kind else {
            Issue.record("not a select")
            return
        }
        collector.visit(select)
        #expect(collector.ids.count == 22)
        #expect(Set(collector.ids).count == collector.ids.count)
        #expect(collector.ids.allSatisfy { $0 < file.nextID })
    }
}

/// Collects the ids of a select without windows, WITH and compounds.
private struct IDCollector {
    var ids: [Int] = []

    mutating func visit(_ select: Select) {
        ids.append(select.id)
        guard case .query(let query) = select.first else { return }
        for column in query.columns {
            if case .expression(let expression, _) = column.kind {
                visit(expression)
            }
        }
        for table in query.from?.tables ?? [] {
            ids.append(table.id)
        }
        for join in query.from?.joins ?? [] {
            if case .on(let condition)? = join.constraint {
                visit(condition)
            }
        }
        if let condition = query.condition {
            visit(condition)
        }
    }

    mutating func visit(_ expression: Expression) {
        ids.append(expression.id)
        switch expression.kind {
        case .binary(_, let left, let right):
            visit(left)
            visit(right)
        case .between(let operand, let low, let high, _):
            visit(operand)
            visit(low)
            visit(high)
        case .membership(let operand, .list(let values, _), _):
            visit(operand)
            values.forEach { visit($0) }
        case .subquery(let select): visit(select)
        default: break
        }
    }
}
