import LockstepSQL

/// Makes the catalog from the statements of the migrations, one after the other.
///
/// Its extensions follow the statements: tables, columns, indexes, views, triggers, DROP.
struct CatalogBuilder {
    var catalog = Catalog() {
        didSet { typedCatalog = nil }
    }
    let reporter: Reporter
    let oldestSQLite: SQLiteVersion

    var seenComments: Set<SourceSpan> = []

    /// Tables that the file has dropped, by name in lower case: a table that is renamed to such a name takes its place.
    var dropped: [String: DroppedTable] = [:]

    /// Views, triggers and tables that something in the file may have left without what they name.
    var lastDrop: SourcePlace?

    private var typedCatalog: Catalog?

    struct DroppedTable {
        let table: CatalogTable
        let place: SourcePlace
    }

    init(reporter: Reporter, oldestSQLite: SQLiteVersion) {
        self.reporter = reporter
        self.oldestSQLite = oldestSQLite
    }

    /// The catalog with the types of columns as far as they are known.
    mutating func typed() -> Catalog {
        if let typedCatalog { return typedCatalog }
        let (typed, _) = reporter.muted { ColumnTypes.decide(catalog, oldestSQLite: oldestSQLite, reporter: reporter) }
        typedCatalog = typed
        return typed
    }

    /// Reads a file.
    ///
    /// - Returns: Where each of its statements is to run; nil for what is about a trigger that keeps derived tables.
    mutating func add(_ file: ParsedFile) -> [ExecutionSide?] {
        var sides: [ExecutionSide?] = []
        file.unreadable.forEach { catalog.setUnreadable($0) }
        for statement in file.statements {
            for parameter in statement.parameters {
                reporter.error(
                    "a migration has no parameters", at: SourcePlace(file.source, parameter.span))
            }
            sides.append(add(statement, of: file))
        }
        if let lastDrop { checkDependents(after: lastDrop) }
        reportDanglingReferences()
        reportDirectives(among: file.comments.filter { !seenComments.contains($0.span) }, source: file.source)
        seenComments = []
        dropped = [:]
        lastDrop = nil
        return sides
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

    private mutating func add(_ statement: Statement, of file: ParsedFile) -> ExecutionSide? {
        let source = file.source
        switch statement.kind {
        case .createTable(let create):
            return addTable(create, statement: statement, of: file)
        case .createIndex(let create):
            return addIndex(create, source: source)
        case .createView(let create):
            return addView(create, statement: SourcePlace(source, statement.span))
        case .alterTable(let alter):
            return self.alter(alter, statement: statement, of: file)
        case .insert, .update, .delete:
            return checkData(statement, of: file)
        case .drop(let drop):
            return self.drop(drop, source: source)
        case .createTrigger(let create):
            return addTrigger(create, statement: SourcePlace(source, statement.span))
        case .createVirtualTable(let create):
            return addVirtualTable(create, statement: statement, of: file)
        case .select(let select):
            reporter.error("a SELECT has no effect in a migration", at: SourcePlace(source, select.span))
        case .utility(let utility):
            reporter.error(
                "\(utility.kind.rawValue) cannot stand in a migration, which runs in a transaction of Lockstep's",
                at: SourcePlace(source, statement.span))
        }
        return .both
    }

    private mutating func checkData(_ statement: Statement, of file: ParsedFile) -> ExecutionSide {
        let mistakes = reporter.count
        let analyzer = StatementAnalyzer(
            catalog: typed(), source: file.source, role: .migration, oldestSQLite: oldestSQLite, reporter: reporter)
        _ = analyzer.analyze(statement)
        return reporter.count == mistakes ? analyzer.executionSide(at: statement.span) : .both
    }

    // MARK: - Names

    /// False, with a diagnostic, for a name that is taken or reserved.
    func isNewName(_ name: Identifier, ofTrigger isTrigger: Bool = false, source: SourceText) -> Bool {
        let place = SourcePlace(source, name.span)
        for prefix in ["lockstep_", "sqlite_"] where name.folded.hasPrefix(prefix) {
            let owner = prefix == "sqlite_" ? "SQLite" : "Lockstep"
            reporter.error("names that begin with `\(prefix)` belong to \(owner)", at: place)
            return false
        }
        let other = isTrigger ? catalog.triggers[name.folded]?.place : catalog.place(ofName: name.name)
        guard let other else { return true }
        reporter.error("the name `\(name.name)` is taken", at: place, notes: [.init("the other one", at: other)])
        return false
    }

    /// False, with a diagnostic, for `temp.x` and the like.
    func isInMain(_ name: QualifiedName, isTemporary: Bool = false, source: SourceText) -> Bool {
        guard isTemporary || name.schema != nil else { return true }
        let place = SourcePlace(source, name.span)
        if isTemporary {
            reporter.error(
                "`\(name.name.name)` is temporary, and would be gone with the connection that runs the migration",
                at: place, suggestion: "leave TEMP out, or give a table `-- side: client`")
        } else {
            reporter.error("names of databases are not supported: the schema has one", at: place)
        }
        return false
    }

    func table(named name: QualifiedName, source: SourceText) -> CatalogTable? {
        guard isInMain(name, source: source) else { return nil }
        return table(named: name.name, source: source)
    }

    func table(named name: Identifier, source: SourceText) -> CatalogTable? {
        if let table = catalog[table: name.name] { return table }
        let place = SourcePlace(source, name.span)
        if let view = catalog.view(name.name) {
            reporter.error("`\(name.name)` is a view", at: place, notes: [.init("the view", at: view.place)])
            return nil
        }
        catalog.reportMissingTable(name.name, at: place, reporter: reporter)
        return nil
    }

    func column(_ name: Identifier, of table: CatalogTable, source: SourceText) -> Int? {
        if let index = table.index(ofColumn: name.name) { return index }
        reporter.error(
            "`\(table.name)` has no column `\(name.name)`", at: SourcePlace(source, name.span),
            suggestion: suggestion(for: name.name, among: table.columns.map(\.name)))
        return nil
    }

    // MARK: - What depends on tables

    /// Looks at every view and trigger again. SQLite does so after ALTER TABLE, and refuses it.
    mutating func checkDependents(after place: SourcePlace) {
        guard !catalog.views.isEmpty || !catalog.triggers.isEmpty else { return }
        let typed = typed()
        for view in catalog.orderedViews {
            let inner = Reporter()
            analyze(view, in: typed, reporter: inner)
            guard let mistake = inner.diagnostics.first else { continue }
            reporter.error(
                "after this the view `\(view.name)` does not work: \(mistake.message)", at: place,
                notes: [.init("the view", at: view.place)],
                suggestion: "drop the view before, and create it again where its tables are complete")
        }
        for trigger in catalog.orderedTriggers {
            guard let table = typed[table: trigger.table] else { continue }
            let inner = Reporter()
            analyze(trigger, on: table, in: typed, reporter: inner)
            guard let mistake = inner.diagnostics.first else { continue }
            reporter.error(
                "after this the trigger `\(trigger.name)` does not work: \(mistake.message)", at: place,
                notes: [.init("the trigger", at: trigger.place)],
                suggestion: "drop the trigger before, and create it again where its tables are complete")
        }
    }

    private func reportDanglingReferences() {
        for (name, dropped) in dropped.sorted(by: { $0.key < $1.key }) where catalog.tables[name] == nil {
            for child in catalog.orderedTables {
                guard let reference = child.references.first(where: { $0.target.table.folded == name }) else {
                    continue
                }
                reporter.error(
                    "`\(child.name)` refers to `\(dropped.table.name)`, which is dropped here", at: dropped.place,
                    notes: [.init("the foreign key", at: reference.place)],
                    suggestion: "drop `\(child.name)`, or create it anew without the foreign key")
            }
        }
    }
}
