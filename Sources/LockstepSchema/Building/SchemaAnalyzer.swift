import LockstepSQL

/// Analyses the definition files of a schema.
///
/// The stages: `DefinitionFiles` → migrations make a `Catalog` → `ColumnTypes` decides its Swift types →
/// `DefinitionReader` finds the definitions → `DefinitionAnalysis` resolves each → builders make the `Schema`.
///
/// It calls itself for each level of an expression, of which the parser allows a thousand: the caller's stack must have
/// room for that, some 32 MB without optimisation.
///
/// - Parameters:
///   - files: The files, in memory.
///   - targetName: The module that the generated code goes into: the root type is named after it unless `lockstep.json`
///     names it.
/// - Returns: The schema, or at least one error; always all diagnostics of the run.
public func analyze(files: DefinitionFiles, targetName: String) -> SchemaAnalysis {
    var analyzer = SchemaAnalyzer(files: files, targetName: targetName)
    return analyzer.analyze()
}

struct SchemaAnalyzer {
    private let files: DefinitionFiles
    private let reporter = Reporter()
    private let configuration: Configuration
    private var statements: [CheckedStatement] = []
    private var clashes: NameClashes
    private var rules: RuleChecks
    private var parameterOrigins: [ParameterOrigin] = []

    init(files: DefinitionFiles, targetName: String) {
        self.files = files
        configuration = Configuration(file: files.configuration, targetName: targetName, reporter: reporter)
        clashes = NameClashes(root: configuration.name, reporter: reporter)
        rules = RuleChecks(reporter: reporter)
    }

    mutating func analyze() -> SchemaAnalysis {
        for file in files.misplaced {
            reporter.error(
                "this file is not read", at: SourcePlace(file, SourceSpan(at: 0)),
                suggestion: "definition files are migrations/*.sql, mutations/*.sql, queries/*.sql, permissions.sql, "
                    + "mutations.sql and queries.sql")
        }
        let migrationFiles = MigrationFiles(files.migrations, reporter: reporter)
        let (readMigrations, rawCatalog) = readMigrations(migrationFiles)
        var (catalog, enums) = ColumnTypes.decide(
            rawCatalog, oldestSQLite: configuration.oldestSQLite, reporter: reporter)
        catalog.childReferences = ChildReferences(catalog)
        catalog.scopeColumns = catalog.tables.mapValues(StatementAnalyzer.scopeColumns)
        TableRules(catalog: catalog, reporter: reporter).check()
        clashes.check(catalog, enums)
        let enumTypes = enums.types(reporter: reporter)
        let permissions = readPermissions(catalog, enums)
        let (mutations, bulkRows) = self.mutations(catalog, enums, permissions)
        let (queries, rows) = self.queries(catalog, enums)
        let bulk = (bulkRows + rows.bulk).sorted { $0.name < $1.name }
        let derivation = DerivationBuilder(catalog: catalog)
        let schema = Schema(
            name: SwiftIdentifier(configuration.name), access: configuration.access, imports: configuration.imports,
            oldestSQLite: configuration.oldestSQLite,
            migrations: migrations(readMigrations, catalog, permissions),
            tables: reporter.hasErrors ? [] : TableBuilder(catalog: catalog, permissions: permissions).tables(),
            mutations: mutations, queries: queries, enums: enumTypes, rowStructs: rows.structs,
            codes: Set(mutations.flatMap(\.conditions).filter { !$0.isPermission }.map(\.code)).sorted(),
            bulkRows: bulk, serverTarget: configuration.serverTarget, derivedTables: derivation.tables(),
            derivedTriggers: derivation.derivedTriggers())
        let isValid = !reporter.hasErrors
        if isValid { rules.check(schema, catalog: catalog) }
        return SchemaAnalysis(
            schema: isValid ? schema : nil, diagnostics: reporter.sorted, statements: statements,
            warnings: reporter.warnings, silences: rules.silences,
            parameterOrigins: parameterOrigins)
    }

    // MARK: - Migrations

    private struct ReadMigration {
        let number: Int
        let name: String
        let file: ParsedFile

        /// Where each statement is to run; nil for nowhere.
        let sides: [ExecutionSide?]
    }

    private mutating func readMigrations(_ files: MigrationFiles) -> ([ReadMigration], Catalog) {
        var builder = CatalogBuilder(reporter: reporter, oldestSQLite: configuration.oldestSQLite)
        var migrations: [ReadMigration] = []
        for entry in files.entries {
            let file = parse(entry.source)
            file.diagnostics.forEach(reporter.report)
            let sides = builder.add(file)
            rules.check(migration: file)
            let text = StatementText(file)
            for statement in file.statements {
                statements.append(
                    CheckedStatement(
                        subject: .migration, sql: text.text(in: statement.span),
                        place: SourcePlace(entry.source, statement.span)))
            }
            migrations.append(ReadMigration(number: entry.number, name: entry.name, file: file, sides: sides))
        }
        return (migrations, builder.catalog)
    }

    private func migrations(
        _ read: [ReadMigration], _ catalog: Catalog, _ permissions: ReadPermissions
    ) -> [Migration] {
        let unenforced = UnenforcedReferences(catalog: catalog, restricted: permissions.restrictedTables)
        return read.map { migration in
            let file = migration.file
            let halves = MigrationHalves(
                file: file, sides: migration.sides, unenforced: unenforced.spans(in: file))
            return Migration(
                number: migration.number, name: migration.name,
                sql: trimmed(StatementText(file).text(in: file.source.span)), clientSQL: halves.sql(on: .client),
                serverSQL: halves.sql(on: .server))
        }
    }

    /// Parses a file and reports syntax that is newer than the oldest SQLite. Syntax errors are left to the caller.
    private func parse(_ source: SourceText) -> ParsedFile {
        let file = Parser.parseStatements(in: source)
        SyntaxVersions(oldestSQLite: configuration.oldestSQLite, reporter: reporter)
            .check(file.requirements, in: source)
        return file
    }

    // MARK: - Definitions

    private mutating func definitions(_ sources: [SourceText], _ folder: DefinitionReader.Folder) -> [Definition] {
        let definitions = sources.sorted { $0.path < $1.path }.flatMap { source in
            DefinitionReader(file: parse(source), folder: folder, reporter: reporter).definitions()
        }
        if folder != .permissions { clashes.checkNames(of: definitions) }
        for definition in definitions {
            DefinitionRules(definition: definition, reporter: reporter).check()
            rules.check(definition)
        }
        return definitions
    }

    private func analysis(_ definition: Definition, _ catalog: Catalog, _ enums: EnumNames) -> DefinitionAnalysis {
        DefinitionAnalysis(
            definition, catalog: catalog, enums: enums, oldestSQLite: configuration.oldestSQLite, reporter: reporter)
    }

    private mutating func mutations(
        _ catalog: Catalog, _ enums: EnumNames, _ permissions: ReadPermissions
    ) -> ([Mutation], [BulkRow]) {
        var mutations: [Mutation] = []
        var rows: [BulkRow] = []
        for definition in definitions(files.mutations, .mutations) {
            let analysis = analysis(definition, catalog, enums)
            if permissions.isRestricted, !analysis.isLocal { requireAllow(definition) }
            guard analysis.isValid else { continue }
            let mutation = MutationBuilder(analysis: analysis, catalog: catalog, permissions: permissions).mutation()
            mutations.append(mutation)
            rows += bulkRows(analysis)
            parameterOrigins += analysis.parameterOrigins
            for (statement, bound) in zip(definition.statements, mutation.statements) {
                statements.append(
                    CheckedStatement(
                        subject: .mutation(mutation.name.name), sql: bound.sql, place: definition.place(statement.span),
                        parameterCount: bound.bindings.count))
            }
            for (condition, result) in zip(mutation.conditions, analysis.pass.conditions) {
                statements.append(
                    CheckedStatement(
                        subject: .mutation(mutation.name.name), sql: condition.statement.sql, place: condition.place,
                        parameterCount: condition.statement.bindings.count,
                        columns: [result.type.valueType ?? ValueType(.string, .any, isOptional: true)],
                        isWritten: false))
            }
        }
        return (mutations.sorted { $0.name < $1.name }, rows)
    }

    private func requireAllow(_ definition: Definition) {
        guard definition.comments.directives(.allow).isEmpty else { return }
        reporter.error(
            "`\(definition.name)` does not say who may do it, and the schema says who may read",
            at: definition.namePlace,
            suggestion: "write `-- allow:` with a condition, or `-- allow: true` for everyone")
    }

    private mutating func bulkRows(_ analysis: DefinitionAnalysis) -> [BulkRow] {
        let rows = analysis.parameters.bulk.values.sorted { $0.row.name < $1.row.name }
        for (row, place) in rows { clashes.add(row, at: place) }
        return rows.map(\.row)
    }

    private mutating func queries(
        _ catalog: Catalog, _ enums: EnumNames
    ) -> ([Query], (structs: [RowStruct], bulk: [BulkRow])) {
        var queries: [Query] = []
        var rows: [(row: RowStruct, place: SourcePlace)] = []
        var bulk: [BulkRow] = []
        for definition in definitions(files.queries, .queries) {
            let analysis = analysis(definition, catalog, enums)
            guard analysis.isValid else { continue }
            let builder = QueryBuilder(analysis: analysis, catalog: catalog, enums: enums, reporter: reporter)
            guard let (query, row, columns) = builder.query() else { continue }
            queries.append(query)
            parameterOrigins += analysis.parameterOrigins
            rules.check(query, of: analysis, catalog: catalog)
            bulk += bulkRows(analysis)
            if let row { rows.append((row, definition.namePlace)) }
            var statement = CheckedStatement(
                subject: .query(query.name.name), sql: query.statement.sql,
                place: definition.place(definition.statements[0].span),
                parameterCount: query.statement.bindings.count, columns: columns)
            statement.nullReasons = analysis.shape?.columns.map { $0.type.nullReason?.text } ?? []
            statements.append(statement)
        }
        return (queries.sorted { $0.name < $1.name }, (clashes.merged(rows), bulk))
    }

    private mutating func readPermissions(_ catalog: Catalog, _ enums: EnumNames) -> ReadPermissions {
        let reader = ReadRuleReader(
            catalog: catalog, enums: enums,
            versions: SyntaxVersions(oldestSQLite: configuration.oldestSQLite, reporter: reporter), reporter: reporter)
        let permissions = reader.permissions(definitions(files.permissions, .permissions))
        statements += permissions.statements
        return permissions
    }
}
