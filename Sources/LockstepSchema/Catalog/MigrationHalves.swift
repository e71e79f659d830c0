import LockstepSQL

/// The texts of a migration for each side: each without the statements that are about tables of the other side.
///
/// A statement goes with its table: CREATE, ALTER and DROP of a table, its indexes and triggers, views that read it and
/// statements that read or write its rows. See `StatementSide` and `TriggerSide`. Triggers that keep derived tables are in
/// neither: each client has them beside its tables (see `DerivationBuilder`). Clients leave out some foreign keys
/// (see `UnenforcedReferences`).
struct MigrationHalves {
    let file: ParsedFile

    /// Where each statement is to run; nil for nowhere.
    let sides: [ExecutionSide?]

    /// What clients leave out of statements.
    let unenforced: [SourceSpan]

    /// What one side runs, without comments; nil if that is the whole file.
    ///
    /// - Parameter side: `client` or `server`.
    func sql(on side: ExecutionSide) -> String? {
        var text = StatementText(file)
        var isWhole = true
        for (index, statement) in file.statements.enumerated() where sides[index] != .both && sides[index] != side {
            let isLast = index + 1 == file.statements.count
            let end = isLast ? file.source.bytes.count : file.statements[index + 1].span.start
            text.replace(SourceSpan(start: statement.span.start, end: end), with: "")
            isWhole = false
        }
        if side == .client, !unenforced.isEmpty {
            for span in unenforced { text.replace(span, with: "") }
            isWhole = false
        }
        return isWhole ? nil : trimmed(text.text(in: file.source.span))
    }
}
