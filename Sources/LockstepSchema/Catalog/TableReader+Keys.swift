import LockstepSQL

extension TableReader {
    func keyColumns() -> [Int] {
        for (index, column) in definitions.enumerated() {
            if column.constraints.contains(where: \.isPrimaryKey) { return [index] }
        }
        for constraint in definition?.constraints ?? [] {
            guard case .primaryKey(let terms, _) = constraint.kind else { continue }
            for term in terms {
                if case .collate(_, let collation) = term.expression.kind, term.expression.hasOtherCollation {
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
    func rowidAlias(key: [Int]) -> Int? {
        guard key.count == 1, let index = key.first, index < definitions.count else { return nil }
        let column = definitions[index]
        guard column.type?.text.uppercased() == "INTEGER" else { return nil }
        let isDescending = column.constraints.contains {
            if case .primaryKey(.descending, _) = $0.kind { true } else { false }
        }
        return isDescending ? nil : index
    }

    func autoincrement(alias: Int?) -> SourcePlace? {
        let constraints = definitions.flatMap(\.constraints).compactMap { constraint -> SourceSpan? in
            if case .primaryKey(_, isAutoincrement: true) = constraint.kind { constraint.span } else { nil }
        }
        let tableConstraints = (definition?.constraints ?? []).compactMap { constraint -> SourceSpan? in
            if case .primaryKey(_, isAutoincrement: true) = constraint.kind { constraint.span } else { nil }
        }
        guard let span = (constraints + tableConstraints).first else { return nil }
        if alias == nil {
            reporter.error("AUTOINCREMENT belongs to an INTEGER PRIMARY KEY", at: place(span))
        }
        return place(span)
    }

    func uniques(_ columns: [CatalogColumn], offset: Int) -> [CatalogTable.Unique] {
        var uniques: [CatalogTable.Unique] = []
        func add(_ indexes: [Int], isCollated: Bool = false) {
            let isColumnCollated = indexes.contains { $0 < columns.count && columns[$0].collation != nil }
            uniques.append(
                CatalogTable.Unique(
                    columns: indexes, isPartial: false, hasOtherCollation: isCollated || isColumnCollated,
                    indexName: nil))
        }
        for (index, column) in definitions.enumerated() {
            for constraint in column.constraints {
                if case .unique = constraint.kind { add([offset + index]) }
            }
        }
        for constraint in definition?.constraints ?? [] {
            guard case .unique(let terms) = constraint.kind else { continue }
            add(columnIndexes(terms), isCollated: terms.contains { $0.expression.hasOtherCollation })
        }
        return uniques
    }

    private func columnIndexes(_ terms: [OrderingTerm]) -> [Int] {
        terms.compactMap { term in
            if let nulls = term.nulls {
                reporter.error("\(nulls.rawValue) has no place in a key", at: place(term.span))
            }
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

    func references(offset: Int) -> [CatalogTable.Reference] {
        var references: [CatalogTable.Reference] = []
        for (index, column) in definitions.enumerated() {
            for constraint in column.constraints {
                guard case .references(let target) = constraint.kind else { continue }
                if let names = target.columns, names.count != 1 {
                    reporter.error(
                        "a column refers to one column, not to \(names.count)", at: place(target.span),
                        suggestion: "write FOREIGN KEY (…) REFERENCES … after the columns")
                    continue
                }
                references.append(.init(columns: [offset + index], target: .init(target), place: place(target.span)))
            }
        }
        for constraint in definition?.constraints ?? [] {
            guard case .foreignKey(let names, let target) = constraint.kind else { continue }
            let columns = names.compactMap(index)
            guard columns.count == names.count else { continue }
            references.append(.init(columns: columns, target: .init(target), place: place(target.span)))
        }
        return references
    }

    var conflictClauses: [ConflictClause] {
        (definitions.flatMap(\.constraints).map(\.conflict) + (definition?.constraints ?? []).map(\.conflict))
            .compactMap(\.self)
    }

    func reportRollbackClauses() {
        for clause in conflictClauses where clause.action == .rollback {
            RollbackClauses.report(place(clause.span), reporter: reporter)
        }
    }
}
