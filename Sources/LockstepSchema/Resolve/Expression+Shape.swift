import LockstepSQL

extension Expression {
    /// The conditions that AND joins at the top.
    var conjuncts: [Expression] {
        if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
        return [self]
    }

    /// The expression without COLLATE around it.
    var withoutCollation: Expression {
        if case .collate(let operand, _) = kind { return operand.withoutCollation }
        return self
    }

    /// True if a COLLATE around it compares otherwise than by bytes.
    var hasOtherCollation: Bool {
        if case .collate(_, let collation) = kind { return collation.folded != "binary" }
        return false
    }

    var parameter: Parameter? {
        if case .parameter(let parameter) = withoutCollation.kind { return parameter }
        return nil
    }

    var literal: Literal? {
        if case .literal(let literal) = kind { return literal }
        return nil
    }

    var columnReference: ColumnReference? {
        if case .column(let reference) = withoutCollation.kind { return reference }
        return nil
    }

    /// The values of `(a, b)`.
    var rowValues: [Expression]? {
        if case .row(let values) = kind { return values }
        return nil
    }

    /// True for `(a, b)` and for a select of several columns.
    var isRow: Bool {
        switch kind {
        case .row: true
        case .subquery(let select): select.isWide
        default: false
        }
    }
}

extension Select {
    /// True if it may have several columns.
    var isWide: Bool {
        switch first {
        case .query(let query):
            if query.columns.count > 1 { return true }
            if case .expression = query.columns[0].kind { return false }
            return true
        case .values(let values): return values.rows[0].values.count > 1
        }
    }
}
