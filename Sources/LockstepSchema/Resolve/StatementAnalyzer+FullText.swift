import LockstepSQL

extension StatementAnalyzer {
    /// `table MATCH :text` (https://www.sqlite.org/fts5.html#full_text_query_syntax).
    func inferMatch(_ match: PatternMatch, at span: SourceSpan, in scope: Scope) -> ExpressionType {
        let operand = infer(match.operand, in: scope)
        let pattern = infer(match.pattern, in: scope, hint: .weak(.string))
        guard isFullText(match.operand, in: scope) else {
            error("MATCH is for full-text tables", at: span, suggestion: "use LIKE or GLOB")
            return .unknown
        }
        obstacle("what MATCH finds depends on the index of its table", at: span)
        return .bool(isNullable: operand.isNullable || pattern.isNullable)
    }

    /// `bm25(table)` and its like, where the full-text table is read.
    func auxiliaryFunction(of call: FunctionCall, in scope: Scope) -> SQLFunction? {
        guard let function = FunctionTable.auxiliary[call.name.folded],
            function.arity.contains(call.argumentList.count), let table = call.argumentList.first, isFullText(table, in: scope)
        else { return nil }
        return function
    }

    /// True for a table of FTS or one of its columns, which MATCH searches.
    private func isFullText(_ operand: Expression, in scope: Scope) -> Bool {
        guard let reference = operand.columnReference, case .column(let owner, let place) = scope.lookup(reference)
        else { return false }
        return owner.sources[place.source].table?.module?.isFullText ?? false
    }
}
