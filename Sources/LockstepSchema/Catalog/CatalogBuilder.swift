import LockstepSQL

/// Makes the catalog from the statements of the migrations, one after the other.
struct CatalogBuilder {
    private(set) var catalog = Catalog()
    private var seenComments: Set<SourceSpan> = []
    let reporter: Reporter

    /// Checks a statement that changes rows, against the catalog as it is there.
    let checkData: (Statement, ParsedFile, Catalog) -> Void

    /// Checks a view's select, and returns false if it is wrong.
    let checkView: (CatalogView, Catalog) -> Bool

    init(
        reporter: Reporter, checkData: @escaping (Statement, ParsedFile, Catalog) -> Void,
        checkView: @escaping (CatalogView, Catalog) -> Bool
    ) {
        self.reporter = reporter
        self.checkData = checkData
        self.checkView = checkView
    }

    mutating func add(_ file: ParsedFile) {
        for statement in file.statements {
            for parameter in statement.parameters {
                reporter.error(
                    "a migration has no parameters", at: SourcePlace(file.source, parameter.span))
            }
            add(statement, of: file)
        }
        reportDirectives(among: file.comments.filter { !seenComments.contains($0.span) }, source: file.source)
        seenComments = []
    }

    /// A directive that belongs to no table would have no effect.
    private func reportDirectives(among comments: [Comment], source: SourceText) {
        // `SilenceReader` reports a `-- silence:` that belongs to nothing.
        for directive in CommentBlock(comments, in: source, reporter: reporter).directives
        where directive.key != .silence {
            reporter.error(
                directive.key.unsupported ?? "`-- \(directive.key.rawValue):` belongs to no table and no column",
                at: directive.place)
        }
    }

    private mutating func add(_ statement: Statement, of file: ParsedFile) {
        let source = file.source
        switch statement.kind {
        case .createTable(let create):
            addTable(create, statement: statement, of: file)
        case .createIndex(let create):
            addIndex(create, source: source)
        case .createView(let create):
            addView(create, source: source)
        case .alterTable(let alter):
            self.alter(alter, statement: statement, of: file)
        case .insert, .update, .delete:
            checkData(statement, file, catalog)
        case .drop(let drop):
            self.drop(drop, source: source)
        case .createTrigger(let create):
            reportTrigger(create, source: source)
        case .createVirtualTable(let create):
            unsupported("virtual tables are", at: SourcePlace(source, create.name.span))
        case .select(let select):
            reporter.error("a SELECT has no effect in a migration", at: SourcePlace(source, select.span))
        case .utility(let utility):
            reporter.error(
                "\(utility.kind.rawValue) cannot stand in a migration, which runs in a transaction of Lockstep's",
                at: SourcePlace(source, statement.span))
        }
    }

    private mutating func addTable(_ create: CreateTable, statement: Statement, of file: ParsedFile) {
        let place = SourcePlace(file.source, create.name.span)
        guard isNewName(create.name, ifNotExists: create.ifNotExists, source: file.source) else { return }
        if create.isTemporary || create.name.schema != nil {
            unsupported("temporary tables and names of databases are", at: place)
            return
        }
        switch create.content {
        case .select:
            reporter.error(
                "a table made by a SELECT has no key and no constraints", at: place,
                suggestion: "write out its columns")
        case .definition(let definition):
            let tableReader = TableReader(
                definition, named: create.name.name, statement: statement, file: file, reporter: reporter)
            seenComments.formUnion(tableReader.seenComments)
            catalog.set(tableReader.table())
        }
    }

    /// False, with a diagnostic, for a name that is taken or reserved.
    private func isNewName(_ name: QualifiedName, ifNotExists: Bool, source: SourceText) -> Bool {
        let place = SourcePlace(source, name.span)
        if ifNotExists {
            reporter.error(
                "IF NOT EXISTS has no place in a migration, which runs once on a known schema", at: place,
                suggestion: "leave it out")
        }
        let folded = name.name.folded
        if folded.hasPrefix("lockstep_") || folded.hasPrefix("sqlite_") {
            let owner = folded.hasPrefix("sqlite_") ? "SQLite" : "Lockstep"
            reporter.error("names that begin with `\(folded.prefix { $0 != "_" })_` belong to \(owner)", at: place)
            return false
        }
        if catalog.isTaken(name.name.name) {
            let other = catalog[table: name.name.name].map { Diagnostic.Note("the other one", at: $0.place) }
            reporter.error("the name `\(name.name.name)` is taken", at: place, notes: other.map { [$0] } ?? [])
            return false
        }
        return true
    }

    private mutating func addIndex(_ create: CreateIndex, source: SourceText) {
        guard isNewName(create.name, ifNotExists: create.ifNotExists, source: source) else { return }
        guard var table = table(named: create.table, source: source) else { return }
        var columns: [Int] = []
        var hasOtherCollation = false
        for term in create.terms {
            if case .collate(_, let collation) = term.expression.kind, collation.folded != "binary" {
                hasOtherCollation = true
            }
            guard let reference = term.expression.columnReference else { continue }
            if let index = table.index(ofColumn: reference.name.name) {
                columns.append(index)
                hasOtherCollation = hasOtherCollation || table.columns[index].collation != nil
            } else {
                unknownColumn(reference.name, of: table, source: source)
            }
        }
        catalog.indexes[create.name.name.folded] = table.folded
        guard create.isUnique else { return }
        table.uniques.append(
            CatalogTable.Unique(
                columns: columns.count == create.terms.count ? columns : [], isPartial: create.condition != nil,
                hasOtherCollation: hasOtherCollation, indexName: create.name.name.folded))
        catalog.set(table)
    }

    private mutating func addView(_ create: CreateView, source: SourceText) {
        guard isNewName(create.name, ifNotExists: create.ifNotExists, source: source) else { return }
        if create.isTemporary || create.name.schema != nil {
            unsupported("temporary views and names of databases are", at: SourcePlace(source, create.name.span))
            return
        }
        let view = CatalogView(
            name: create.name.name.name, columns: create.columns, select: create.select, source: source)
        if checkView(view, catalog) { catalog.add(view) }
    }

    private mutating func alter(_ alter: AlterTable, statement: Statement, of file: ParsedFile) {
        guard case .addColumn(let definition) = alter.change else {
            unsupported(
                "renaming and dropping are", at: SourcePlace(file.source, statement.span))
            return
        }
        guard let table = table(named: alter.table.name, source: file.source) else { return }
        if table.index(ofColumn: definition.name.name) != nil {
            reporter.error(
                "`\(table.name)` has a column `\(definition.name.name)` already",
                at: SourcePlace(file.source, definition.name.span))
            return
        }
        let reader = TableReader(addedTo: table, definition, statement: statement, file: file, reporter: reporter)
        seenComments.formUnion(reader.seenComments)
        catalog.set(reader.table())
    }

    private mutating func drop(_ drop: Drop, source: SourceText) {
        let place = SourcePlace(source, drop.name.span)
        let name = drop.name.name
        switch drop.subject {
        case .index:
            guard let tableName = catalog.indexes.removeValue(forKey: name.folded) else {
                reporter.error("there is no index `\(name.name)`", at: place)
                return
            }
            guard var table = catalog[table: tableName] else { return }
            table.uniques.removeAll { $0.indexName == name.folded }
            catalog.set(table)
        case .view:
            if catalog.view(name.name) == nil { reporter.error("there is no view `\(name.name)`", at: place) }
            catalog.removeView(name.name)
        case .table, .trigger:
            unsupported("renaming and dropping are", at: place)
        }
    }

    private func reportTrigger(_ create: CreateTrigger, source: SourceText) {
        for statement in create.body {
            RollbackClauses.report(in: statement, source: source, reporter: reporter)
        }
        unsupported("triggers are", at: SourcePlace(source, create.name.span))
    }

    private func table(named name: Identifier, source: SourceText) -> CatalogTable? {
        if let table = catalog[table: name.name] { return table }
        reporter.error(
            "there is no table `\(name.name)`", at: SourcePlace(source, name.span),
            suggestion: suggestion(for: name.name, among: catalog.tables.values.map(\.name)))
        return nil
    }

    private func unknownColumn(_ name: Identifier, of table: CatalogTable, source: SourceText) {
        reporter.error(
            "`\(table.name)` has no column `\(name.name)`", at: SourcePlace(source, name.span),
            suggestion: suggestion(for: name.name, among: table.columns.map(\.name)))
    }

    private func unsupported(_ what: String, at place: SourcePlace) {
        reporter.error("\(what) not supported by this version of Lockstep", at: place)
    }
}
