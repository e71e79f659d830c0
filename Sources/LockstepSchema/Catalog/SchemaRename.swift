import LockstepSQL

/// `ALTER TABLE … RENAME`: gives a table or a column its new name in the views and triggers that use it, as SQLite does.
struct SchemaRename {
    enum Subject {
        /// By name in lower case.
        case table(String)
        case column(ColumnOrigin)
    }

    let subject: Subject
    let name: String

    /// Rewrites views and triggers. They are still resolved with the old names.
    func apply(to catalog: inout Catalog, typed: Catalog, builder: CatalogBuilder) {
        for view in catalog.orderedViews {
            let sites = builder.analyze(view, in: typed, reporter: Reporter())
            guard let (statement, place) = rewritten(view.statement, sites),
                case .createView(let create) = statement.kind
            else { continue }
            var view = view
            view.select = create.select
            view.statement = place
            catalog.set(view)
        }
        for trigger in catalog.orderedTriggers {
            guard let table = typed[table: trigger.table] else { continue }
            let sites = builder.analyze(trigger, on: table, in: typed, reporter: Reporter())
            guard let (statement, place) = rewritten(trigger.statement, sites),
                case .createTrigger(let create) = statement.kind
            else { continue }
            var trigger = trigger
            trigger.tree = create
            trigger.statement = place
            catalog.set(trigger)
        }
    }

    /// The statement with the new name; nil if it does not have the old one.
    private func rewritten(_ statement: SourcePlace, _ sites: NameSites) -> (Statement, SourcePlace)? {
        let spans = spans(of: sites).sorted { $0.start < $1.start }
        guard !spans.isEmpty else { return nil }
        var bytes: [UInt8] = []
        var offset = statement.span.start
        for span in spans {
            bytes += statement.source.bytes[offset..<span.start]
            bytes += SQLQuoting.quoted(name).utf8
            offset = span.end
        }
        bytes += statement.source.bytes[offset..<statement.span.end]
        let source = SourceText(path: statement.source.path, bytes: bytes)
        let file = Parser.parseStatements(in: source)
        return file.statements.first.map { ($0, SourcePlace(source, $0.span)) }
    }

    private func spans(of sites: NameSites) -> [SourceSpan] {
        switch subject {
        case .table(let table): sites.tables.filter { $0.value == table }.map(\.key)
        case .column(let column): sites.columns.filter { $0.value == column }.map(\.key)
        }
    }
}
