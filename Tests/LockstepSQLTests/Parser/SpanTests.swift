import LockstepSQL
import Testing

@Suite("Spans")
struct SpanTests {
    private let source: SourceText
    private let file: ParsedFile

    init() {
        let sql = """
            /* é */ INSERT OR REPLACE INTO main.t AS x (a, b) VALUES (:é, ( 1 )) RETURNING x.*, * ;
            UPDATE OR FAIL t SET a = ( :a ), (b, c) = (SELECT 1, 2) WHERE t.id IN (SELECT u.id FROM u AS v);
            SELECT count( * ) AS n, (a + b) COLLATE nocase FROM json_each( :ids ) AS j LEFT OUTER JOIN t ON TRUE;
            """
        source = SourceText(path: "test.sql", text: sql)
        file = Parser.parseStatements(in: source)
    }

    private func text(_ span: SourceSpan) -> String { source.text(in: span) }

    @Test("A statement's span has neither comments before it nor the semicolon")
    func statements() {
        #expect(file.diagnostics.isEmpty)
        #expect(text(file.statements[0].span).hasPrefix("INSERT OR"))
        #expect(text(file.statements[0].span).hasSuffix("x.*, *"))
        #expect(source.location(at: file.statements[0].span.start).description == "1:10")
    }

    @Test("INSERT: conflict clause, table, column list, values, stars")
    func insert() throws {
        guard case .insert(let insert) = file.statements[0].kind, case .values(let values) = insert.rows else {
            Issue.record("not an INSERT of VALUES")
            return
        }
        #expect(insert.conflict.map { text($0.span) } == "OR REPLACE")
        #expect(text(insert.table.name.span) == "main.t")
        #expect(text(insert.table.span) == "main.t AS x")
        #expect(insert.columnsSpan.map(text) == "(a, b)")
        #expect(values.rows.map { text($0.span) } == ["(:é, ( 1 ))"])
        #expect(values.rows[0].values.map { text($0.span) } == [":é", "( 1 )"])
        let returning = try #require(insert.returning)
        #expect(text(returning.span) == "RETURNING x.*, *")
        #expect(returning.columns.map { text($0.span) } == ["x.*", "*"])
    }

    @Test("UPDATE: right sides with their parentheses, tables inside subqueries, parameters")
    func update() {
        guard case .update(let update) = file.statements[1].kind else {
            Issue.record("not an UPDATE")
            return
        }
        #expect(update.conflict.map { text($0.span) } == "OR FAIL")
        #expect(update.assignments.map { text($0.value.span) } == ["( :a )", "(SELECT 1, 2)"])
        #expect(update.assignments.map { text($0.columnsSpan) } == ["a", "(b, c)"])
        #expect(update.assignments.map { text($0.span) } == ["a = ( :a )", "(b, c) = (SELECT 1, 2)"])
        #expect(update.condition.map { text($0.span) } == "t.id IN (SELECT u.id FROM u AS v)")
        #expect(file.statements[1].parameters.map { text($0.span) } == [":a"])
        guard case .membership(_, .select(let select), _)? = update.condition?.kind,
            case .query(let query) = select.first
        else {
            Issue.record("not an IN with a SELECT")
            return
        }
        #expect(text(select.span) == "SELECT u.id FROM u AS v")
        #expect(query.from.map { text($0.first.span) } == "u AS v")
    }

    @Test("SELECT: columns, calls, join operators")
    func select() {
        guard case .select(let select) = file.statements[2].kind, case .query(let query) = select.first,
            let from = query.from
        else {
            Issue.record("not a SELECT")
            return
        }
        #expect(query.columns.map { text($0.span) } == ["count( * ) AS n", "(a + b) COLLATE nocase"])
        guard case .expression(let call, _) = query.columns[0].kind, case .function(let count) = call.kind else {
            Issue.record("not a call")
            return
        }
        #expect(text(call.span) == "count( * )")
        #expect(text(count.argumentsSpan) == "( * )")
        #expect(text(from.span) == "json_each( :ids ) AS j LEFT OUTER JOIN t ON TRUE")
        #expect(from.joins.map { text($0.op.span) } == ["LEFT OUTER JOIN"])
        #expect(from.joins.map { text($0.span) } == ["LEFT OUTER JOIN t ON TRUE"])
        guard case .function(_, _, let arguments) = from.first.kind else {
            Issue.record("not a table-valued function")
            return
        }
        #expect(text(arguments) == "( :ids )")
    }

    @Test("A column's own span has no parentheses around it")
    func column() throws {
        let source = SourceText(path: "test.sql", text: "((a.b))")
        let expression = try #require(Parser.parseExpression(in: source).expression)
        guard case .column(let column) = expression.kind else {
            Issue.record("not a column")
            return
        }
        #expect(source.text(in: expression.span) == "((a.b))")
        #expect(source.text(in: column.span) == "a.b")
    }
}
