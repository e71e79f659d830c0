import LockstepSQL

/// Types free-standing statements over tables made by CREATE statements, without what replication asks of tables.
///
/// It is the analysis that definition files go through; proofs of its soundness run it over statements of any origin.
package struct ResultInference {
    /// What is known of a column of a result.
    package struct Column: Sendable {
        package let name: String?

        /// Nil if the type depends on data, or cannot be told.
        package let type: ValueType?

        /// The storage classes that values other than NULL may have.
        package let storages: Set<String>
        package let isNullable: Bool

        /// The values of an enum, where it is one of this schema's.
        package let cases: Set<EnumType.RawValue>?
    }

    /// Whether columns of tables that are not STRICT hold what their declaration says.
    private let trustsDeclarations: Bool
    private let oldestSQLite: SQLiteVersion
    private var catalog = Catalog()

    /// The statements that made the catalog, by the name in lower case that each one makes, in order.
    private var statements: [(name: String, sql: String)] = []

    package init(oldestSQLite: SQLiteVersion, trustsDeclarations: Bool = true) {
        self.oldestSQLite = oldestSQLite
        self.trustsDeclarations = trustsDeclarations
    }

    // MARK: - Schema

    /// Adds what a CREATE TABLE, CREATE VIEW or CREATE VIRTUAL TABLE makes.
    ///
    /// - Returns: False if the statement is not understood, or not right.
    @discardableResult package mutating func create(_ sql: String) -> Bool {
        let file = Parser.parseStatements(in: SourceText(path: "schema.sql", text: sql))
        guard file.diagnostics.isEmpty, file.statements.count == 1, let name = file.statements[0].createdName else {
            return false
        }
        let next = statements + [(name, sql)]
        guard let catalog = Self.catalog(of: next.map(\.sql), oldestSQLite: oldestSQLite),
            catalog[table: name] != nil || catalog.view(name) != nil
        else { return false }
        self.catalog = catalog
        statements = next
        return true
    }

    /// Forgets a table or a view, and the views that need it.
    package mutating func drop(_ name: String) {
        statements.removeAll { $0.name == Identifier.fold(name) }
        let kept = statements
        (statements, catalog) = ([], Catalog())
        for statement in kept { create(statement.sql) }
    }

    private static func catalog(of statements: [String], oldestSQLite: SQLiteVersion) -> Catalog? {
        let reporter = Reporter()
        var builder = CatalogBuilder(reporter: reporter, oldestSQLite: oldestSQLite)
        for sql in statements {
            _ = builder.add(Parser.parseStatements(in: SourceText(path: "schema.sql", text: sql)))
        }
        guard !reporter.hasErrors else { return nil }
        return builder.typed()
    }

    // MARK: - Statements

    /// The columns of a statement's result; of INSERT, UPDATE and DELETE those of RETURNING.
    ///
    /// - Returns: Nil with the first mistake if the statement is not understood, or not right.
    package func columns(of sql: String) -> (columns: [Column]?, mistake: String?) {
        let source = SourceText(path: "statement.sql", text: sql)
        let file = Parser.parseStatements(in: source)
        guard file.diagnostics.isEmpty, file.statements.count == 1 else {
            return (nil, file.diagnostics.first?.message ?? "not one statement")
        }
        let reporter = Reporter()
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: source, role: .freeStanding, oldestSQLite: oldestSQLite, reporter: reporter,
            trustsDeclarations: trustsDeclarations)
        let shape: SelectShape? =
            switch file.statements[0].kind {
            case .select(let select): analyzer.inferSelect(select, parent: nil, purpose: .set)
            case .insert(let insert): analyzer.inferInsert(insert)
            case .update(let update): analyzer.inferUpdate(update)
            case .delete(let delete): analyzer.inferDelete(delete)
            default: nil
            }
        if let mistake = reporter.diagnostics.first(where: { $0.severity == .error }) { return (nil, mistake.message) }
        guard let shape, shape.isKnown else { return (nil, "no result") }
        return (shape.columns.map { Column($0) }, nil)
    }

    /// The tables that a statement reads, in lower case.
    package var tableNames: [String] { catalog.orderedTables.map(\.folded) }

    /// For each column of the tables that are not STRICT, the storage class that its declaration promises.
    package func promises(of table: String) -> [(column: String, storage: Storage)] {
        guard let table = catalog[table: table] else { return [] }
        return table.columns.compactMap { column in
            column.type.map { (column.name, $0.storage) }
        }
    }
}

extension ResultInference.Column {
    fileprivate init(_ column: SelectShape.Column) {
        let type = column.type
        name = column.name
        self.type = type.valueType
        isNullable = type.isNullable
        cases = type.cases
        var storages: Set<String> = []
        for storage in [Storage.integer, .real, .text, .blob]
        where type.isUnknown || !ValueClasses(storage).isDisjoint(with: type.possibleClasses) {
            storages.insert(storage.rawValue)
        }
        self.storages = storages
    }
}

extension Statement {
    /// The table or view in lower case that a CREATE statement makes.
    fileprivate var createdName: String? {
        switch kind {
        case .createTable(let create): create.name.name.folded
        case .createView(let create): create.name.name.folded
        case .createVirtualTable(let create): create.name.name.folded
        default: nil
        }
    }
}
