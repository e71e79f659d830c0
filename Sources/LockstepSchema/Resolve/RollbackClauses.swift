import LockstepSQL

/// ROLLBACK as a way to handle a conflict ends the transaction that a batch of mutations shares.
enum RollbackClauses {
    static func report(_ place: SourcePlace, reporter: Reporter) {
        reporter.error(
            "ROLLBACK would take the mutations of others with it", at: place,
            suggestion: "write ABORT, which is the default")
    }

    /// Reports `OR ROLLBACK` and `RAISE(ROLLBACK, …)` in a statement of a trigger.
    static func report(in statement: Statement, source: SourceText, reporter: Reporter) {
        let visitor = ExpressionVisitor { expression in
            if case .raise(let raise) = expression.kind, raise.action == .rollback {
                report(SourcePlace(source, expression.span), reporter: reporter)
            }
        }
        visitor.visit(statement)
        let conflict: ConflictClause? =
            switch statement.kind {
            case .insert(let insert): insert.conflict
            case .update(let update): update.conflict
            default: nil
            }
        if let conflict, conflict.action == .rollback {
            report(SourcePlace(source, conflict.span), reporter: reporter)
        }
    }
}
