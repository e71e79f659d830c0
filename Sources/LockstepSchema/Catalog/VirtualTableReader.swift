import LockstepSQL

/// Reads a CREATE VIRTUAL TABLE: which columns its module makes of the arguments.
struct VirtualTableReader {
    let create: CreateVirtualTable
    let statement: Statement
    let file: ParsedFile
    let catalog: Catalog
    let reporter: Reporter

    /// - Returns: The table, and the comments that belong to it or its columns; nil after a mistake.
    func table() -> (table: CatalogTable, comments: Set<SourceSpan>)? {
        guard let module = VirtualModule(rawValue: create.module.folded) else {
            let names = VirtualModule.allCases.map(\.rawValue)
            reporter.error(
                "there is no module `\(create.module.name)` in SQLite itself", at: place(create.module.span),
                suggestion: suggestion(for: create.module.name, among: names)
                    ?? "the modules are \(names.joined(separator: ", "))")
            return nil
        }
        let mistakes = reporter.count
        var declared: [Declared] = []
        var options: [String: Option] = [:]
        for argument in create.arguments {
            if module.isFullText, let (key, value) = option(argument, of: module) {
                options[key] = Option(text: value, span: argument.span)
            } else if let column = column(argument, of: module, position: declared.count) {
                declared.append(column)
            }
        }
        let content = contentTable(options)
        checkCount(of: declared, module)
        let comments = ColumnComments(
            of: declared.map(\.span), statement: statement.span, in: file, reporter: reporter)
        var columns: [CatalogColumn] = []
        for (index, column) in declared.enumerated() {
            if columns.contains(where: { $0.folded == Identifier.fold(column.name) }) {
                reporter.error("`\(create.name.name.name)` has two columns `\(column.name)`", at: place(column.span))
            }
            let block = CommentBlock(comments.columns[index], in: file.source, reporter: reporter)
            columns.append(self.column(column, comments: block, content: content))
        }
        guard reporter.count == mistakes else { return nil }
        var table = CatalogTable(
            name: create.name.name.name, place: place(create.name.span), columns: columns, key: [], rowidAlias: nil,
            autoincrement: nil, isStrict: false, isWithoutRowid: false, references: [], uniques: [], module: module,
            hiddenColumns: hiddenColumns(module),
            comments: CommentBlock(comments.table, in: file.source, reporter: reporter),
            statementPlace: place(statement.span))
        if let content = options["content"] {
            table.hasContentElsewhere = true
            if module != .fts5, table.side == .derived {
                reporter.error(
                    "a derived table of \(module.rawValue) keeps its text itself: without it, it cannot be emptied",
                    at: place(content.span), suggestion: "leave `content` out, or write fts5")
                return nil
            }
        }
        return (table, comments.seen)
    }

    private struct Option {
        let text: String
        let span: SourceSpan
    }

    private struct Declared {
        let name: String
        let type: String
        let isNullable: Bool
        let span: SourceSpan
    }

    private func column(_ declared: Declared, comments: CommentBlock, content: CatalogTable?) -> CatalogColumn {
        var type = declared.type
        if let content {
            if let index = content.index(ofColumn: declared.name) {
                type = content.columns[index].declaredType
            } else {
                reporter.error(
                    "`\(content.name)` has no column `\(declared.name)`", at: place(declared.span),
                    suggestion: suggestion(for: declared.name, among: content.columns.map(\.name)))
            }
        }
        return CatalogColumn(
            name: declared.name, place: place(declared.span), declaredType: type,
            affinity: DeclaredType.affinity(of: type), isNullable: declared.isNullable, collation: nil,
            defaultValue: .none, generated: nil, checkedValues: nil, comments: comments, type: nil)
    }

    private func hiddenColumns(_ module: VirtualModule) -> [CatalogTable.HiddenColumn] {
        guard module.isFullText else { return [] }
        let name = create.name.name.name
        // Its value is of the index: FTS5 gives an INTEGER.
        var columns = [CatalogTable.HiddenColumn(name: name, type: ExpressionType(.any, isNullable: true))]
        switch module {
        case .fts5: columns.append(.init(name: "rank", type: ExpressionType(.real, isNullable: true)))
        default: columns.append(.init(name: "docid", type: ExpressionType(.integer, isNullable: false)))
        }
        return columns
    }

    // MARK: - Arguments

    /// `key = value`.
    private func option(_ argument: ModuleArgument, of module: VirtualModule) -> (String, String)? {
        let parts = argument.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let key = Identifier.fold(trimmed(parts[0]))
        let known =
            module == .fts5
            ? [
                "prefix", "tokenize", "content", "content_rowid", "columnsize", "detail", "contentless_delete",
                "contentless_unindexed", "tokendata", "locale",
            ]
            : [
                "tokenize", "content", "compress", "uncompress", "languageid", "matchinfo", "notindexed", "order",
                "prefix",
            ]
        if !known.contains(key) {
            reporter.error(
                "\(module.rawValue) has no option `\(key)`", at: place(argument.span),
                suggestion: suggestion(for: key, among: known))
        }
        return (key, Self.unquoted(trimmed(parts[1])))
    }

    private func column(_ argument: ModuleArgument, of module: VirtualModule, position: Int) -> Declared? {
        let words = argument.text.split { $0.isWhitespace }.map(String.init)
        guard let first = words.first else {
            reporter.error("a column's name is missing", at: place(argument.span))
            return nil
        }
        let name = Self.unquoted(first.hasPrefix("+") ? String(first.dropFirst()) : first)
        switch module {
        case .fts5:
            if words.count > 1, words[1].uppercased() != "UNINDEXED" || words.count > 2 {
                reporter.error(
                    "a column of fts5 has no type and no constraint", at: place(argument.span),
                    suggestion: "write `\(first)`, or `\(first) UNINDEXED`")
            }
            if ["rank", "rowid"].contains(Identifier.fold(name)) {
                reporter.error("`\(name)` is a name that fts5 itself uses", at: place(argument.span))
            }
            return Declared(name: name, type: "TEXT", isNullable: true, span: argument.span)
        case .fts4, .fts3:
            return Declared(name: name, type: "TEXT", isNullable: true, span: argument.span)
        case .rtree, .rtreeI32:
            if first.hasPrefix("+") {
                let type = words.dropFirst().joined(separator: " ")
                return Declared(name: name, type: type, isNullable: true, span: argument.span)
            }
            let type = position == 0 || module == .rtreeI32 ? "INTEGER" : "REAL"
            return Declared(name: name, type: type, isNullable: false, span: argument.span)
        }
    }

    private func checkCount(of columns: [Declared], _ module: VirtualModule) {
        guard !module.isFullText else {
            if columns.isEmpty { reporter.error("\(module.rawValue) needs a column", at: place(create.module.span)) }
            return
        }
        let coordinates = create.arguments.filter { !$0.text.hasPrefix("+") }.count - 1
        if coordinates < 2 || coordinates % 2 != 0 || coordinates > 10 {
            reporter.error(
                "\(module.rawValue) has an id and one to five pairs of coordinates", at: place(create.module.span),
                suggestion: "write for example \(module.rawValue)(id, minX, maxX, minY, maxY)")
        }
    }

    /// The table of `content=`, whose values the columns show.
    private func contentTable(_ options: [String: Option]) -> CatalogTable? {
        guard let content = options["content"], !content.text.isEmpty else { return nil }
        guard let table = catalog[table: content.text] else {
            guard catalog.view(content.text) == nil else { return nil }
            catalog.reportMissingTable(content.text, at: place(content.span), reporter: reporter)
            return nil
        }
        if let rowid = options["content_rowid"], table.index(ofColumn: rowid.text) == nil,
            !["rowid", "_rowid_", "oid"].contains(Identifier.fold(rowid.text))
        {
            reporter.error(
                "`\(table.name)` has no column `\(rowid.text)`", at: place(rowid.span),
                suggestion: suggestion(for: rowid.text, among: table.columns.map(\.name)))
        }
        return table
    }

    private static func unquoted(_ text: String) -> String {
        guard let first = text.first, let last = text.last, text.count > 1 else { return text }
        let pairs: [Character: Character] = ["'": "'", "\"": "\"", "`": "`", "[": "]"]
        return pairs[first] == last ? String(text.dropFirst().dropLast()) : text
    }

    private func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(file.source, span) }
}

extension CatalogBuilder {
    mutating func addVirtualTable(
        _ create: CreateVirtualTable, statement: Statement, of file: ParsedFile
    ) -> ExecutionSide {
        guard isNewName(create.name.name, source: file.source), isInMain(create.name, source: file.source) else {
            return .both
        }
        let reader = VirtualTableReader(
            create: create, statement: statement, file: file, catalog: catalog, reporter: reporter)
        guard let (table, comments) = reader.table() else {
            catalog.setUnreadable(create.name.name)
            return .both
        }
        seenComments.formUnion(comments)
        if table.side == .replicated {
            reporter.error(
                "the virtual table `\(table.name)` cannot be replicated: SQLite does not tell how its rows change",
                at: table.place,
                suggestion: "write `-- side: derived` above it, and keep it with triggers of the tables that it is "
                    + "made from")
        }
        catalog.set(table)
        return table.side.execution
    }
}
