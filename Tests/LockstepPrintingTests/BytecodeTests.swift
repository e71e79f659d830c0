import LockstepSQL
import TestSupport
import Testing

@Suite("What is printed means the same to SQLite")
struct BytecodeTests {
    private func printed(_ sql: String) -> String? {
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
        guard file.statements.count == 1, !file.diagnostics.contains(where: { $0.severity == .error }) else {
            return nil
        }
        return Printer.text(of: file.statements[0], in: file.source)
    }

    private func isDefinition(_ sql: String) -> Bool {
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
        switch file.statements.first?.kind {
        case .createTable, .createIndex, .createView, .createTrigger, .createVirtualTable, .alterTable, .drop:
            return true
        default: return false
        }
    }

    @Test("Tricky statements", arguments: TrickyStatements.all.filter { !TrickyStatements.definitions.contains($0) })
    func statement(sql: String) throws {
        let database = Database()
        for definition in TrickyStatements.schema { try database.execute(definition) }
        let text = try #require(printed(sql))
        let expected = try database.compiled(sql)
        #expect(try database.compiled(text) == expected, "\(text)")
    }

    @Test("Tricky definitions", arguments: TrickyStatements.definitions)
    func definition(sql: String) throws {
        let written = Database()
        let reprinted = Database()
        for definition in TrickyStatements.schema + [sql] { try written.execute(definition) }
        for definition in TrickyStatements.schema + [sql] { try reprinted.execute(try #require(printed(definition))) }
        #expect(try reprinted.schema(normalizing: normalized) == written.schema(normalizing: normalized))
        for change in TrickyStatements.probes {
            let expected = try? written.compiled(change)
            #expect((try? reprinted.compiled(change)) == expected)
        }
    }

    /// A line of table_xinfo without what printing changes in the text of a default.
    private func normalized(_ column: String) -> String {
        String(column.lowercased().unicodeScalars.filter { !" \n\t\r()".unicodeScalars.contains($0) })
    }

    @Test("Random selects", arguments: [1, 2, 3, 4] as [UInt64])
    func random(seed: UInt64) throws {
        let database = Database()
        for definition in TrickyStatements.schema { try database.execute(definition) }
        var sql = RandomSQL(seed: seed)
        var compared = 0
        for number in 0..<1_000 {
            let statement = sql.select(depth: 2 + number % 3)
            guard let expected = try? database.compiled(statement) else { continue }
            compared += 1
            let text = try #require(printed(statement), "\(statement)")
            let found = try database.compiled(text)
            #expect(found == expected, "\(statement)\n\(text)")
            // What has been printed has no parentheses to spare.
            #expect(printed(text) == text)
        }
        #expect(compared > 450)
    }

    /// Two databases are built, one by the statements as written and one by what is printed; every statement is
    /// compiled as written in the first, and as printed in both.
    @Test("The corpus", .enabled(if: StatementCorpus.isPresent, "sqlite-statements.jsonl is absent"))
    func corpus() throws {
        var comparison = CorpusComparison()
        for sql in try StatementCorpus.lines().map(\.sql) {
            guard let text = printed(sql) else { continue }
            if isDefinition(sql) {
                comparison.define(sql, text, normalizing: normalized)
            } else {
                comparison.compare(sql, text)
            }
        }
        print("\(comparison.statements) statements and \(comparison.definitions) definitions compared")
        #expect(
            comparison.differences.isEmpty,
            "\(comparison.differences.count): \(comparison.differences.prefix(50).joined(separator: "\n\n"))")
        #expect(comparison.statements > 5_000)
        #expect(comparison.definitions > 1_500)
    }
}
