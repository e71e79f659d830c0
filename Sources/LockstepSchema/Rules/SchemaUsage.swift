import LockstepSQL

/// The tables and columns that definitions make use of, by their names in lower case.
struct SchemaUsage {
    /// Those that a definition names, a view in it, or a trigger.
    private(set) var tables: Set<String> = []

    /// Those that are read, or written by name.
    private var columns: [String: Set<String>] = [:]

    /// Columns that triggers and generated columns name, of whatever table.
    private var mentionedColumns: Set<String> = []

    /// - Parameters:
    ///   - definitions: Statements of mutations and queries.
    ///   - migrations: Statements of migrations, for views and triggers.
    init(schema: Schema, definitions: [Statement], migrations: [Statement]) {
        for statement in migrations { addGenerated(by: statement) }
        for statement in definitions + migrations.filter(Self.isLasting) { add(statement, catalog: schema) }
        for query in schema.queries { read(query.reads) }
        for mutation in schema.mutations {
            read(mutation.reads)
            for condition in mutation.conditions { use(condition.reads) }
        }
        for table in schema.tables {
            if case .rules(let rules) = table.readAccess { read(rules, of: table) }
            for key in table.foreignKeys {
                columns[Identifier.fold(key.parentTable), default: []].formUnion(key.parentColumns.map(Identifier.fold))
            }
        }
    }

    func uses(_ column: Column, of table: Table) -> Bool {
        let name = Identifier.fold(column.name)
        return columns[Identifier.fold(table.name)]?.contains(name) == true || mentionedColumns.contains(name)
    }

    private static func isLasting(_ statement: Statement) -> Bool {
        switch statement.kind {
        case .createView, .createTrigger: true
        default: false
        }
    }

    // MARK: - What the model says

    private mutating func read(_ accesses: [TableAccess]) {
        for access in accesses {
            columns[Identifier.fold(access.table), default: []].formUnion(access.columns.map(Identifier.fold))
        }
    }

    private mutating func use(_ accesses: [TableAccess]) {
        read(accesses)
        tables.formUnion(accesses.map { Identifier.fold($0.table) })
    }

    private mutating func read(_ rules: [ReadRule], of table: Table) {
        for rule in rules {
            use(rule.reads)
            switch rule.scope {
            case .parent(let names, let parent):
                columns[Identifier.fold(table.name), default: []].formUnion(names.map(Identifier.fold))
                tables.insert(Identifier.fold(parent))
            case .expression(let sql, _):
                let source = SourceText(path: "", text: sql)
                let names = table.columns.map(\.name).filter { source.text(in: source.span).contains($0) }
                columns[Identifier.fold(table.name), default: []].formUnion(names.map(Identifier.fold))
            }
        }
    }

    // MARK: - What the statements say

    private mutating func add(_ statement: Statement, catalog: Schema) {
        var froms: [FromClause] = []
        var names: Set<String> = []
        var visitor = ExpressionVisitor { expression in
            if case .column(let reference) = expression.kind { names.insert(reference.name.folded) }
            if case .membership(_, .table(let name), _) = expression.kind { names.insert(name.name.folded) }
        }
        visitor.onQuery = { query, _ in query.from.map { froms.append($0) } }
        switch statement.kind {
        case .createView(let view): visitor.visit(view.select)
        case .createTrigger(let trigger):
            trigger.condition.map(visitor.visit)
            for statement in trigger.body {
                visitor.visit(statement)
                add(changesOf: statement, catalog: catalog, froms: &froms)
            }
            mentionedColumns.formUnion(names)
            if case .update(let columns?) = trigger.event { mentionedColumns.formUnion(columns.map(\.folded)) }
        default:
            visitor.visit(statement)
            add(changesOf: statement, catalog: catalog, froms: &froms)
        }
        for from in froms { add(from) }
    }

    private mutating func addGenerated(by statement: Statement) {
        var names: Set<String> = []
        let visitor = ExpressionVisitor { expression in
            if case .column(let reference) = expression.kind { names.insert(reference.name.folded) }
        }
        for column in statement.definedColumns {
            for case .generated(let expression, _) in column.constraints.map(\.kind) { visitor.visit(expression) }
        }
        mentionedColumns.formUnion(names)
    }

    private mutating func add(_ from: FromClause) {
        for table in from.tables {
            switch table.kind {
            case .table(let name, _): tables.insert(name.name.folded)
            case .nested(let nested): add(nested)
            case .function(let name, _, _): tables.insert(name.name.folded)
            case .subquery: break
            }
        }
    }

    private mutating func add(changesOf statement: Statement, catalog: Schema, froms: inout [FromClause]) {
        switch statement.kind {
        case .insert(let insert):
            let names = insert.columns?.map(\.folded)
            write(insert.table, names ?? columnNames(of: insert.table, catalog))
            for upsert in insert.upserts {
                if case .update(let assignments, _) = upsert.action { write(insert.table, assignments) }
            }
        case .update(let update):
            write(update.table, update.assignments)
            update.from.map { froms.append($0) }
        case .delete(let delete): write(delete.table, [String]())
        default: break
        }
    }

    private mutating func write(_ table: TargetTable, _ assignments: [Assignment]) {
        write(table, assignments.flatMap { $0.columns.map(\.folded) })
    }

    private mutating func write(_ table: TargetTable, _ names: [String]) {
        tables.insert(table.name.name.folded)
        columns[table.name.name.folded, default: []].formUnion(names)
    }

    private func columnNames(of table: TargetTable, _ schema: Schema) -> [String] {
        // By far most names are written as they are declared.
        let table =
            schema.tables.first { $0.name == table.name.name.name }
            ?? schema.tables.first { Identifier.fold($0.name) == table.name.name.folded }
        return table?.columns.map { Identifier.fold($0.name) } ?? []
    }
}
