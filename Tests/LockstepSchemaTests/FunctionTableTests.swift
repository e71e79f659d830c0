import LockstepSQL
import TestSupport
import Testing

@testable import LockstepSchema

/// Every function that SQLite brings along has a type, or a reason why it has none.
@Suite struct FunctionTableTests {
    /// Operators and keywords, which the parser knows.
    private static let syntax: Set<String> = ["->", "->>", "current_date", "current_time", "current_timestamp"]

    @Test func `all functions of the system's SQLite are known`() throws {
        let rows = try SQLite().rows("SELECT DISTINCT name, narg FROM pragma_function_list")
        var missing: [String] = []
        for row in rows {
            guard case .text(let name) = row[0], case .integer(let count) = row[1], !Self.syntax.contains(name) else {
                continue
            }
            if FunctionTable.auxiliary[name] != nil { continue }
            let functions = FunctionTable.byName[name] ?? []
            // Some of SQLite's functions take any number of arguments by declaration only.
            let isKnown = functions.contains { count < 0 || $0.arity.contains(Int(count)) }
            if !isKnown { missing.append("\(name)/\(count)") }
        }
        #expect(missing == [])
        #expect(rows.count > 100)
    }

    @Test(arguments: [
        ("timediff('2024-01-01', '2024-01-02')", "`timediff` came with SQLite 3.43, and the schema is for 3.40"),
        ("iif(1, 2)", "`iif` came with SQLite 3.48, and the schema is for 3.40"),
        ("json_array_insert('[]', '$[0]', 1)", "`json_array_insert` came with SQLite 3.53, and the schema is for 3.40"),
        ("soundex('a')", "`soundex` is there only in a SQLite that was built with SQLITE_SOUNDEX"),
        ("load_extension('x')", "`load_extension` cannot stand in a definition file: it loads code into the process"),
    ])
    func `a function that may not be there is refused`(call: String, message: String) {
        let fixture = Fixture(TypeFixture.tables, queries: "-- name: q :many\nSELECT \(call) AS x FROM t;")
        #expect(fixture.messages.first == "queries.sql:2:8: \(message)")
    }

    @Test(arguments: [
        ("status = 'dne'", "`'dne'` is not a case of Status"), ("'opn' <> status", "`'opn'` is not a case of Status"),
        ("status IN ('open', 'closed')", "`'closed'` is not a case of Status"),
        ("CASE status WHEN 'x' THEN 1 ELSE 2 END = 1", "`'x'` is not a case of Status"),
    ])
    func `a constant that no case is equal to is refused`(condition: String, message: String) {
        let fixture = Fixture(TypeFixture.tables, queries: "-- name: q :many\nSELECT n FROM t WHERE \(condition);")
        #expect(fixture.analysis.diagnostics.map(\.message) == [message])
    }

    /// Looking at an operand twice on each level would take 2^60 looks.
    @Test(arguments: ["(# BETWEEN 0 AND 1)", "(# IN (0, 1))", "(# = :p)", "coalesce(#, :p)", "(:p + # = 1)"])
    func `nesting costs no more than its depth`(form: String) {
        let expression = (0..<60).reduce("n") { inner, _ in
            form.split(separator: "#", omittingEmptySubsequences: false).joined(separator: inner)
        }
        let fixture = Fixture(TypeFixture.tables, queries: "-- name: q :many\nSELECT n FROM t WHERE \(expression);")
        let duration = processorTime { _ = fixture.analysis }
        #expect(duration < .seconds(5))
    }
}
