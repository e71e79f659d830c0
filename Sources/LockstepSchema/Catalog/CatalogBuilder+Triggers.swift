import LockstepSQL

extension CatalogBuilder {
    mutating func addTrigger(_ create: CreateTrigger, statement: SourcePlace) -> ExecutionSide? {
        let source = statement.source
        let place = SourcePlace(source, create.name.span)
        guard isNewName(create.name.name, ofTrigger: true, source: source),
            isInMain(create.name, isTemporary: create.isTemporary, source: source),
            let table = triggerTable(create, source: source)
        else { return .both }
        var trigger = CatalogTrigger(
            name: create.name.name.name, place: place, table: table.folded, tree: create, statement: statement)
        let typed = typed()
        guard let typedTable = typed[table: table.folded] else { return .both }
        // Which functions it may call depends on where it runs.
        let probe = analyzer(of: trigger, in: typed, reporter: Reporter())
        probe.inferTrigger(create, on: typedTable)
        let side = TriggerSide(table: table, reads: probe.reads.tables, writes: probe.writes.tables, catalog: catalog)
        do throws(StatementSide.Conflict) {
            trigger.side = try side.decide().get()
            trigger.keepsDerived = try side.keepsDerived(create).get()
        } catch {
            reporter.error(error.message, at: place, suggestion: error.suggestion)
            return .both
        }
        let mistakes = reporter.count
        analyze(trigger, on: typedTable, in: typed, reporter: reporter)
        if trigger.side != .both, table.side == .replicated || table.side == .derived { reportRaises(in: trigger) }
        if reporter.count == mistakes { catalog.set(trigger) }
        return trigger.keepsDerived ? nil : trigger.side
    }

    private func triggerTable(_ create: CreateTrigger, source: SourceText) -> CatalogTable? {
        let name = create.table.name
        if let view = catalog.view(name.name) {
            reporter.error(
                "`\(name.name)` is a view, whose rows cannot be changed", at: SourcePlace(source, name.span),
                notes: [.init("the view", at: view.place)],
                suggestion: "change its tables in a mutation of several statements")
            return nil
        }
        guard let table = table(named: create.table, source: source) else { return nil }
        if create.time == .insteadOf {
            reporter.error(
                "INSTEAD OF belongs to views, and `\(table.name)` is a table",
                at: SourcePlace(source, create.name.span),
                suggestion: "write BEFORE or AFTER")
            return nil
        }
        if table.module != nil {
            reporter.error(
                "`\(table.name)` is a virtual table, which has no triggers", at: SourcePlace(source, name.span))
            return nil
        }
        return table
    }

    /// A trigger that only one side has must not decide what becomes of the row.
    private func reportRaises(in trigger: CatalogTrigger) {
        let visitor = ExpressionVisitor { part in
            guard case .raise(let raise) = part.kind else { return }
            guard trigger.side == .client || raise.action == .ignore else { return }
            reporter.error(
                "this trigger runs on \(trigger.side == .client ? "clients" : "the server") only, and RAISE would make "
                    + "the sides differ", at: SourcePlace(trigger.source, part.span),
                suggestion: "put RAISE into a trigger that writes replicated tables only")
        }
        trigger.tree.condition.map(visitor.visit)
        trigger.tree.body.forEach(visitor.visit)
    }

    /// - Returns: Where the trigger names tables and columns.
    @discardableResult
    func analyze(
        _ trigger: CatalogTrigger, on table: CatalogTable, in typed: Catalog, reporter: Reporter
    ) -> NameSites {
        let analyzer = analyzer(of: trigger, in: typed, reporter: reporter)
        analyzer.mustBeDeterministic = trigger.side == .both
        analyzer.sites = NameSites()
        analyzer.inferTrigger(trigger.tree, on: table)
        return analyzer.sites ?? NameSites()
    }

    private func analyzer(of trigger: CatalogTrigger, in typed: Catalog, reporter: Reporter) -> StatementAnalyzer {
        StatementAnalyzer(
            catalog: typed, source: trigger.source, role: .trigger, oldestSQLite: oldestSQLite, reporter: reporter)
    }
}
