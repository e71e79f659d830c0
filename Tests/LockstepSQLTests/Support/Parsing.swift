import LockstepSQL
import Testing

/// A text that is to parse without a diagnostic, as one S-expression per statement.
func dump(_ sql: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) -> String {
    let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
    #expect(file.diagnostics.map(\.rendered) == [], sourceLocation: sourceLocation)
    return file.statements.map(Dump.statement).joined(separator: "\n")
}

/// An expression that is to parse without a diagnostic, as an S-expression.
func dumpExpression(_ sql: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> String {
    let parsed = Parser.parseExpression(in: SourceText(path: "test.sql", text: sql))
    #expect(parsed.diagnostics.map(\.rendered) == [], sourceLocation: sourceLocation)
    return Dump.expression(try #require(parsed.expression, sourceLocation: sourceLocation))
}

/// `line:column: message` of each diagnostic, with its suggestion.
func diagnostics(_ sql: String) -> [String] {
    Parser.parseStatements(in: SourceText(path: "test.sql", text: sql)).diagnostics.map(summary)
}

func summary(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.place.location): \(diagnostic.message)" + (diagnostic.suggestion.map { " (\($0))" } ?? "")
}
