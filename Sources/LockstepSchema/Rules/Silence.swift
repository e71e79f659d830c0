import LockstepSQL

/// `-- silence: full-scan, the table holds ten rows`: a rule says nothing of what the comment belongs to.
struct Silence: Hashable, Sendable {
    let rule: Rule

    /// The comment.
    let place: SourcePlace

    /// What the comment belongs to: a definition, a statement of a migration, or a column.
    let subject: SourceSpan

    func covers(_ warning: Diagnostic) -> Bool {
        warning.rule == rule.rawValue && warning.place.source.path == place.source.path
            && subject.contains(SourceSpan(at: warning.place.span.start))
    }
}
