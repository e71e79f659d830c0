import LockstepSQL

extension CatalogBuilder {
    mutating func addTable(_ create: CreateTable, statement: Statement, of file: ParsedFile) -> ExecutionSide {
        guard isNewName(create.name.name, source: file.source),
            isInMain(create.name, isTemporary: create.isTemporary, source: file.source)
        else {
            catalog.setUnreadable(create.name.name)
            return .both
        }
        switch create.content {
        case .select:
            reporter.error(
                "a table made by a SELECT has no key and no constraints",
                at: SourcePlace(file.source, create.name.span),
                suggestion: "write out its columns, and fill it with INSERT … SELECT")
            catalog.setUnreadable(create.name.name)
            return .both
        case .definition(let definition):
            let reader = TableReader(
                definition, named: create.name.name, statement: statement, file: file, reporter: reporter)
            seenComments.formUnion(reader.seenComments)
            var table = reader.table()
            table.uses = expressions(of: table, in: file.source)
                .uses(in: definition.columns, definition.constraints, offset: 0)
            catalog.set(table)
            return table.side.execution
        }
    }

    func expressions(of table: CatalogTable, in source: SourceText) -> TableExpressions {
        // What the expressions name is looked up as the statement leaves the table.
        var catalog = catalog
        catalog.set(table)
        return TableExpressions(
            table: table, catalog: catalog, source: source, oldestSQLite: oldestSQLite, reporter: reporter)
    }

    // MARK: - ALTER TABLE

    mutating func alter(_ alter: AlterTable, statement: Statement, of file: ParsedFile) -> ExecutionSide {
        let source = file.source
        guard let table = table(named: alter.table, source: source) else { return .both }
        let place = SourcePlace(source, statement.span)
        if table.module != nil {
            guard case .rename = alter.change else {
                reporter.error("`\(table.name)` is a virtual table, and keeps its columns", at: place)
                return .both
            }
        }
        let mistakes = reporter.count
        switch alter.change {
        case .rename(let name):
            rename(table, to: name, source: source)
        case .renameColumn(let old, let new):
            rename(old, of: table, to: new, source: source)
        case .addColumn(let definition):
            add(definition, to: table, statement: statement, of: file)
        case .dropColumn(let name):
            dropColumn(name, of: table, source: source)
        case .addConstraint, .dropConstraint, .setNotNull, .dropNotNull:
            reporter.error(
                "constraints of a table that is there cannot be changed", at: place,
                suggestion: "create the table anew, copy its rows, drop the old one and rename the new one")
            return .both
        }
        if reporter.count == mistakes { checkDependents(after: place) }
        return table.side.execution
    }

    private mutating func add(
        _ definition: ColumnDefinition, to table: CatalogTable, statement: Statement, of file: ParsedFile
    ) {
        guard table.index(ofColumn: definition.name.name) == nil else {
            reporter.error(
                "`\(table.name)` has a column `\(definition.name.name)` already",
                at: SourcePlace(file.source, definition.name.span))
            return
        }
        let reader = TableReader(addedTo: table, definition, statement: statement, file: file, reporter: reporter)
        seenComments.formUnion(reader.seenComments)
        var changed = reader.table()
        changed.uses += expressions(of: changed, in: file.source)
            .uses(in: [definition], [], offset: table.columns.count)
        catalog.set(changed)
    }

    private mutating func rename(_ table: CatalogTable, to name: Identifier, source: SourceText) {
        guard isNewName(name, source: source) else { return }
        let typed = typed()
        let reader = self
        let rename = SchemaRename(subject: .table(table.folded), name: name.name)
        rename.apply(to: &catalog, typed: typed, builder: reader)
        catalog.renameTable(table, to: name.name)
        guard let old = dropped[name.folded]?.table, var renamed = catalog[table: name.name] else { return }
        renamed.inheritComments(of: old)
        catalog.set(renamed)
        if old.side != table.side {
            let place = SourcePlace(source, name.span)
            reporter.error(
                "`\(name.name)` was \(old.side.phrase), and the table that takes its place is \(table.side.phrase)",
                at: place, notes: [.init("the table", at: table.place)],
                suggestion: old.side == .replicated
                    ? "leave `-- side: \(table.side.rawValue)` out"
                    : "write `-- side: \(old.side.rawValue)` above its CREATE TABLE")
        }
    }

    private mutating func rename(
        _ old: Identifier, of table: CatalogTable, to new: Identifier, source: SourceText
    ) {
        guard let index = column(old, of: table, source: source) else { return }
        if let other = table.index(ofColumn: new.name), other != index {
            reporter.error(
                "`\(table.name)` has a column `\(new.name)` already", at: SourcePlace(source, new.span),
                notes: [.init("the other one", at: table.columns[other].place)])
            return
        }
        let typed = typed()
        let reader = self
        let rename = SchemaRename(subject: .column(.init(table: table.folded, index: index)), name: new.name)
        rename.apply(to: &catalog, typed: typed, builder: reader)
        catalog.renameColumn(index, of: table, to: new.name)
    }

    private mutating func dropColumn(_ name: Identifier, of table: CatalogTable, source: SourceText) {
        guard let index = column(name, of: table, source: source) else { return }
        let place = SourcePlace(source, name.span)
        let anew = "create the table anew without it, copy its rows, drop the old one and rename the new one"
        if table.key.contains(index) {
            reporter.error("`\(name.name)` is in the PRIMARY KEY", at: place, suggestion: anew)
            return
        }
        if table.uniques.contains(where: { $0.indexName == nil && $0.columns.contains(index) }) {
            reporter.error("`\(name.name)` is UNIQUE", at: place, suggestion: anew)
            return
        }
        if let found = catalog.indexes.values.sorted(by: { $0.name < $1.name }).first(where: {
            $0.table == table.folded && $0.uses.contains(index)
        }) {
            reporter.error(
                "the index `\(found.name)` is on `\(name.name)`", at: place,
                notes: [.init("the index", at: found.place)],
                suggestion: "drop the index before")
            return
        }
        if let use = table.uses.first(where: { $0.owner != index && $0.columns.contains(index) }) {
            reporter.error(
                "\(use.what) names `\(name.name)`", at: place, notes: [.init("it stands here", at: use.place)],
                suggestion: anew)
            return
        }
        guard table.columns.indices.contains(where: { $0 != index && !table.columns[$0].isGenerated }) else {
            reporter.error("`\(name.name)` is the only column of `\(table.name)`", at: place)
            return
        }
        catalog.removeColumn(index, of: table)
    }
}

extension TableSide {
    fileprivate var phrase: String {
        switch self {
        case .replicated: "replicated"
        case .server: "the server's"
        case .client: "a client table"
        case .derived: "derived"
        }
    }
}

extension CatalogTable {
    /// What a table says of itself and its columns stays with it when it is created anew, unless the new one says
    /// something else.
    fileprivate mutating func inheritComments(of old: CatalogTable) {
        if comments.isEmpty { comments = old.comments }
        for index in columns.indices where columns[index].comments.isEmpty {
            guard let same = old.index(ofColumn: columns[index].name) else { continue }
            columns[index].comments = old.columns[same].comments
        }
    }
}

extension CommentBlock {
    var isEmpty: Bool { directives.isEmpty && documentation.isEmpty }
}
