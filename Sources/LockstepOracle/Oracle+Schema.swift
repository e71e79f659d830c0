import LockstepSQL
import LockstepSchema

extension Oracle {
    /// SQLite looks at a view's SELECT and at a trigger's statements only when they are used.
    mutating func checkViewsAndTriggers() throws(OracleError) {
        for (name, _) in try database.objects("view") {
            guard let place = migrated.viewPlaces[Identifier.fold(name)] else { continue }
            check(["SELECT * FROM \(Identifier.quoted(name))"], of: "view", at: place)
        }
        let triggers = try database.objects("trigger")
        for table in Set(triggers.map(\.table)).sorted() {
            let names = triggers.filter { $0.table == table }.map { Identifier.fold($0.name) }
            guard let place = names.compactMap({ migrated.triggers[$0] }).first else { continue }
            let columns = try database.columns(ofTable: table).filter { $0.generated == .no }
            let assignments = columns.map { "\(Identifier.quoted($0.name)) = \(Identifier.quoted($0.name))" }
            let target = Identifier.quoted(table)
            let statements = [
                "INSERT INTO \(target) DEFAULT VALUES", "DELETE FROM \(target)",
                "UPDATE \(target) SET \(assignments.joined(separator: ", "))",
            ]
            check(statements.filter { isChangeable(table, by: $0, of: names) }, of: "trigger", at: place)
        }
    }

    /// A view can be changed only by what a trigger does in place of the change.
    private func isChangeable(_ name: String, by statement: String, of triggers: [String]) -> Bool {
        guard migrated.viewPlaces[Identifier.fold(name)] != nil else { return true }
        let events = triggers.compactMap { migrated.triggerEvents[$0] }
        return events.contains { statement.hasPrefix($0) }
    }

    private mutating func check(_ statements: [String], of kind: String, at place: SourcePlace) {
        for sql in statements {
            do throws(OracleError) {
                _ = try database.describe(sql)
            } catch {
                report("SQLite does not accept this \(kind): \(error.message)", at: place, sql: sql)
            }
        }
    }

    // MARK: Sides

    /// Prepares what clients and the server run on what each of them has, where these differ.
    mutating func checkSides(of schema: Schema, statements: [CheckedStatement]) throws(OracleError) {
        let isDivided = schema.migrations.contains { $0.clientSQL != $0.sql || $0.serverSQL != $0.sql }
        guard isDivided, let first = statements.first else { return }
        for side in [ExecutionSide.client, .server] {
            let database = try OracleDatabase()
            try database.setForeignKeys(false)
            for migration in schema.migrations {
                let sql = side == .client ? migration.clientSQL : migration.serverSQL
                let place = statements.first { $0.place.source.path.hasSuffix("\(migration.name).sql") }?.place
                do throws(OracleError) {
                    try database.runAll(sql)
                    guard let reference = try database.danglingReference() else { continue }
                    let problem = "after this migration \(reference) on a new database of the \(side.rawValue)"
                    return append(Diagnostic(.error, problem, at: place ?? first.place))
                } catch {
                    let message = "SQLite does not accept this migration on the \(side.rawValue): \(error.message)"
                    return report(message, at: place ?? first.place, sql: sql)
                }
            }
            try database.setForeignKeys(true)
            prepareStatements(of: schema, statements, on: side, in: database)
        }
    }

    private mutating func prepareStatements(
        of schema: Schema, _ statements: [CheckedStatement], on side: ExecutionSide, in database: OracleDatabase
    ) {
        var bound: [(BoundStatement, SourcePlace)] = []
        let bySubject = Dictionary(grouping: statements, by: \.subject)
        for mutation in schema.mutations {
            let places = bySubject[.mutation(mutation.name.name)]?.map(\.place) ?? []
            bound += zip(mutation.statements, places).map { ($0, $1) }
        }
        for query in schema.queries {
            guard let place = bySubject[.query(query.name.name)]?.first?.place else { continue }
            bound.append((query.statement, place))
        }
        if side == .server { bound += DirectiveStatement.all(in: schema).map { ($0.statement, $0.place) } }
        for (statement, place) in bound where statement.side == .both || statement.side == side {
            do throws(OracleError) {
                _ = try database.describe(statement.sql)
            } catch {
                report(
                    "SQLite does not accept this statement on the \(side.rawValue): \(error.message)", at: place,
                    sql: statement.sql)
            }
        }
    }
}
