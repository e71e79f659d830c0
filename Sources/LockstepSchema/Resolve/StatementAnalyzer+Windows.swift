import LockstepSQL

extension StatementAnalyzer {
    /// The window with what it takes from the one that it extends.
    func inferWindow(_ over: Over, in scope: Scope) -> Window? {
        switch over {
        case .name(let name): return window(named: name, in: scope)
        case .window(let window):
            window.partitionBy.forEach { _ = infer($0, in: scope) }
            window.orderBy.forEach { _ = infer($0.expression, in: scope) }
            if let base = window.base { _ = self.window(named: base, in: scope) }
            return window
        }
    }

    private func window(named name: Identifier, in scope: Scope) -> Window? {
        if let window = scope.windows[name.folded] { return window }
        error(
            "there is no window `\(name.name)`", at: name.span,
            suggestion: suggestion(for: name.name, among: scope.windows.keys.map { $0 }))
        return nil
    }
}

extension Window {
    /// True if each row is in its own frame.
    var holdsCurrentRow: Bool {
        guard let frame else { return true }
        switch frame.exclusion {
        case .currentRow, .group: return false
        case .noOthers, .ties, nil: break
        }
        let endsBehind =
            switch frame.end {
            case .currentRow, .unboundedFollowing, nil: true
            case .following: frame.unit != .range
            case .preceding, .unboundedPreceding: false
            }
        switch frame.start {
        case .unboundedPreceding, .currentRow: return endsBehind
        case .preceding: return endsBehind && frame.unit != .range
        case .following, .unboundedFollowing: return false
        }
    }
}
