import LockstepSQL

extension StatementAnalyzer {
    /// Reports a constant that is compared with an enum's column and is none of its cases: no row would ever match.
    func checkCases(_ left: Expression, _ right: Expression, in scope: Scope) {
        guard left.literal != nil || right.literal != nil else { return }
        if right.literal != nil { checkCase(of: infer(left, in: scope), right) }
        if left.literal != nil { checkCase(of: infer(right, in: scope), left) }
    }

    func checkCase(of type: ExpressionType, _ value: Expression) {
        guard let cases = type.cases, case .enumeration(let name) = type.swift, let raw = value.literal?.rawValue,
            !cases.contains(raw)
        else { return }
        let names = cases.map(EnumNames.literal).sorted()
        error(
            "`\(EnumNames.literal(raw))` is not a case of \(name)", at: value.span,
            suggestion: suggestion(for: EnumNames.literal(raw), among: names)
                ?? "its cases are \(names.joined(separator: ", "))")
    }
}
