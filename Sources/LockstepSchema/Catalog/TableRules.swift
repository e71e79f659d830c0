import LockstepSQL

/// What a table must be like so that replicas can be kept in step: each row has a key that is the same everywhere.
struct TableRules {
    let catalog: Catalog
    let reporter: Reporter

    func check() {
        for table in catalog.orderedTables {
            checkRead(of: table)
            if table.side == .replicated { checkKey(of: table) }
            checkStorage(of: table)
            checkReferences(of: table)
            checkDirectives(of: table)
        }
    }

    private func checkKey(of table: CatalogTable) {
        if let place = table.autoincrement {
            reporter.error(
                "AUTOINCREMENT lets SQLite choose the key, which would differ between replicas", at: place,
                suggestion: "leave it out and set the key in every INSERT")
        }
        if table.key.isEmpty {
            reporter.error(
                "`\(table.name)` has no PRIMARY KEY, so a replica cannot tell its rows apart", at: table.place,
                suggestion: "add one, for example `id TEXT NOT NULL PRIMARY KEY`")
        }
        for index in table.key {
            let column = table.columns[index]
            if column.isNullable {
                reporter.error(
                    "the key column `\(column.name)` may be NULL", at: column.place,
                    suggestion: "add NOT NULL: a PRIMARY KEY alone does not imply it in SQLite")
            }
            if let collation = column.collation {
                reporter.error(
                    "the key column `\(column.name)` is compared by \(collation.uppercased()): it must be BINARY",
                    at: column.place)
            }
        }
    }

    /// Some versions of SQLite show the preupdate hook the old values of a WITHOUT ROWID table under the affinity of
    /// another column (3.40.1 does): an integer then reads as a REAL, which above 2^53 is another number.
    private func checkStorage(of table: CatalogTable) {
        guard table.isWithoutRowid, table.columns.contains(where: { $0.affinity == .real }),
            let victim = table.columns.first(where: { [.integer, .numeric, .blob].contains($0.affinity) })
        else { return }
        reporter.error(
            "a WITHOUT ROWID table with a REAL column cannot hold `\(victim.name)`: SQLite would show it as a REAL",
            at: victim.place, suggestion: "leave WITHOUT ROWID out")
    }

    private func checkReferences(of table: CatalogTable) {
        for reference in table.references {
            if table.side == .derived {
                reporter.error(
                    "a derived table cannot have a foreign key: a rebase changes rows with foreign keys off",
                    at: reference.place, suggestion: "leave REFERENCES out, and delete its rows with a trigger")
                continue
            }
            let target = reference.target
            let place = SourcePlace(reference.place.source, target.table.span)
            guard let parent = catalog[table: target.table.name] else {
                catalog.reportMissingTable(target.table.name, at: place, reporter: reporter)
                continue
            }
            if parent.side != table.side {
                reporter.error(
                    "a foreign key cannot refer from one side to another: `\(table.name)` is \(table.side.rawValue), "
                        + "`\(parent.name)` is \(parent.side.rawValue)", at: reference.place,
                    notes: [.init("the table that it refers to", at: parent.place)],
                    suggestion: "leave REFERENCES out")
            }
            if parent.module != nil {
                reporter.error("`\(parent.name)` is a virtual table, which nothing can refer to", at: place)
                continue
            }
            guard let columns = parentColumns(of: reference, in: parent) else { continue }
            if columns.count != reference.columns.count {
                reporter.error(
                    "\(reference.columns.count) columns refer to \(columns.count) of `\(parent.name)`",
                    at: reference.place)
            } else if !isUnique(columns, in: parent) {
                reporter.error(
                    "what a foreign key refers to must be the key of `\(parent.name)` or UNIQUE", at: reference.place)
            }
        }
    }

    private func parentColumns(of reference: CatalogTable.Reference, in parent: CatalogTable) -> [Int]? {
        guard let names = reference.target.columns else { return parent.key }
        let source = reference.place.source
        let columns = names.compactMap { name -> Int? in
            if let index = parent.index(ofColumn: name.name) { return index }
            reporter.error(
                "`\(parent.name)` has no column `\(name.name)`", at: SourcePlace(source, name.span),
                suggestion: suggestion(for: name.name, among: parent.columns.map(\.name)))
            return nil
        }
        return columns.count == names.count ? columns : nil
    }

    private func isUnique(_ columns: [Int], in table: CatalogTable) -> Bool {
        Set(columns) == Set(table.key)
            || table.uniques.contains { !$0.isPartial && !$0.hasOtherCollation && Set($0.columns) == Set(columns) }
    }

    private func checkDirectives(of table: CatalogTable) {
        for directive in table.comments.directives where directive.key != .silence {
            switch directive.key {
            case .struct:
                let isName = TypeSpelling(directive.value).map { $0.name == directive.value && !$0.name.contains(".") }
                if isName != true || directive.name != nil {
                    reporter.error("`-- struct:` names one Swift type", at: directive.place)
                }
            case .side:
                checkValue(of: directive, among: TableSide.allCases.map(\.rawValue).filter { $0 != "replicated" })
            case .read:
                checkValue(of: directive, among: ["everyone"])
            case .silence: break
            default:
                reporter.error(
                    directive.key.unsupported ?? "`-- \(directive.key.rawValue):` does not belong to a table",
                    at: directive.place)
            }
        }
        for key in [Directive.Key.struct, .side, .read] {
            for directive in table.comments.directives(key).dropFirst() {
                reporter.error("`-- \(key.rawValue):` stands here twice", at: directive.place)
            }
        }
        for column in table.columns {
            for directive in column.comments.directives where ![.type, .cases, .silence].contains(directive.key) {
                reporter.error(
                    directive.key.unsupported ?? "`-- \(directive.key.rawValue):` does not belong to a column",
                    at: directive.place)
            }
        }
    }

    private func checkRead(of table: CatalogTable) {
        guard table.side != .replicated, let directive = table.comments.directives(.read).first else { return }
        reporter.error(
            "`\(table.name)` is \(table.side.rawValue), and `-- read:` is about replicated tables",
            at: directive.place)
    }

    private func checkValue(of directive: Directive, among values: [String]) {
        guard directive.name != nil || !values.contains(directive.value) else { return }
        let key = directive.key.rawValue
        let list = values.map { "`-- \(key): \($0)`" }
        reporter.error(
            "`-- \(key):` cannot say `\(directive.value)`", at: directive.place,
            suggestion: suggestion(for: directive.value, among: values) ?? "write \(list.joined(separator: ", or "))")
    }
}
