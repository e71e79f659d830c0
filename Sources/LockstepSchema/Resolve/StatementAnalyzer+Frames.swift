import LockstepSQL

extension StatementAnalyzer {
    /// `ROWS BETWEEN :n PRECEDING AND …`: how far a window's frame reaches, by numbers that no row decides.
    func inferFrame(of window: Window, in scope: Scope) {
        for bound in [window.frame?.start, window.frame?.end] {
            switch bound {
            case .preceding(let distance), .following(let distance):
                _ = infer(distance, in: Scope(), hint: distanceHint(of: window, in: scope))
            case .unboundedPreceding, .currentRow, .unboundedFollowing, nil: break
            }
        }
    }

    /// RANGE counts in what the rows are ordered by, the others count rows.
    private func distanceHint(of window: Window, in scope: Scope) -> TypeHint {
        guard window.frame?.unit == .range, let term = window.orderBy.first else {
            return TypeHint(.int, .integer, nullness: .comparison)
        }
        let type = infer(term.expression, in: scope)
        return .weak(type.isUnknown || type.numericClasses == .integer ? .int : .double)
    }
}
