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

        /// Why it may be NULL: `the column `issue.closed_at` may be NULL`.
        package let nullReason: String?

        /// The values of an enum, where it is one of this schema's.
        package let cases: Set<EnumType.RawValue>?

        /// A column of an analysed query.
        package init(name: String?, type: ValueType, cases: Set<EnumType.RawValue>?, nullReason: String?) {
            self.name = name
            self.type = type
            self.cases = cases
            self.nullReason = nullReason
            isNullable = type.isOptional
            storages =
                type.storage == .any ? ["INTEGER", "REAL", "TEXT", "BLOB"] : [type.storage.rawValue]
        }
    }

    /// Whether columns of tables that are not STRICT hold what their declaration says.
    private let trustsDeclarations: Bool
    private let oldestSQLite: SQLiteVersion
    private var catalog = Catalog()

    /// The statements that made the catalog.
    private var statements: [ParsedFile] = []

    package init(oldestSQLite: SQLiteVersion, trustsDeclarations: Bool = true) {
        self.oldestSQLite = oldestSQLite
        self.trustsDeclarations = trustsDeclarations
    }

    // MARK: - Schema

    /// Adds what a CREATE, DROP or ALTER statement does.
    ///
    /// - Returns: False if the statement is not understood, or not right; nothing has changed then.
    @discardableResult package mutating func change(_ sql: String) -> Bool {
        let file = Parser.parseStatements(in: SourceText(path: "schema\(statements.count).sql", text: sql))
        guard file.diagnostics.isEmpty, file.statements.count == 1 else { return false }
        let reporter = Reporter()
        var builder = CatalogBuilder(reporter: reporter, oldestSQLite: oldestSQLite)
        for statement in statements + [file] { _ = builder.add(statement) }
        guard !reporter.hasErrors else { return false }
        catalog = builder.typed()
        statements.append(file)
        return true
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

    /// In lower case, in order of creation.
    package var tableNames: [String] { catalog.orderedTables.map(\.folded) }

    /// The storage class that the declaration of each column promises, where it does.
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
        nullReason = type.isNullable ? type.nullReason?.text : nil
        cases = type.cases
        var storages: Set<String> = []
        for storage in [Storage.integer, .real, .text, .blob]
        where type.isUnknown || !ValueClasses(storage).isDisjoint(with: type.possibleClasses) {
            storages.insert(storage.rawValue)
        }
        self.storages = storages
    }
}
