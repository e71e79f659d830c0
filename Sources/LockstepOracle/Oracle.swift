public import LockstepSQL
public import LockstepSchema

/// Asks real SQLite whether it agrees with what Lockstep made of the definition files, and how it would run it.
///
/// The migrations are run on an empty database, and the other statements prepared on what they make. Each is tried twice:
/// as its author wrote it, where SQLite's offset of an error is a place in the file, and as clients and servers will run
/// it. The front end has accepted all of it before, so a disagreement is a mistake of Lockstep's, and reported as one.
public struct Oracle {
    /// What SQLite has to say.
    public struct Report: Sendable {
        /// What it does not agree with, in the order of the statements. Empty if all is well.
        public var errors: [Diagnostic] = []

        /// Of what it accepts: statements that read whole tables, indexes that repeat others. Before `Silences` are
        /// applied; empty if there is an error.
        public var warnings: [Diagnostic] = []
    }

    let database: OracleDatabase
    let migrated: MigratedStatements
    private var diagnostics: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []

    /// - Parameters:
    ///   - schema: What the front end made of the files.
    ///   - statements: All statements of the files, as `SchemaAnalysis` has them.
    public static func report(for schema: Schema, statements: [CheckedStatement]) -> Report {
        guard let first = statements.first else { return Report() }
        let migrations = statements.filter { $0.subject == .migration }
        do throws(OracleError) {
            var oracle = Oracle(database: try OracleDatabase(), migrated: MigratedStatements(migrations))
            oracle.run(migrations)
            // What follows needs the tables.
            guard oracle.diagnostics.isEmpty else { return Report(errors: oracle.diagnostics) }
            oracle.check(schema.tables, migrations: migrations)
            try oracle.checkViewsAndTriggers()
            for statement in statements where statement.subject != .migration { oracle.prepare(statement) }
            for directive in DirectiveStatement.all(in: schema) { oracle.prepare(directive) }
            try oracle.checkSides(of: schema, statements: statements)
            guard oracle.diagnostics.isEmpty else { return Report(errors: oracle.diagnostics) }
            return Report(warnings: try oracle.warnings(for: schema, statements: statements))
        } catch {
            let message = "SQLite cannot check the definition files: \(error.message)"
            return Report(errors: [Diagnostic(.error, message, at: first.place)])
        }
    }

    /// The errors of `report(for:statements:)`.
    public static func diagnostics(for schema: Schema, statements: [CheckedStatement]) -> [Diagnostic] {
        report(for: schema, statements: statements).errors
    }

    /// The version of the SQLite that is asked.
    public static var version: String { OracleDatabase.version }

    private init(database: OracleDatabase, migrated: MigratedStatements) {
        self.database = database
        self.migrated = migrated
    }

    private func warnings(for schema: Schema, statements: [CheckedStatement]) throws(OracleError) -> [Diagnostic] {
        let fullScan = FullScan(database: database, schema: schema, migrated: migrated)
        var warnings: [Diagnostic] = []
        for statement in statements where statement.subject != .migration {
            warnings += try fullScan.warnings(for: statement.sql, at: statement.place, isStatement: true)
        }
        for directive in DirectiveStatement.all(in: schema) {
            warnings += try fullScan.warnings(for: directive.statement.sql, at: directive.place, isStatement: false)
        }
        let duplicates = DuplicateIndexes(database: database, migrated: migrated)
        return warnings + (try duplicates.warnings(for: schema.tables))
    }

    // MARK: Migrations

    private mutating func run(_ migrations: [CheckedStatement]) {
        for statement in migrations {
            let text = statement.place.text
            // Running it prepares it.
            if text != statement.sql {
                do throws(OracleError) {
                    _ = try database.describe(text)
                } catch {
                    return report(error, inTextAt: statement.place)
                }
            }
            do throws(OracleError) {
                try database.run(statement.sql)
            } catch {
                return report(error, running: statement)
            }
        }
    }

    private mutating func report(_ error: OracleError, running statement: CheckedStatement) {
        if error.phase == .prepare {
            if statement.place.text == statement.sql { return report(error, inTextAt: statement.place) }
            return report(error, in: statement)
        }
        // It fails for the rows that are there, of which no front end knows.
        append(
            Diagnostic(.error, "this statement fails on a new database: \(error.message)", at: statement.place))
    }

    // MARK: Tables

    private mutating func check(_ tables: [Table], migrations: [CheckedStatement]) {
        for table in tables {
            let expected = table.columns.map { column in
                TableShape.Column(
                    name: column.name, positionInKey: (table.key.firstIndex(of: column.name) ?? -1) + 1,
                    generated: !column.isGenerated ? .no : column.isStored ? .stored : .virtual)
            }
            guard let place = migrated.tables[Identifier.fold(table.name)] ?? migrations.last?.place else { continue }
            do throws(OracleError) {
                let actual = try database.columns(ofTable: table.name)
                guard actual != expected else { continue }
                let list = actual.map(\.description).joined(separator: ", ")
                report("SQLite sees other columns in the table `\(table.name)`: \(list)", at: place)
            } catch {
                report("SQLite cannot describe the table `\(table.name)`: \(error.message)", at: place)
            }
        }
    }

    // MARK: Statements

    private mutating func prepare(_ statement: CheckedStatement) {
        if statement.isWritten {
            do throws(OracleError) {
                _ = try database.describe(statement.place.text)
            } catch {
                return report(error, inTextAt: statement.place)
            }
        }
        do throws(OracleError) {
            check(try database.describe(statement.sql), of: statement)
        } catch {
            report(error, in: statement)
        }
    }

    private mutating func check(_ shape: StatementShape, of statement: CheckedStatement) {
        if shape.parameters != statement.parameterCount {
            report(
                "SQLite sees \(shape.parameters) parameters in this statement, Lockstep \(statement.parameterCount)",
                at: statement.place, sql: statement.sql)
        }
        guard !statement.columns.isEmpty else { return }
        if shape.declaredTypes.count != statement.columns.count {
            report(
                "SQLite sees \(shape.declaredTypes.count) columns in this query, Lockstep \(statement.columns.count)",
                at: statement.place, sql: statement.sql)
        } else {
            checkTypes(shape, of: statement)
        }
        if !shape.isReadOnly {
            report("SQLite sees a statement that writes in this query", at: statement.place, sql: statement.sql)
        }
    }

    /// SQLite knows the declared type of what is simply a column.
    private mutating func checkTypes(_ shape: StatementShape, of statement: CheckedStatement) {
        for (index, (declared, type)) in zip(shape.declaredTypes, statement.columns).enumerated() {
            guard let declared, let storage = Storage(rawValue: declared.uppercased()) else { continue }
            // A compound has the declared type of its first arm.
            let isFitting = storage == type.storage || type.storage == .any || storage == .any
            guard !isFitting, !(storage == .integer && type.storage == .real) else { continue }
            report(
                "SQLite declares column \(index + 1) of this query \(declared), Lockstep \(type.storage.rawValue)",
                at: statement.place, sql: statement.sql)
        }
    }

    private mutating func prepare(_ directive: DirectiveStatement) {
        do throws(OracleError) {
            let shape = try database.describe(directive.statement.sql)
            if shape.parameters != directive.statement.bindings.count {
                report(
                    "SQLite sees \(shape.parameters) parameters in this condition, Lockstep "
                        + "\(directive.statement.bindings.count)",
                    at: directive.place, sql: directive.statement.sql)
            }
            if shape.declaredTypes.count != 1 || !shape.isReadOnly {
                report(
                    "SQLite does not see one value in this condition", at: directive.place, sql: directive.statement.sql
                )
            }
        } catch {
            report(
                "SQLite does not accept this condition as it would run: \(error.message)", at: directive.place,
                sql: directive.statement.sql)
        }
    }

    // MARK: Reports

    /// Reports an error in a statement as its author wrote it.
    private mutating func report(_ error: OracleError, inTextAt place: SourcePlace) {
        // SQLite says where it noticed an error, not how far what is wrong extends.
        if reportLimit(error, at: place) { return }
        let noticed = error.offset.map { SourceSpan(at: min(place.span.start + $0, place.span.end)) }
        append(
            Diagnostic(
                .error, "SQLite does not accept this statement: \(error.message)", in: place.source,
                at: noticed ?? place.span, notes: [Self.note]))
    }

    /// Reports an error in a statement as it would run.
    private mutating func report(_ error: OracleError, in statement: CheckedStatement) {
        if reportLimit(error, at: statement.place) { return }
        report(
            "SQLite does not accept this statement as it would run: \(error.message)", at: statement.place,
            sql: statement.sql)
    }

    /// SQLite's own limits depend on its release and on how it was built, so that the front end does not know them.
    ///
    /// - Returns: False if the error is another one.
    private mutating func reportLimit(_ error: OracleError, at place: SourcePlace) -> Bool {
        let limits = ["parser stack overflow", "Expression tree is too large", "too many terms in compound SELECT"]
        guard limits.contains(where: error.message.contains) else { return false }
        append(
            Diagnostic(
                .error, "this is too large for SQLite \(OracleDatabase.version): \(error.message)", at: place,
                suggestion: "split the statement, or name its parts in a WITH clause"))
        return true
    }

    mutating func report(_ message: String, at place: SourcePlace, sql: String? = nil) {
        let statement = sql.map { [Diagnostic.Note("the statement as it would run: \($0)")] } ?? []
        append(Diagnostic(.error, message, at: place, notes: statement + [Self.note]))
    }

    private mutating func append(_ diagnostic: Diagnostic) {
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    private static var note: Diagnostic.Note {
        Diagnostic.Note(
            "Lockstep accepted it, and SQLite \(OracleDatabase.version) does not: that is a mistake of Lockstep's. "
                + "Please report it with this statement")
    }
}
