import LockstepSQL

extension StatementAnalyzer {
    /// `table MATCH text`; https://www.sqlite.org/fts5.html#full_text_query_syntax.
    func inferMatch(_ match: PatternMatch, at span: SourceSpan, in scope: Scope) -> ExpressionType {
        _ = infer(match.operand, in: scope)
        _ = infer(match.pattern, in: scope, hint: .weak(.string))
        error("MATCH is for full-text tables", at: span, suggestion: "use LIKE or GLOB")
        return .unknown
    }

    /// `bm25(table)` and its like, where a full-text table is read.
    func auxiliaryFunction(of call: FunctionCall) -> SQLFunction? {
        nil
    }
}
