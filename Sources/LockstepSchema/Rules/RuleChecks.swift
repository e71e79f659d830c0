import LockstepSQL

/// Runs the rules that need no database over the stages of an analysis.
struct RuleChecks {
    private(set) var silences = Silences()
    private var definitions: [Statement] = []
    private var migrations: [Statement] = []
    private let reporter: Reporter

    init(reporter: Reporter) {
        self.reporter = reporter
    }

    mutating func check(migration file: ParsedFile) {
        silences.add(SilenceReader(reporter: reporter).silences(ofMigration: file))
        migrations += file.statements
        for statement in file.statements {
            warn(EqualsNull.warnings(in: statement, place: { SourcePlace(file.source, $0) }, home: .statement))
        }
    }

    mutating func check(_ definition: Definition) {
        silences.add(SilenceReader(reporter: reporter).silences(of: definition))
        definitions += definition.statements
        for statement in definition.statements {
            warn(EqualsNull.warnings(in: statement, place: definition.place, home: .definition))
        }
        warn(MissingWhere.warnings(in: definition))
    }

    func check(_ query: Query, of analysis: DefinitionAnalysis, catalog: Catalog) {
        warn(
            MissingOrder.warnings(
                in: analysis.definition, query: query, isOneRow: analysis.shape?.hasExactlyOneRow ?? false,
                catalog: catalog))
    }

    /// - Parameter schema: All of it, without an error.
    func check(_ schema: Schema, catalog: Catalog) {
        let usage = SchemaUsage(schema: schema, definitions: definitions, migrations: migrations)
        warn(UnusedTables(schema: schema, catalog: catalog, usage: usage).warnings())
        for mutation in schema.mutations {
            for condition in mutation.conditions { warn(conditionWarnings(condition.statement, at: condition.place)) }
        }
        for table in schema.tables {
            guard case .rules(let rules) = table.readAccess else { continue }
            for rule in rules { rule.grant.map { warn(conditionWarnings($0, at: rule.place)) } }
        }
    }

    /// What stands in a directive has no statement of a file: the whole condition is the place.
    private func conditionWarnings(_ statement: BoundStatement, at place: SourcePlace) -> [Diagnostic] {
        let file = Parser.parseStatement(in: SourceText(path: place.source.path, text: statement.sql))
        return file.statements.flatMap { EqualsNull.warnings(in: $0, place: { _ in place }, home: .definition) }
    }

    private func warn(_ warnings: [Diagnostic]) {
        warnings.forEach(reporter.warn)
    }
}
