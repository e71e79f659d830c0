import LockstepSQL

extension StatementAnalyzer {
    /// Equal values that are not the same text: which of them a group or DISTINCT shows is open.
    func checkReplay(of query: SelectQuery, in scope: Scope) {
        let results = query.columns.compactMap { column -> Expression? in
            if case .expression(let expression, _) = column.kind { return expression }
            return nil
        }
        if query.isDistinct, results.contains(where: { hasOtherCollation($0, in: scope) }) {
            obstacle(
                "of several texts that are equal to the collation, DISTINCT takes any", at: query.span,
                advice: "compare by COLLATE BINARY")
        }
        if let term = query.groupBy.first(where: { hasOtherCollation($0, in: scope) }) {
            obstacle(
                "of several texts that are equal to the collation, GROUP BY takes any", at: term.span,
                advice: "compare by COLLATE BINARY")
        }
    }

    /// What depends on the order in which SQLite happens to find rows.
    func checkReplay(of select: Select, shape: SelectShape, scope: Scope?, purpose: SelectPurpose) {
        for (arm, body) in zip(select.compounds, select.bodies.dropFirst()) where arm.op != .unionAll {
            guard case .query(let query) = body, let scope else { continue }
            let isOpen = query.columns.contains {
                if case .expression(let expression, _) = $0.kind {
                    hasOtherCollation(expression, in: scope)
                } else {
                    false
                }
            }
            if isOpen {
                obstacle(
                    "of several texts that are equal to the collation, one is taken", at: arm.opSpan,
                    advice: "compare by COLLATE BINARY")
            }
        }
        guard !shape.hasExactlyOneRow, case .query(let query) = select.first, let from = query.from, let scope else {
            if !select.compounds.isEmpty, purpose == .scalar || select.limit != nil {
                obstacle(
                    "which row comes first is open", at: select.span,
                    advice: "end the ORDER BY with the primary key")
            }
            return
        }
        let isAlone = select.compounds.isEmpty
        let isOneRow = isAlone && scope.grouping == .single
        let isOrdered = isAlone && scope.grouping == .none && !query.isDistinct && isTotal(select.orderBy, in: scope)
        let isUnique = isAlone && UniqueRows(scope: scope, from: from, condition: query.condition).holds()
        guard !isOneRow, !isOrdered, !isUnique else { return }
        if let limit = select.limit {
            if purpose == .existence, limit.offset == nil { return }
            obstacle(
                "LIMIT without an ORDER BY that ends in the primary key takes any rows", at: limit.span,
                advice: "end the ORDER BY with the primary key")
        } else if purpose == .scalar {
            obstacle(
                "the subquery may find several rows, and takes any of them", at: select.span,
                advice: "find one row by a whole key, or take an aggregate such as max()")
        }
    }
}
