import LockstepSQL

/// Reads a CREATE TABLE, or a table with a column that ALTER TABLE adds.
struct TableReader {
    private let definition: CreateTable.Definition?
    private let definitions: [ColumnDefinition]
    private let name: String
    private let base: CatalogTable?
    private let comments: ColumnComments
    private let source: SourceText
    private let statement: Statement
    private let reporter: Reporter

    private var isStrict: Bool { definition?.isStrict ?? base?.isStrict ?? false }

    init(
        _ definition: CreateTable.Definition, named name: Identifier, statement: Statement, file: ParsedFile,
        reporter: Reporter
    ) {
        self.definition = definition
        definitions = definition.columns
        self.name = name.name
        base = nil
        comments = ColumnComments(
            of: definition.columns, statement: statement.span, in: file, reporter: reporter)
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
        comments = ColumnComments(of: [definition], statement: statement.span, in: file, reporter: reporter)
        source = file.source
        self.statement = statement
        self.reporter = reporter
        namePlace = table.place
    }

    private let namePlace: SourcePlace

    /// The comments that belong to the table or its columns.
    var seenComments: Set<SourceSpan> { comments.seen }

    func table() -> CatalogTable {
        reportRollbackClauses()
        let key = keyColumns()
        let isWithoutRowid = definition?.isWithoutRowid ?? base?.isWithoutRowid ?? false
        let alias = isWithoutRowid ? nil : rowidAlias(key: key)
        var columns = base?.columns ?? []
        let offset = columns.count
        for (index, definition) in definitions.enumerated() {
            if columns.contains(where: { $0.folded == definition.name.folded }) {
                reporter.error(
                    "`\(name)` has two columns `\(definition.name.name)`", at: place(definition.name.span))
                continue
            }
            let isKey = key.contains(offset + index)
            let isNeverNull = alias == offset + index || (isKey && (isStrict || isWithoutRowid))
            columns.append(column(definition, comments: comments.columns[index], isNeverNull: isNeverNull))
        }
        let tableComments = CommentBlock(comments.table, in: source, reporter: reporter)
        return CatalogTable(
            name: name, place: namePlace, columns: withTableChecks(columns), key: base?.key ?? key,
            rowidAlias: base?.rowidAlias ?? alias, autoincrement: base?.autoincrement ?? autoincrement(),
            isStrict: isStrict, isWithoutRowid: isWithoutRowid,
            references: (base?.references ?? []) + references(offset: offset),
            uniques: (base?.uniques ?? []) + uniques(columns, offset: offset),
            comments: base?.comments ?? tableComments,
            statementPlace: base?.statementPlace ?? place(statement.span))
    }

    private func column(_ definition: ColumnDefinition, comments: [Comment], isNeverNull: Bool) -> CatalogColumn {
        let declaredType = definition.type?.text ?? ""
        var isNotNull = isNeverNull
        var collation: String?
        var defaultValue = CatalogColumn.Default.none
        var isGenerated = false
        var isStored = false
        var values: CheckedValues?
        for constraint in definition.constraints {
            switch constraint.kind {
            case .notNull: isNotNull = true
            case .collate(let name): collation = name.folded == "binary" ? nil : name.folded
            case .defaultValue(let value): defaultValue = self.defaultValue(value.expression)
            case .generated(_, let stored):
                isGenerated = true
                isStored = stored
            case .check(let condition): values = values ?? CheckedValues(condition, of: definition.name.name)
            case .null, .primaryKey, .unique, .references, .deferrable: break
            }
        }
        return CatalogColumn(
            name: definition.name.name, place: place(definition.name.span), declaredType: declaredType,
            affinity: DeclaredType.affinity(of: declaredType, isStrict: isStrict), isNullable: !isNotNull,
            collation: collation, defaultValue: defaultValue, isGenerated: isGenerated, isStored: isStored,
            checkedValues: values,
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
                columns[index].checkedValues = CheckedValues(condition, of: columns[index].name)
            }
        }
        return columns
    }

    // MARK: - Keys

    private func keyColumns() -> [Int] {
        for (index, column) in definitions.enumerated() {
            if column.constraints.contains(where: \.isPrimaryKey) { return [index] }
        }
        for constraint in definition?.constraints ?? [] {
            guard case .primaryKey(let terms, _) = constraint.kind else { continue }
            for term in terms {
                if case .collate(_, let collation) = term.expression.kind, collation.folded != "binary" {
                    reporter.error(
                        "the key of `\(name)` is compared by \(collation.name): it must be BINARY", at: place(term.span)
                    )
                }
            }
            return columnIndexes(terms)
        }
        return []
    }

    /// `INTEGER PRIMARY KEY`, but for `INTEGER PRIMARY KEY DESC` behind a column, which is no alias for historic
    /// reasons (https://www.sqlite.org/lang_createtable.html#rowid).
    private func rowidAlias(key: [Int]) -> Int? {
        guard key.count == 1, let index = key.first, index < definitions.count else { return nil }
        let column = definitions[index]
        guard column.type?.text.uppercased() == "INTEGER" else { return nil }
        let isDescending = column.constraints.contains {
            if case .primaryKey(.descending, _) = $0.kind { true } else { false }
        }
        return isDescending ? nil : index
    }

    private func autoincrement() -> SourcePlace? {
        for constraint in definitions.flatMap(\.constraints) {
            if case .primaryKey(_, isAutoincrement: true) = constraint.kind { return place(constraint.span) }
        }
        for constraint in definition?.constraints ?? [] {
            if case .primaryKey(_, isAutoincrement: true) = constraint.kind { return place(constraint.span) }
        }
        return nil
    }

    private func uniques(_ columns: [CatalogColumn], offset: Int) -> [CatalogTable.Unique] {
        var uniques: [CatalogTable.Unique] = []
        func add(_ indexes: [Int]) {
            uniques.append(
                CatalogTable.Unique(
                    columns: indexes, isPartial: false,
                    hasOtherCollation: indexes.contains { $0 < columns.count && columns[$0].collation != nil },
                    indexName: nil))
        }
        for (index, column) in definitions.enumerated() {
            for constraint in column.constraints {
                if case .unique = constraint.kind { add([offset + index]) }
            }
        }
        for constraint in definition?.constraints ?? [] {
            if case .unique(let terms) = constraint.kind { add(columnIndexes(terms)) }
        }
        return uniques
    }

    private func columnIndexes(_ terms: [OrderingTerm]) -> [Int] {
        terms.compactMap { term in
            guard let reference = term.expression.columnReference else {
                reporter.error("a key consists of columns", at: place(term.span))
                return nil
            }
            return index(of: reference.name)
        }
    }

    private func index(of column: Identifier) -> Int? {
        if let index = definitions.firstIndex(where: { $0.name.folded == column.folded }) { return index }
        reporter.error(
            "`\(name)` has no column `\(column.name)`", at: place(column.span),
            suggestion: suggestion(for: column.name, among: definitions.map(\.name.name)))
        return nil
    }

    // MARK: - References and conflict clauses

    private func references(offset: Int) -> [CatalogTable.Reference] {
        var references: [CatalogTable.Reference] = []
        for (index, column) in definitions.enumerated() {
            for constraint in column.constraints {
                guard case .references(let target) = constraint.kind else { continue }
                references.append(.init(columns: [offset + index], target: target, place: place(target.span)))
            }
        }
        for constraint in definition?.constraints ?? [] {
            guard case .foreignKey(let names, let target) = constraint.kind else { continue }
            let columns = names.compactMap(index)
            guard columns.count == names.count else { continue }
            references.append(.init(columns: columns, target: target, place: place(target.span)))
        }
        return references
    }

    private func reportRollbackClauses() {
        let clauses =
            definitions.flatMap(\.constraints).map(\.conflict) + (definition?.constraints ?? []).map(\.conflict)
        for clause in clauses.compactMap(\.self) where clause.action == .rollback {
            RollbackClauses.report(place(clause.span), reporter: reporter)
        }
    }

    private func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(source, span) }
}

extension ColumnConstraint {
    fileprivate var isPrimaryKey: Bool {
        if case .primaryKey = kind { true } else { false }
    }
}
