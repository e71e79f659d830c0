import LockstepSQL

/// The conditions of a block that an index of one of its tables could serve
/// (https://www.sqlite.org/optoverview.html#where_clause_analysis).
///
/// What is found here is a guess, which SQLite confirms: see `FullScan` of the oracle.
struct IndexableConditions {
    struct Source {
        let label: String

        /// Nil for a view and a common table expression.
        let table: Table?
    }

    let block: QueryBlock
    let source: Source

    private enum Use {
        case equality(String)
        case range(String)
        /// The arms of OR, each with a term.
        case alternatives([String])
    }

    /// Sets of indexes, the best first.
    func proposals() -> [[IndexProposal]] {
        let uses = block.conditions.compactMap(use)
        var equalities = block.sharedColumns.filter(hasColumn).map(SQLQuoting.quoted)
        for case .equality(let term) in uses where !equalities.contains(term) { equalities.append(term) }
        equalities = Array(equalities.prefix(4))
        var ranges: [String] = []
        for case .range(let term) in uses where !equalities.contains(term) { ranges.append(term) }
        var proposals: [[IndexProposal]] = []
        func propose(_ conditions: [String], order: [String] = []) {
            let rest = order.filter { !conditions.contains($0) }
            proposals.append([proposal(conditions + rest, conditionCount: conditions.count)])
        }
        if let range = ranges.first { propose(equalities + [range]) }
        if !equalities.isEmpty {
            if ranges.isEmpty, let order = orderedColumns { propose(equalities, order: order) }
            propose(equalities)
            for term in equalities where equalities.count > 1 { propose([term]) }
        }
        for case .alternatives(let terms) in uses {
            proposals.append(terms.map { proposal([$0], conditionCount: 1) })
        }
        return proposals
    }

    private func proposal(_ terms: [String], conditionCount: Int) -> IndexProposal {
        IndexProposal(table: source.table?.name ?? source.label, terms: terms, conditionCount: conditionCount)
    }

    /// The columns of ORDER BY, if they are plain ones of this table in one direction.
    private var orderedColumns: [String]? {
        let directions = Set(block.orderBy.map { $0.direction ?? .ascending })
        guard directions.count == 1, block.orderBy.allSatisfy({ $0.nulls == nil }) else { return nil }
        let names = block.orderBy.compactMap { term -> String? in
            guard case .column(let reference) = term.expression.kind, isOwn(reference) else { return nil }
            return SQLQuoting.quoted(reference.name.name)
        }
        return names.count == block.orderBy.count ? names : nil
    }

    // MARK: - Conditions

    private func use(_ condition: Expression) -> Use? {
        switch condition.kind {
        case .binary(let op, let left, let right):
            switch op {
            case .equal, .is: return side(left, right).map { .equality($0) }
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return side(left, right).map { .range($0) }
            case .or:
                let arms = arms(of: condition).map { arm in
                    arm.conjuncts.lazy.compactMap(use).compactMap(term).first
                }
                let terms = arms.compactMap { $0 }
                return terms.count == arms.count ? .alternatives(terms.uniqued) : nil
            default: return nil
            }
        case .isNull(let operand, isNegated: false): return term(operand).map { .equality($0) }
        case .membership(let operand, _, isNegated: false): return term(operand).map { .equality($0) }
        case .between(let operand, let low, let high, isNegated: false):
            guard !mentionsOwn(low), !mentionsOwn(high) else { return nil }
            return term(operand).map { .range($0) }
        default: return nil
        }
    }

    private func term(_ use: Use) -> String? {
        switch use {
        case .equality(let term), .range(let term): term
        case .alternatives: nil
        }
    }

    private func arms(of expression: Expression) -> [Expression] {
        guard case .binary(.or, let left, let right) = expression.kind else { return [expression] }
        return arms(of: left) + arms(of: right)
    }

    /// The side of a comparison that is of this table, if the other one is not.
    private func side(_ left: Expression, _ right: Expression) -> String? {
        if let term = term(left), !mentionsOwn(right) { return term }
        if let term = term(right), !mentionsOwn(left) { return term }
        return nil
    }

    private func term(_ expression: Expression) -> String? {
        switch expression.kind {
        case .column(let reference): isOwn(reference) ? SQLQuoting.quoted(reference.name.name) : nil
        case .collate(let operand, let collation): term(operand).map { "\($0) COLLATE \(collation.name)" }
        default: nil
        }
    }

    // MARK: - Names

    private func mentionsOwn(_ expression: Expression) -> Bool {
        var found = false
        let visitor = ExpressionVisitor(entersSelects: false) { part in
            if case .column(let reference) = part.kind, isOwn(reference) { found = true }
        }
        visitor.visit(expression)
        return found
    }

    private func isOwn(_ reference: ColumnReference) -> Bool {
        guard hasColumn(reference.name.folded) else { return false }
        return reference.table.map { $0.folded == source.label } ?? true
    }

    private func hasColumn(_ folded: String) -> Bool {
        source.table?.columns.contains { Identifier.fold($0.name) == folded } ?? false
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it stands first.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
