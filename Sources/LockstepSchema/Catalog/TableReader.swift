import LockstepSQL

/// Reads a CREATE TABLE, or a table with a column that ALTER TABLE adds.
///
/// What SQLite would refuse is reported here, or by `TableExpressions` if it is in an expression.
struct TableReader {
    let definition: CreateTable.Definition?
    let definitions: [ColumnDefinition]
    let name: String
    let base: CatalogTable?
    let comments: ColumnComments
    let source: SourceText
    let statement: Statement
    let reporter: Reporter

    var isStrict: Bool { definition?.isStrict ?? base?.isStrict ?? false }

    init(
        _ definition: CreateTable.Definition, named name: Identifier, statement: Statement, file: ParsedFile,
        reporter: Reporter
    ) {
        self.definition = definition
        definitions = definition.columns
        self.name = name.name
        base = nil
        comments = ColumnComments(
            of: definition.columns.map(\.span), statement: statement.span, in: file, reporter: reporter)
        source = file.source
        self.statement = statement
        self.reporter = reporter
        namePlace = SourcePlace(file.source, name.span)
    }

    init(
        addedTo table: CatalogTable, _ definition: ColumnDefinition, statement: Statement, file: ParsedFile,
        reporter: Reporter
    ) {
        self.definition = nil
        definitions = [definition]
        name = table.name
        base = table
        comments = ColumnComments(of: [definition.span], statement: statement.span, in: file, reporter: reporter)
        source = file.source
        self.statement = statement
        self.reporter = reporter
        namePlace = table.place
    }

    let namePlace: SourcePlace

    /// The comments that belong to the table or its columns.
    var seenComments: Set<SourceSpan> { comments.seen }

    func table() -> CatalogTable {
        reportRollbackClauses()
        reportMisplacedConstraints()
        let key = keyColumns()
        let isWithoutRowid = definition?.isWithoutRowid ?? base?.isWithoutRowid ?? false
        if isWithoutRowid, base == nil, key.isEmpty {
            reporter.error(
                "`\(name)` is WITHOUT ROWID and has no PRIMARY KEY", at: namePlace,
                suggestion: "add one, for example `id TEXT NOT NULL PRIMARY KEY`")
        }
        let alias = isWithoutRowid ? nil : rowidAlias(key: key)
        let columns = withTableChecks(columns(key: key, alias: alias, isWithoutRowid: isWithoutRowid))
        let offset = base?.columns.count ?? 0
        let tableComments = CommentBlock(comments.table, in: source, reporter: reporter)
        return CatalogTable(
            name: name, place: namePlace, columns: columns, key: base?.key ?? key,
            rowidAlias: base?.rowidAlias ?? alias, autoincrement: base?.autoincrement ?? autoincrement(alias: alias),
            isStrict: isStrict, isWithoutRowid: isWithoutRowid,
            references: (base?.references ?? []) + references(offset: offset),
            uniques: (base?.uniques ?? []) + uniques(columns, offset: offset),
            conflictActions: (base?.conflictActions ?? []).union(conflictClauses.map(\.action)),
            uses: base?.uses ?? [],
            comments: base?.comments ?? tableComments,
            statementPlace: base?.statementPlace ?? place(statement.span))
    }

    private func columns(key: [Int], alias: Int?, isWithoutRowid: Bool) -> [CatalogColumn] {
        var columns = base?.columns ?? []
        let offset = columns.count
        for (index, definition) in definitions.enumerated() {
            if columns.contains(where: { $0.folded == definition.name.folded }) {
                reporter.error(
                    "`\(name)` has two columns `\(definition.name.name)`", at: place(definition.name.span))
            }
            let isKey = key.contains(offset + index)
            let isNeverNull = alias == offset + index || (isKey && (isStrict || isWithoutRowid))
            columns.append(column(definition, comments: comments.columns[index], isNeverNull: isNeverNull))
        }
        let names = columns.enumerated().map { CatalogColumn.Generated.Name(name: $1.name, column: $0) }
        for index in columns.indices where index >= offset { columns[index].generated?.names = names }
        if base == nil, columns.allSatisfy(\.isGenerated) {
            reporter.error("`\(name)` has generated columns only", at: namePlace)
        }
        return columns
    }

    private func column(_ definition: ColumnDefinition, comments: [Comment], isNeverNull: Bool) -> CatalogColumn {
        let declaredType = definition.type?.text ?? ""
        let affinity = DeclaredType.affinity(of: declaredType, isStrict: isStrict)
        reportType(of: definition)
        var isNotNull = isNeverNull
        var collation: String?
        var defaultValue = CatalogColumn.Default.none
        var generated: CatalogColumn.Generated?
        var values: CheckedValues?
        for constraint in definition.constraints {
            switch constraint.kind {
            case .notNull: isNotNull = true
            case .collate(let name): collation = name.folded == "binary" ? nil : name.folded
            case .defaultValue(let value): defaultValue = self.defaultValue(value.expression)
            case .generated(let expression, let isStored):
                generated = .init(expression: expression, source: source, isStored: isStored, names: [])
            case .check(let condition):
                values = values ?? CheckedValues(condition, of: definition.name.name, affinity: affinity)
            case .null, .primaryKey, .unique, .references, .deferrable: break
            }
        }
        return CatalogColumn(
            name: definition.name.name, place: place(definition.name.span), declaredType: declaredType,
            affinity: affinity, isNullable: !isNotNull, collation: collation, defaultValue: defaultValue,
            generated: generated, checkedValues: values,
            comments: CommentBlock(comments, in: source, reporter: reporter), type: nil)
    }

    private func defaultValue(_ expression: Expression) -> CatalogColumn.Default {
        if case .literal(.null) = expression.kind { return .none }
        return ChangingExpressions.first(in: expression).map { .changing($0) } ?? .constant
    }

    private func withTableChecks(_ columns: [CatalogColumn]) -> [CatalogColumn] {
        var columns = columns
        for constraint in definition?.constraints ?? [] {
            guard case .check(let condition) = constraint.kind else { continue }
            for index in columns.indices where columns[index].checkedValues == nil {
                columns[index].checkedValues = CheckedValues(
                    condition, of: columns[index].name, affinity: columns[index].affinity)
            }
        }
        return columns
    }

    func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(source, span) }
}
