import LockstepSQL
import Testing

@Suite("Operator precedence")
struct PrecedenceTests {
    @Test(
        "Operators bind as in SQLite",
        arguments: [
            ("a OR b AND c", "(OR a (AND b c))"),
            ("NOT a AND b", "(AND (NOT a) b)"),
            ("NOT a = b", "(NOT (= a b))"),
            ("a = NOT b = c", "(= a (NOT (= b c)))"),
            ("- NOT a = b", "(- (NOT (= a b)))"),
            ("a = b < c", "(= a (< b c))"),
            ("a < b & c", "(< a (& b c))"),
            ("a & b + c", "(& a (+ b c))"),
            ("a + b * c", "(+ a (* b c))"),
            ("a * b || c", "(* a (|| b c))"),
            ("a || b -> c ->> d", "(->> (-> (|| a b) c) d)"),
            ("a || b COLLATE nocase", "(|| a (COLLATE b nocase))"),
            ("-a COLLATE nocase", "(COLLATE (- a) nocase)"),
            ("~a * b", "(* (~ a) b)"),
            ("a - b - c", "(- (- a b) c)"),
            ("a << b >> c | d & e", "(& (| (>> (<< a b) c) d) e)"),
            ("a == b != c <> d", "(<> (<> (= a b) c) d)"),
            ("a % b / c", "(/ (% a b) c)"),
            ("(a OR b) AND c", "(AND (OR a b) c)"),
            ("a >= b AND c <= d", "(AND (>= a b) (<= c d))"),
        ])
    func operators(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test(
        "IS, BETWEEN, IN, LIKE and NULL tests bind like =",
        arguments: [
            ("a IS b = c", "(= (IS a b) c)"),
            ("a IS NOT b = c", "(= (IS NOT a b) c)"),
            ("a IS NOT b < c", "(IS NOT a (< b c))"),
            ("a IS NULL", "(IS a NULL)"),
            ("a IS DISTINCT FROM b", "(IS NOT a b)"),
            ("a IS NOT DISTINCT FROM b", "(IS a b)"),
            ("a BETWEEN b AND c AND d", "(AND (BETWEEN a b c) d)"),
            ("a BETWEEN b AND c = d", "(= (BETWEEN a b c) d)"),
            ("a BETWEEN b = c AND d", "(BETWEEN a (= b c) d)"),
            ("a BETWEEN b BETWEEN c AND d AND e", "(BETWEEN a (BETWEEN b c d) e)"),
            ("x = a NOT BETWEEN b AND c", "(NOT-BETWEEN (= x a) b c)"),
            ("a NOT NULL", "(NOTNULL a)"),
            ("a NOTNULL ISNULL", "(ISNULL (NOTNULL a))"),
            ("NOT a NOT NULL", "(NOT (NOTNULL a))"),
            ("a AND b NOT NULL", "(AND a (NOTNULL b))"),
            ("a = b NOT NULL", "(NOTNULL (= a b))"),
            ("NOT a IN (1)", "(NOT (IN a [1]))"),
            ("a = b NOT IN (1, 2)", "(NOT-IN (= a b) [1 2])"),
            ("a LIKE b ESCAPE c AND d", "(AND (LIKE a b c) d)"),
            ("a NOT GLOB b || c", "(NOT-GLOB a (|| b c))"),
            ("a REGEXP b MATCH c", "(MATCH (REGEXP a b) c)"),
        ])
    func comparisons(sql: String, tree: String) throws {
        #expect(try dumpExpression(sql) == tree)
    }

    @Test("The lower bound of BETWEEN takes no OR, since AND then is its operand")
    func betweenOr() {
        #expect(diagnostics("SELECT a BETWEEN b OR c AND d") == ["1:30: incomplete input: expected AND"])
    }
}
