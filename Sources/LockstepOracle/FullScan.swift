import LockstepSQL
import LockstepSchema

/// Finds the statements that read every row of a table although an index could spare them that.
///
/// SQLite says which tables it scans. The conditions of the statement say which index might help, and SQLite is asked
/// again with that index in place: only if it then scans less is there a warning.
struct FullScan {
    let database: OracleDatabase
    let schema: Schema
    let migrated: MigratedStatements
    private let queriedTables: QueriedTables

    init(database: OracleDatabase, schema: Schema, migrated: MigratedStatements) {
        self.database = database
        self.schema = schema
        self.migrated = migrated
        queriedTables = QueriedTables(schema: schema, views: migrated.views)
    }

    /// - Parameters:
    ///   - sql: The statement as it runs.
    ///   - text: Where it stands. It is the statement itself, or a directive that it was made of.
    func warnings(for sql: String, at text: SourcePlace, isStatement: Bool) throws(OracleError) -> [Diagnostic] {
        let plan = try database.plan(of: sql)
        guard !plan.scans.isEmpty else { return [] }
        let file =
            isStatement
            ? Parser.parseStatement(in: text.source, spans: [text.span])
            : Parser.parseStatement(in: SourceText(path: text.source.path, text: sql))
        guard let statement = file.statements.first else { return [] }
        let queried = queriedTables.tables(in: statement).filter { canGrow($0.table) }
        var warnings: [Diagnostic] = []
        var seen: Set<SourceSpan> = []
        for scan in plan.scans {
            let candidates = queried.filter { $0.label == Identifier.fold(scan.label) && !seen.contains($0.span) }
            guard let found = try finding(scan, candidates, plan, sql) else { continue }
            seen.insert(found.table.span)
            let place = isStatement ? SourcePlace(text.source, found.table.span) : text
            warnings.append(warning(found, at: place))
        }
        return warnings
    }

    // MARK: - Findings

    private struct Finding {
        let table: QueriedTable
        let indexes: [IndexProposal]

        /// True if SQLite makes the index each time.
        let isAutomatic: Bool

        /// For each row of which the scan runs again, if no index would help.
        var outer: String?
    }

    private func finding(
        _ scan: Scan, _ candidates: [QueriedTable], _ plan: QueryPlan, _ sql: String
    ) throws(OracleError) -> Finding? {
        for table in candidates {
            for indexes in table.proposals where try helps(indexes, plan, sql) {
                return Finding(table: table, indexes: indexes, isAutomatic: scan.indexedColumns != nil)
            }
        }
        guard let table = candidates.first else { return nil }
        if let columns = scan.indexedColumns {
            let index = IndexProposal(table: table.table, columns: columns)
            return Finding(table: table, indexes: [index], isAutomatic: true)
        }
        guard let outer = plan.outerScan(of: scan.step),
            let label = QueryPlan(steps: [outer]).scans.first?.label, label != scan.label, !label.hasPrefix("(")
        else { return nil }
        return Finding(table: table, indexes: [], isAutomatic: false, outer: label)
    }

    /// True if SQLite scans less with these indexes.
    private func helps(_ indexes: [IndexProposal], _ plan: QueryPlan, _ sql: String) throws(OracleError) -> Bool {
        var made: [String] = []
        defer {
            for name in made { try? database.run("DROP INDEX \(name)") }
        }
        for (number, index) in indexes.enumerated() {
            let name = "lockstep_trial_\(number)"
            // A guess that SQLite does not take, such as an unknown collation, is of no help.
            guard (try? database.run(index.sql(named: name))) != nil else { return false }
            made.append(name)
        }
        return try database.plan(of: sql).scans.count < plan.scans.count
    }

    /// False for a table that only a migration fills.
    private func canGrow(_ table: String) -> Bool {
        guard migrated.filledTables.contains(Identifier.fold(table)) else { return true }
        return schema.mutations.contains { mutation in mutation.writes.contains { $0.table == table } }
    }

    // MARK: - Words

    private func warning(_ finding: Finding, at place: SourcePlace) -> Diagnostic {
        let table = finding.table.table
        if let outer = finding.outer {
            return Rule.fullScan.warning(
                "for each row of `\(outer)`, every row of `\(table)` is read", at: place,
                suggestion: "join by a column of `\(table)`, with an index on it", home: .definition)
        }
        let columns = finding.indexes.map { index in
            index.terms.prefix(index.conditionCount).map { "`\($0)`" }.joined(separator: ", ")
        }
        let message =
            finding.isAutomatic
            ? "`\(table)` has no index on \(columns[0]), and SQLite makes one each time this runs"
            : "every row of `\(table)` is read, since it has no index on \(columns.joined(separator: " and on "))"
        let statements = finding.indexes.map { "`\($0.sql(named: freeName(for: $0)));`" }
        return Rule.fullScan.warning(
            message, at: place, suggestion: "add \(statements.joined(separator: " and ")) to a migration",
            home: .definition)
    }

    private func freeName(for index: IndexProposal) -> String {
        guard migrated.indexes[Identifier.fold(index.name)] != nil else { return index.name }
        let numbered = (2...).lazy.map { "\(index.name)_\($0)" }
        return numbered.first { migrated.indexes[Identifier.fold($0)] == nil } ?? index.name
    }
}
