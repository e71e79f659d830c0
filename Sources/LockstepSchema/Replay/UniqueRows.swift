import LockstepSQL

/// Proves that conditions leave at most one row of each source.
///
/// A source is fixed once all columns of its primary key, or of a UNIQUE constraint, are equal to something that depends
/// on other fixed sources at most.
struct UniqueRows {
    let scope: Scope

    /// A column, and what it is equal to.
    private struct Equality {
        let column: Scope.Place
        let value: Expression
    }

    private var equalities: [Equality] = []

    init(scope: Scope, from: FromClause?, condition: Expression?, firstSource: Int = 0) {
        self.scope = scope
        let all = 0..<scope.sources.count
        for conjunct in condition?.conjuncts ?? [] { add(conjunct, fixing: all) }
        guard let from, from.tables.allSatisfy(Self.isSingle) else { return }
        for (index, join) in from.joins.enumerated() {
            guard case .on(let condition) = join.constraint, !join.op.isLeftOptional else { continue }
            let right = firstSource + index + 1
            let range = join.op.isRightOptional ? right..<right + 1 : all
            for conjunct in condition.conjuncts { add(conjunct, fixing: range) }
        }
    }

    /// - Parameter sources: Those that the condition may fix: the ON of a LEFT JOIN fixes those on its right only.
    private mutating func add(_ condition: Expression, fixing sources: Range<Int>) {
        guard case .binary(.equal, let left, let right) = condition.kind else { return }
        for (one, other) in [(left, right), (right, left)] {
            guard case .column(let reference) = one.kind, case .column(let owner, let place) = scope.lookup(reference),
                owner === scope, sources.contains(place.source)
            else { continue }
            equalities.append(Equality(column: place, value: other))
        }
    }

    private static func isSingle(_ table: TableReference) -> Bool {
        if case .nested = table.kind { return false }
        return true
    }

    /// - Parameter known: Indexes of sources of which there is one row anyway.
    func holds(given known: Set<Int> = []) -> Bool {
        var fixed = known
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for index in scope.sources.indices where !fixed.contains(index) && isFixed(index, given: fixed) {
                fixed.insert(index)
                hasChanged = true
            }
        }
        return fixed.count == scope.sources.count
    }

    private func isFixed(_ source: Int, given fixed: Set<Int>) -> Bool {
        guard let table = scope.sources[source].table else { return false }
        let columns = Set(
            equalities.filter { $0.column.source == source && depends($0.value, onlyOn: fixed) }.map(\.column.column))
        guard !columns.isEmpty else { return false }
        let uniques = table.uniques.filter { !$0.isPartial && !$0.hasOtherCollation && !$0.columns.isEmpty }
        return ([table.key] + uniques.map(\.columns)).contains { !$0.isEmpty && columns.isSuperset(of: $0) }
    }

    /// COLLATE would make the comparison another one than the key's.
    private func depends(_ expression: Expression, onlyOn fixed: Set<Int>) -> Bool {
        var isFixed = true
        let visitor = ExpressionVisitor { part in
            switch part.kind {
            case .column(let reference):
                guard case .column(let owner, let place) = scope.lookup(reference) else {
                    isFixed = false
                    return
                }
                if owner === scope, !fixed.contains(place.source) { isFixed = false }
            case .collate, .subquery, .exists: isFixed = false
            default: break
            }
        }
        visitor.visit(expression)
        return isFixed
    }
}
