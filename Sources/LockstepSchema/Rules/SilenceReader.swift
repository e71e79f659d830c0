import LockstepSQL

/// Finds each `-- silence:` and what it belongs to.
struct SilenceReader {
    let reporter: Reporter

    /// Those of a definition, which hold for all of it.
    func silences(of definition: Definition) -> [Silence] {
        let directives = definition.comments.directives(.silence)
        guard !directives.isEmpty else { return [] }
        let end = definition.statements.last?.span.end ?? definition.namePlace.span.end
        let last = directives.map(\.place.span.end).max() ?? end
        let subject = SourceSpan(start: definition.namePlace.span.start, end: max(end, last))
        return directives.compactMap { silence($0, of: subject) }
    }

    /// Those of a migration: of a statement if they stand above it or beside its first or last line, of a column if they
    /// are among its comments.
    func silences(ofMigration file: ParsedFile) -> [Silence] {
        let muted = Reporter()
        let isSilence = { (comment: Comment) in
            comment.form == .line
                && CommentBlock([comment], in: file.source, reporter: muted).directives.contains {
                    $0.key == .silence
                }
        }
        guard file.comments.contains(where: isSilence) else { return [] }
        var silences: [Silence] = []
        var seen: Set<SourceSpan> = []
        func read(_ comments: [Comment], _ subject: SourceSpan) {
            seen.formUnion(comments.map(\.span))
            let directives = CommentBlock(comments, in: file.source, reporter: muted).directives(.silence)
            silences += directives.compactMap { silence($0, of: subject) }
        }
        for statement in file.statements {
            let definitions = statement.definedColumns
            guard !definitions.isEmpty else {
                read(ColumnComments.commentsAbove(statement.span, in: file), statement.span)
                continue
            }
            let comments = ColumnComments(
                of: definitions.map(\.span), statement: statement.span, in: file, reporter: muted)
            read(comments.table, statement.span)
            for (definition, comments) in zip(definitions, comments.columns) { read(comments, definition.span) }
        }
        for comment in file.comments where !seen.contains(comment.span) && isSilence(comment) {
            reporter.error(
                "`-- silence:` belongs to no statement and no column", at: SourcePlace(file.source, comment.span),
                suggestion: "write it directly above the statement or beside the column")
        }
        return silences
    }

    /// Nil, with an error, if it names no rule or gives no reason.
    private func silence(_ directive: Directive, of subject: SourceSpan) -> Silence? {
        let form = "write for example `-- silence: full-scan, the table holds ten rows`"
        let value = directive.value
        let name = value.prefix { $0 != "," && !$0.isWhitespace }
        let reason = trimmed(value[name.endIndex...].drop { $0 == "," || $0.isWhitespace })
        if directive.name != nil || name.isEmpty {
            reporter.error("`-- silence:` names a rule and gives a reason", at: directive.place, suggestion: form)
            return nil
        }
        guard let rule = Rule(rawValue: String(name)) else {
            let names = Rule.allCases.map(\.rawValue)
            reporter.error(
                "there is no rule `\(name)`", at: directive.place,
                suggestion: suggestion(for: String(name), among: names)
                    ?? "the rules are \(names.map { "`\($0)`" }.joined(separator: ", "))")
            return nil
        }
        guard !reason.isEmpty else {
            reporter.error(
                "`-- silence: \(name)` gives no reason", at: directive.place,
                suggestion: "say after a comma why the warning does not matter here")
            return nil
        }
        return Silence(rule: rule, place: directive.place, subject: subject)
    }
}

extension Statement {
    /// The columns that CREATE TABLE or ADD COLUMN defines; empty for other statements.
    var definedColumns: [ColumnDefinition] {
        switch kind {
        case .createTable(let create):
            guard case .definition(let definition) = create.content else { return [] }
            return definition.columns
        case .alterTable(let alter):
            guard case .addColumn(let column) = alter.change else { return [] }
            return [column]
        default: return []
        }
    }
}
