import Foundation
import LockstepSQL
import TestSupport
import Testing

@Suite("Any bytes can be parsed")
struct RobustnessTests {
    private static let bombs: [(open: String, inner: String, close: String)] = [
        ("(", "1", ")"), ("abs(", "1", ")"), ("- ", "1", ""), ("NOT ", "1", ""), ("(SELECT ", "1", ")"),
        ("CASE WHEN ", "1", " THEN 1 END"), ("1 IN (", "1", ")"), ("sum(1) OVER (ORDER BY ", "1", ")"),
        ("sum(1) FILTER (WHERE ", "1", ")"), ("EXISTS (SELECT 1 FROM a JOIN b ON ", "1", ")"),
        ("1 BETWEEN ", "1", " AND 1"), ("(1, ", "1", ")"), ("CAST(", "1", " AS TEXT)"), ("1 LIKE (", "1", ")"),
        ("1 OR 1 AND 1 = 1 < 1 & 1 + 1 * 1 || (", "1", ")"), ("(WITH a AS (SELECT ", "1", ") SELECT 1)"),
        ("(SELECT 1 FROM (", "a", "))"), ("(VALUES (1, ", "1", "))"), ("(SELECT * FROM (SELECT ", "1", "))"),
    ]

    /// The stack of a secondary thread on Apple's systems.
    private static let smallStack = 512 * 1024

    private func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: body()) }
            thread.stackSize = Self.smallStack
            thread.start()
        }
    }

    @Test("Nesting has a limit that fits a small stack", arguments: bombs.indices)
    func nesting(index: Int) async {
        let bomb = Self.bombs[index]
        let messages = await onSmallStack {
            let sql =
                "SELECT " + String(repeating: bomb.open, count: 20_000) + bomb.inner
                + String(repeating: bomb.close, count: 20_000) + "; SELECT 1"
            return diagnostics(sql)
        }
        #expect(messages.count == 1)
        #expect(messages[0].contains("this is nested too deeply"))
    }

    @Test("What the limit allows is parsed and released on a small stack", arguments: bombs.indices)
    func allowedNesting(index: Int) async {
        let bomb = Self.bombs[index]
        let deepest = await onSmallStack {
            (1...Parser.maximumNesting).last { depth in
                diagnostics(
                    "SELECT " + String(repeating: bomb.open, count: depth) + bomb.inner
                        + String(repeating: bomb.close, count: depth)
                ).isEmpty
            }
        }
        #expect((deepest ?? 0) >= 6)
    }

    @Test("A chain of operators may be a thousand long, as in SQLite")
    func chains() async {
        let messages = await onSmallStack {
            [999, 1000].map { diagnostics("SELECT 1" + String(repeating: " + 1", count: $0)) }
        }
        #expect(messages[0] == [])
        #expect(messages[1].count == 1)
        #expect(messages[1].first?.contains("more than 1000 operators deep") == true)
    }

    @Test("A long list is not deep")
    func lists() {
        #expect(diagnostics("SELECT " + String(repeating: "1,", count: 100_000) + "1") == [])
        #expect(diagnostics("VALUES (1)" + String(repeating: ", (1)", count: 100_000)) == [])
    }

    @Test("A compound may have five hundred parts, as in SQLite")
    func compounds() {
        #expect(diagnostics("SELECT 1" + String(repeating: " UNION SELECT 1", count: 499)) == [])
        let messages = diagnostics("SELECT 1" + String(repeating: " UNION SELECT 1", count: 20_000))
        #expect(messages == ["1:7495: a compound SELECT has at most 500 parts"])
    }

    @Test(
        "Parentheses, prefixes and right operands may be a thousand deep on any thread",
        arguments: [("(", "1", ")"), ("NOT ", "1", ""), ("- ", "1", ""), ("1 + (", "1", ")"), ("1 IS NOT ", "1", "")])
    func deepOperators(open: String, inner: String, close: String) async {
        let messages = await onSmallStack {
            [999, 3000].map {
                diagnostics(
                    "SELECT " + String(repeating: open, count: $0) + inner + String(repeating: close, count: $0))
            }
        }
        #expect(messages[0] == [])
        #expect(open == "1 IS NOT " || messages[1].count == 1)
    }

    @Test(
        "A long run of the same token ends at once",
        arguments: [
            "(", "NOT ", "-", "- ", "~", "SELECT ", "SELECT (", "CASE ", "CASE WHEN ", "1 IN (", "WITH a AS (",
            "SELECT 1 UNION ALL ", "BEGIN ", "EXPLAIN ", "[", "'", "\"", "/*", "x'", "a.", "a,", ";", "((SELECT ",
            "SELECT * FROM (", "CREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; ", "f(", "CAST(", "$a(", "1e", "0x",
            "SELECT 1 FROM a JOIN ", "a BETWEEN ", "VALUES (", "SELECT f() OVER (", "@", "\u{FEFF}", "1 COLLATE ",
        ])
    func longRuns(token: String) async {
        let text = String(repeating: token, count: 100_000 / token.utf8.count)
        let duration = await onSmallStack {
            processorTime {
                for start in ["", "SELECT "] {
                    let source = SourceText(path: "bomb.sql", text: start + text)
                    _ = Parser.parseStatements(in: source)
                    _ = Parser.verdict(on: source)
                }
            }
        }
        // Far more than any of them takes; what is quadratic takes longer.
        #expect(duration < .seconds(60))
    }

    @Test("Random bytes", arguments: 0..<20)
    func bytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            check(bytes)
        }
    }

    @Test("Random words", arguments: 0..<20)
    func words(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words =
            Keyword.allCases.map(\.rawValue)
            + [
                "a", "t.b", "(", ")", ",", ";", "*", "=", "1", "'x'", "\"y\"", ":p", "--c\n", "/*d*/", "[", "'", "é",
                ".",
            ]
        for _ in 0..<200 {
            let start = ["SELECT", "INSERT INTO", "UPDATE", "CREATE TABLE", "CREATE TRIGGER", ""].randomElement(
                using: &generator)!
            let text = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
                words.randomElement(using: &generator)!
            }
            check(Array(([start] + text).joined(separator: " ").utf8))
        }
    }

    @Test("Valid statements with bytes changed, removed and doubled", arguments: 0..<20)
    func mutations(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let sql = """
            WITH a(x) AS (SELECT 1) SELECT CASE WHEN b THEN sum(c) FILTER (WHERE d) OVER (w ROWS 1 PRECEDING) END AS e
            FROM f LEFT JOIN g USING (h) WHERE i IN (1, x'00', 'j', :k) GROUP BY l HAVING m LIKE n ESCAPE o
            WINDOW w AS (PARTITION BY p) ORDER BY q COLLATE nocase DESC LIMIT 1 OFFSET 2;
            CREATE TRIGGER r AFTER UPDATE OF s ON t
            BEGIN INSERT INTO u VALUES (1) ON CONFLICT (v) DO UPDATE SET w = 1; END;
            CREATE TABLE x (y DECIMAL(1, 2) DEFAULT -1 CHECK (y) REFERENCES z ON DELETE SET NULL) STRICT;
            """
        for _ in 0..<100 {
            var bytes = Array(sql.utf8)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let position = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: position)
                default: bytes.insert(contentsOf: bytes[position..<min(position + 20, bytes.count)], at: position)
                }
            }
            check(bytes)
        }
    }

    /// Whatever is found lies in the file, in order, and can be printed.
    private func check(_ bytes: [UInt8]) {
        let source = SourceText(path: "fuzz.sql", bytes: bytes)
        let file = Parser.parseStatements(in: source)
        var end = 0
        for statement in file.statements {
            #expect(statement.span.start >= end && statement.span.end <= bytes.count)
            end = statement.span.end
        }
        for diagnostic in file.diagnostics {
            #expect(source.span.contains(diagnostic.place.span))
            #expect(diagnostic.rendered.hasPrefix("fuzz.sql:"))
        }
        for comment in file.comments {
            #expect(comment.span.contains(comment.textSpan) && comment.span.end <= bytes.count)
        }
    }
}
