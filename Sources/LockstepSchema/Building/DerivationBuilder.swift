import LockstepSQL

/// Makes the model of the derived tables and of the triggers that keep them.
struct DerivationBuilder {
    private let catalog: Catalog
    private let triggers: [Trigger]

    /// A trigger that keeps derived tables, with what it depends on.
    private struct Trigger {
        let declaration: CatalogTrigger
        let table: CatalogTable

        /// Names in lower case.
        let writes: Set<String>

        /// What it looks at, the row that fires it included.
        let reads: AccessSet
    }

    init(catalog: Catalog) {
        self.catalog = catalog
        triggers = catalog.orderedTriggers.filter(\.keepsDerived).compactMap { trigger in
            guard let table = catalog[table: trigger.table] else { return nil }
            let analyzer = StatementAnalyzer(
                catalog: catalog, source: trigger.source, role: .trigger, oldestSQLite: SQLiteVersion(minor: .max),
                reporter: Reporter())
            analyzer.sites = NameSites()
            analyzer.inferTrigger(trigger.tree, on: table)
            var reads = analyzer.reads
            // Whether there is a row shows in its key.
            for name in analyzer.reads.tables.union([table.folded]) {
                reads.insert(name, catalog[table: name]?.key ?? [])
            }
            for origin in (analyzer.sites?.columns.values).map(Array.init) ?? []
            where reads.tables.contains(origin.table) {
                reads.insert(origin.table, [origin.index])
            }
            return Trigger(declaration: trigger, table: table, writes: analyzer.writes.tables, reads: reads)
        }
    }

    /// In order of creation.
    func tables() -> [DerivedTable] {
        let filled = filledTables()
        return catalog.orderedTables.filter { $0.side == .derived }.map { table in
            DerivedTable(
                name: table.name, sources: sources(of: table).list(in: catalog),
                clearSQL: filled.contains(table.folded) ? clearSQL(table) : nil)
        }
    }

    /// Those of a table together, by name.
    func derivedTriggers() -> [DerivedTrigger] {
        let order = Dictionary(uniqueKeysWithValues: catalog.orderedTables.enumerated().map { ($1.folded, $0) })
        return triggers.sorted { (order[$0.table.folded] ?? 0) < (order[$1.table.folded] ?? 0) }.map { trigger in
            DerivedTrigger(
                name: trigger.declaration.name, table: trigger.table.name, moment: moment(trigger.declaration.tree),
                action: action(trigger.declaration))
        }
    }

    // MARK: - Tables

    /// A derived table that others are derived from stands for its own sources.
    private func sources(of table: CatalogTable) -> AccessSet {
        var sources = AccessSet()
        var seen: Set<String> = [table.folded]
        var open = [table.folded]
        while let next = open.popLast() {
            for trigger in triggers where trigger.writes.contains(next) {
                for (name, columns) in trigger.reads.columns {
                    if catalog[table: name]?.side != .derived {
                        sources.insert(name, columns)
                    } else if seen.insert(name).inserted {
                        open.append(name)
                    }
                }
            }
        }
        return sources
    }

    /// The tables that are written when every row passes the triggers of its insertion, by name in lower case.
    private func filledTables() -> Set<String> {
        var filled: Set<String> = []
        var count = -1
        while count != filled.count {
            count = filled.count
            for trigger in triggers {
                let isFired =
                    if case .insert = trigger.declaration.tree.event, trigger.table.side != .derived {
                        true
                    } else {
                        filled.contains(trigger.table.folded)
                    }
                if isFired { filled.formUnion(trigger.writes) }
            }
        }
        return filled
    }

    private func clearSQL(_ table: CatalogTable) -> String {
        let name = SQLQuoting.quoted(table.name)
        return table.hasContentElsewhere
            ? "INSERT INTO \(name) (\(name)) VALUES ('delete-all')" : "DELETE FROM \(name)"
    }

    // MARK: - Triggers

    private func moment(_ trigger: CreateTrigger) -> String {
        let time = (trigger.time ?? .before).rawValue
        switch trigger.event {
        case .insert: return "\(time) INSERT"
        case .delete: return "\(time) DELETE"
        case .update(of: nil): return "\(time) UPDATE"
        case .update(of: let columns?):
            return "\(time) UPDATE OF \(columns.map { SQLQuoting.quoted($0.name) }.joined(separator: ", "))"
        }
    }

    /// The author's text behind the table's name, without comments.
    private func action(_ trigger: CatalogTrigger) -> String {
        let file = Parser.parseStatements(in: trigger.source, spans: [trigger.statement.span])
        let span = SourceSpan(start: trigger.tree.table.name.span.end, end: trigger.statement.span.end)
        return trimmed(StatementText(file).text(in: span))
    }
}
