import LockstepSQL

extension StatementAnalyzer {
    /// What INSERT, UPDATE and DELETE have in common: the table, the conflict clause, RETURNING.
    func target(_ target: TargetTable, conflict: ConflictClause?, returning: Returning?) -> CatalogTable? {
        if let conflict, conflict.action == .rollback {
            RollbackClauses.report(place(conflict.span), reporter: reporter)
        }
        if let returning, role != .freeStanding {
            error(
                "nobody reads what RETURNING gives here", at: returning.span,
                suggestion: "leave it out, and read the rows with a query")
        }
        if let schema = target.name.schema {
            error("names of databases are not supported: the schema has one", at: schema.span)
            return nil
        }
        let name = target.name.name
        if let table = catalog[table: name.name] {
            sites?.note(table, at: name.span)
            return table
        }
        if catalog.view(name.name) != nil {
            error("`\(name.name)` is a view, whose rows cannot be changed", at: name.span)
            return nil
        }
        let folded = name.folded
        if folded.hasPrefix("lockstep_") || folded.hasPrefix("sqlite_") {
            error("`\(name.name)` is not a table of the schema", at: name.span)
            return nil
        }
        catalog.reportMissingTable(name.name, at: place(name.span), reporter: reporter)
        return nil
    }

    /// The column of a table that a statement sets.
    func targetColumn(_ name: Identifier, of table: CatalogTable) -> Int? {
        guard let index = table.index(ofColumn: name.name) else {
            if table.hasHiddenTarget(name) { return nil }
            error(
                "`\(table.name)` has no column `\(name.name)`", at: name.span,
                suggestion: suggestion(for: name.name, among: table.columns.map(\.name)))
            return nil
        }
        sites?.note(ColumnOrigin(table: table.folded, index: index), at: name.span)
        if table.columns[index].isGenerated {
            error("`\(name.name)` is generated and cannot be set", at: name.span)
            return nil
        }
        return index
    }

    /// What a column says of a value that is stored in it.
    func hint(for column: CatalogColumn, of table: CatalogTable) -> TypeHint {
        TypeHint(
            column.type?.swift, column.type?.storage,
            nullness: column.isNullable ? .nullableColumn : .requiredColumn, origin: "\(table.name).\(column.name)")
    }

    /// Reports a constant that the column can never hold.
    func checkConstant(_ value: Expression, for column: CatalogColumn, of table: CatalogTable) {
        guard let literal = value.literal else { return }
        if literal == .null {
            if !column.isNullable { error("`\(column.name)` is NOT NULL", at: value.span) }
            return
        }
        guard let values = column.checkedValues, values.isExact, column.collation == nil else { return }
        let raw: EnumType.RawValue?
        switch literal {
        case .string(let text): raw = .text(text)
        case .integer(let number): raw = .integer(number)
        case .boolean(let flag): raw = .integer(flag ? 1 : 0)
        default: raw = nil
        }
        guard let raw, !values.set.contains(raw) else { return }
        let names = values.values.map(EnumNames.literal)
        error(
            "`\(column.name)` is one of \(names.joined(separator: ", "))", at: value.span,
            suggestion: suggestion(for: EnumNames.literal(raw), among: names))
    }

    /// Reports a value that the column cannot hold, or that a table which is not STRICT would keep as what it is: rows
    /// are read as what the column says.
    func checkFit(_ type: ExpressionType, _ column: CatalogColumn, of table: CatalogTable, at span: SourceSpan) {
        guard !type.isUnknown, !type.classes.isEmpty, trustsDeclarations, let target = column.type else { return }
        let allowed = ValueClasses(target.storage).union(target.storage == .real ? .integer : [])
        let stored =
            column.affinity == .text && !type.classes.isDisjoint(with: .number)
            ? type.classes.subtracting(.number).union(.text) : type.classes
        guard !stored.isSubset(of: allowed) else { return }
        let isNumber = stored.isSubset(of: .number) && allowed.isSubset(of: .number)
        if stored.isDisjoint(with: allowed), !isNumber {
            error(
                "`\(column.name)` is \(target.storage.rawValue), and this is \(stored.description)", at: span,
                suggestion: "write CAST(… AS \(target.storage.rawValue)) if that is what you mean")
        } else if !table.isStrict, role != .migration {
            error(
                "`\(column.name)` is \(target.storage.rawValue), and whether this is depends on the data", at: span,
                suggestion: "write CAST(… AS \(target.storage.rawValue)), or make the table STRICT")
        }
    }

    /// The columns of RETURNING: those of the row as it is stored
    /// (https://www.sqlite.org/lang_returning.html).
    func inferReturning(_ returning: Returning?, of table: CatalogTable) -> SelectShape? {
        guard let returning, role == .freeStanding else { return nil }
        let scope = Scope(sources: [source(of: table, named: table.name)])
        scope.trustsNullTests = false
        return inferColumns(returning.columns, in: scope, hints: [], purpose: .set)
    }

    /// Resolves the assignments of a SET, and returns the indexes of the columns.
    func inferAssignments(_ assignments: [Assignment], of table: CatalogTable, in scope: Scope) -> Set<Int> {
        var assigned: Set<Int> = []
        for assignment in assignments {
            let columns = assignment.columns.map { name -> Int? in
                guard let index = targetColumn(name, of: table) else { return nil }
                if !assigned.insert(index).inserted {
                    error("`\(name.name)` is set twice", at: name.span)
                }
                return index
            }
            infer(assignment, columns, of: table, in: scope)
        }
        return assigned
    }

    private func infer(_ assignment: Assignment, _ columns: [Int?], of table: CatalogTable, in scope: Scope) {
        let hints = columns.map { $0.map { hint(for: table.columns[$0], of: table) } ?? .none }
        if columns.count == 1, case .row = assignment.value.kind {
            error("1 column is set to several values", at: assignment.value.span)
            return
        }
        if case .subquery(let select) = assignment.value.kind, columns.count > 1 {
            let shape = inferSelect(select, parent: scope, hints: hints, purpose: .scalar)
            if shape.isKnown, shape.columns.count != columns.count {
                error("\(columns.count) columns are set to \(shape.columns.count) values", at: assignment.value.span)
            }
            for (column, result) in zip(columns, shape.columns) {
                if let column { checkFit(result.type, table.columns[column], of: table, at: result.span) }
            }
            return
        }
        let values = rowValues(of: assignment.value)
        if values.count != columns.count {
            error("\(columns.count) columns are set to \(values.count) values", at: assignment.value.span)
        }
        for (index, value) in values.enumerated() {
            let type = infer(value, in: scope, hint: index < hints.count ? hints[index] : .none)
            if index < columns.count, let column = columns[index] {
                checkText(type, column: column, table, at: value.span)
                checkFit(type, table.columns[column], of: table, at: value.span)
                checkConstant(value, for: table.columns[column], of: table)
            }
        }
    }

    /// Rows that foreign keys of the table refer to must be there.
    func readParents(of table: CatalogTable, columns: Set<Int>) {
        for reference in table.references where !columns.isDisjoint(with: reference.columns) {
            if let parent = catalog.parent(of: reference) { reads.insert(parent.table.folded, parent.columns) }
        }
    }

    /// Indexes of the stored and the generated columns: a generated one changes with any other.
    func allColumns(of table: CatalogTable) -> [Int] { Array(table.columns.indices) }
}
