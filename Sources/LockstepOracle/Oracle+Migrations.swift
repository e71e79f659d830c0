import LockstepSQL
import LockstepSchema

extension Oracle {
    /// Runs the migrations as a new file does: foreign keys are off, and after each file every key must have its row
    /// (https://www.sqlite.org/lang_altertable.html#otheralter).
    mutating func run(_ migrations: [CheckedStatement]) throws(OracleError) {
        try database.setForeignKeys(false)
        for (index, statement) in migrations.enumerated() {
            // Running it prepares it.
            if statement.place.text != statement.sql {
                do throws(OracleError) {
                    _ = try database.describe(statement.place.text)
                } catch {
                    return report(error, inTextAt: statement.place)
                }
            }
            do throws(OracleError) {
                try database.run(statement.sql)
            } catch {
                return report(error, running: statement)
            }
            let following = index + 1 < migrations.count ? migrations[index + 1].place.source.path : nil
            guard following != statement.place.source.path else { continue }
            do throws(OracleError) {
                guard let reference = try database.danglingReference() else { continue }
                return try report(reference, leftBy: migrations[...index])
            } catch {
                return report("SQLite cannot check the foreign keys: \(error.message)", at: statement.place)
            }
        }
        try database.setForeignKeys(true)
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

    /// Reports a reference at the last statement before which there was none.
    private mutating func report(
        _ reference: DanglingReference, leftBy migrations: ArraySlice<CheckedStatement>
    ) throws(OracleError) {
        let database = try OracleDatabase()
        try database.setForeignKeys(false)
        var culprit: CheckedStatement?
        for statement in migrations {
            try database.run(statement.sql)
            var isDangling = true
            // Between the statements of a file a key may lack its table.
            do throws(OracleError) { isDangling = try database.danglingReference() != nil } catch {}
            culprit = isDangling ? culprit ?? statement : nil
        }
        guard let place = (culprit ?? migrations.last)?.place else { return }
        append(
            Diagnostic(
                .error, "after this migration \(reference) on a new database", at: place,
                suggestion: "migrations run with foreign keys off, as a table that is made anew needs it: add the row "
                    + "that is referred to, or delete what refers to it, in the same file"))
    }
}

/// A row with a foreign key that no row has.
struct DanglingReference: CustomStringConvertible {
    let table: String

    /// Nil in a table WITHOUT ROWID.
    let rowID: Int?

    let parent: String

    var description: String {
        "a row of the table `\(table)`\(rowID.map { " (rowid \($0))" } ?? "") refers to no row of `\(parent)`"
    }
}
