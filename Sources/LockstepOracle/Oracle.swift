public import LockstepSQL
public import LockstepSchema

/// Asks real SQLite whether it agrees with what Lockstep made of the definition files.
///
/// The migrations are run on an empty database, and the other statements prepared on what they make. Each is tried twice:
/// as its author wrote it, where SQLite's offset of an error is a place in the file, and as clients and servers will run
/// it. The front end has accepted all of it before, so a disagreement is a mistake of Lockstep's, and reported as one.
public struct Oracle {
    private let database: OracleDatabase
    private var diagnostics: [Diagnostic] = []

    /// What SQLite does not agree with, in the order of the statements. Empty if all is well.
    ///
    /// - Parameters:
    ///   - schema: What the front end made of the files.
    ///   - statements: All statements of the files, as `SchemaAnalysis` has them.
    public static func diagnostics(for schema: Schema, statements: [CheckedStatement]) -> [Diagnostic] {
        guard let first = statements.first else { return [] }
        do throws(OracleError) {
            var oracle = Oracle(database: try OracleDatabase())
            let migrations = statements.filter { $0.subject == .migration }
            oracle.run(migrations)
            // What follows needs the tables.
            guard oracle.diagnostics.isEmpty else { return oracle.diagnostics }
            oracle.check(schema.tables, migrations: migrations)
            for statement in statements where statement.subject != .migration { oracle.prepare(statement) }
            return oracle.diagnostics
        } catch {
            let message = "SQLite cannot open a database in memory: \(error.message)"
            return [Diagnostic(.error, message, at: first.place)]
        }
    }

    /// The version of the SQLite that is asked.
    public static var version: String { OracleDatabase.version }

    private init(database: OracleDatabase) {
        self.database = database
    }

    // MARK: Migrations

    private mutating func run(_ migrations: [CheckedStatement]) {
        for statement in migrations {
            do throws(OracleError) {
                _ = try database.describe(statement.place.text)
            } catch {
                return report(error, inTextAt: statement.place)
            }
            do throws(OracleError) {
                try database.run(statement.sql)
            } catch {
                return report(error, running: statement)
            }
        }
    }

    private mutating func report(_ error: OracleError, running statement: CheckedStatement) {
        guard error.phase == .step else { return report(error, in: statement) }
        // It fails for the rows that are there, of which no front end knows.
        diagnostics.append(
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
            guard let place = Self.place(of: table, in: migrations) else { continue }
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

    /// The table's name where it is created, or else the last statement of the migrations.
    private static func place(of table: Table, in migrations: [CheckedStatement]) -> SourcePlace? {
        for migration in migrations.reversed() {
            let file = Parser.parseStatement(in: migration.place.source, spans: [migration.place.span])
            guard case .createTable(let create) = file.statements.first?.kind else { continue }
            guard create.name.name.folded == Identifier.fold(table.name) else { continue }
            return SourcePlace(file.source, create.name.span)
        }
        return migrations.last?.place
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
        if shape.columns != statement.columns.count {
            report(
                "SQLite sees \(shape.columns) columns in this SELECT, Lockstep \(statement.columns.count)",
                at: statement.place, sql: statement.sql)
        }
        if !shape.isReadOnly {
            report("SQLite sees a statement that writes in this SELECT", at: statement.place, sql: statement.sql)
        }
    }

    // MARK: Reports

    /// Reports an error in a statement as its author wrote it.
    private mutating func report(_ error: OracleError, inTextAt place: SourcePlace) {
        // SQLite says where it noticed an error, not how far what is wrong extends.
        let noticed = error.offset.map { SourceSpan(at: min(place.span.start + $0, place.span.end)) }
        diagnostics.append(
            Diagnostic(
                .error, "SQLite does not accept this statement: \(error.message)", in: place.source,
                at: noticed ?? place.span, notes: [Self.note]))
    }

    /// Reports an error in a statement as it would run.
    private mutating func report(_ error: OracleError, in statement: CheckedStatement) {
        report(
            "SQLite does not accept this statement as it would run: \(error.message)", at: statement.place,
            sql: statement.sql)
    }

    private mutating func report(_ message: String, at place: SourcePlace, sql: String? = nil) {
        let statement = sql.map { [Diagnostic.Note("the statement as it would run: \($0)")] } ?? []
        diagnostics.append(Diagnostic(.error, message, at: place, notes: statement + [Self.note]))
    }

    private static var note: Diagnostic.Note {
        Diagnostic.Note(
            "Lockstep accepted it, and SQLite \(OracleDatabase.version) does not: that is a mistake of Lockstep's. "
                + "Please report it with this statement")
    }
}
