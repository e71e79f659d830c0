import LockstepSchema

/// Runs the statements of a corpus in sequence, and holds the results of those that have types against them: over no
/// rows, over the corpus' own rows, and over generated ones.
package struct CorpusProof {
    /// Whether columns of tables that are not STRICT are taken for what they declare, and only hold that.
    private let trustsDeclarations: Bool
    private var inference: ResultInference
    private var checker = ProofChecker()
    private var random: RowGenerator
    private var databases: [ProofDatabase] = []
    private var tables: Set<String> = []

    /// Whether the corpus has changed rows since NULLs were last put into them.
    private var isChanged = false

    package init(trustsDeclarations: Bool, seed: UInt64) {
        self.trustsDeclarations = trustsDeclarations
        inference = ResultInference(
            oldestSQLite: SQLiteVersion(minor: 53), trustsDeclarations: trustsDeclarations)
        random = RowGenerator(seed: seed, nulls: 5, isWild: !trustsDeclarations)
        reset()
    }

    package var report: ProofReport { checker.report }

    private mutating func reset() {
        inference = ResultInference(
            oldestSQLite: SQLiteVersion(minor: 53), trustsDeclarations: trustsDeclarations)
        databases = (0..<6).map { _ in ProofDatabase() }
        tables = []
        for database in databases { database.execute("PRAGMA trusted_schema = ON") }
    }

    /// - Parameter sql: One statement.
    package mutating func run(_ sql: String) {
        let words = sql.uppercased().split(maxSplits: 3, whereSeparator: { " \n\t(;".contains($0) })
        switch words.first {
        case "CREATE": create(sql, isObject: words.dropFirst().contains { ["TABLE", "VIEW", "VIRTUAL"].contains($0) })
        case "SELECT", "WITH", "VALUES": check(sql)
        case "DROP", "ALTER":
            let isChange = databases.map { $0.execute(sql) }.contains(true)
            if isChange, !inference.change(sql) { reset() }
        case "INSERT", "REPLACE", "UPDATE", "DELETE":
            databases[1].execute(sql)
            for database in databases[3...] { database.execute(sql) }
            isChanged = true
        default: break
        }
    }

    private mutating func create(_ sql: String, isObject: Bool) {
        // The corpus is a row of files that use the same names: with a name that is taken another file begins.
        if isObject, !databases[1].execute(sql) {
            reset()
            guard databases[1].execute(sql) else { return }
        } else if !isObject {
            // Triggers and indexes change no types. Those of the generated rows would only keep rows out.
            databases[1].execute(sql)
            return
        }
        for index in [0, 2, 3, 4, 5] { databases[index].execute(sql) }
        // What a full-text table holds is not replicated.
        let side = sql.uppercased().hasPrefix("CREATE VIRTUAL") ? "-- side: derived\n" : ""
        guard inference.change(side + sql) else { return }
        for table in inference.tableNames where tables.insert(table).inserted { fill(table) }
    }

    private mutating func fill(_ table: String) {
        let quoted = "\"\(table)\""
        let columns = databases[2].rows("PRAGMA table_info(\(quoted))") ?? []
        guard !columns.isEmpty else { return }
        let isStrict =
            databases[2].rows("SELECT 1 FROM pragma_table_list WHERE name = '\(table)' AND strict")?.isEmpty
            == false
        let promises = Dictionary(
            inference.promises(of: table).map { ($0.column.lowercased(), $0.storage.rawValue) },
            uniquingKeysWith: { first, _ in first })
        var rows = 0
        // A CHECK takes a few attempts.
        for row in 0..<200 where rows < 12 {
            let values = columns.map { column -> String in
                let isKey = column[5].text != "0"
                if isKey, promises[column[1].text.lowercased()] == "INTEGER" { return "\(row)" }
                return random.value(
                    promises[column[1].text.lowercased()], isNullable: column[3].text == "0", isStrict: isStrict)
            }
            let names = columns.map { "\"\($0[1].text)\"" }.joined(separator: ", ")
            if databases[2].execute("INSERT INTO \(quoted) (\(names)) VALUES (\(values.joined(separator: ", ")))") {
                rows += 1
            }
        }
    }

    private mutating func check(_ sql: String) {
        let (columns, mistake) = inference.columns(of: sql)
        guard let columns else {
            // Statements that SQLite refuses as well say nothing.
            if let mistake, databases[1].rows(sql) != nil { checker.report.refusals[mistake, default: 0] += 1 }
            return
        }
        if isChanged { forgetValues() }
        let rows = databases.enumerated().map { index, database in
            trustsDeclarations && !holdsPromises(database) ? nil : database.rows(sql)
        }
        checker.check(sql, columns, rows: rows)
    }

    /// Makes a third of the values NULL in copies of the corpus' own rows, in each copy others.
    private mutating func forgetValues() {
        isChanged = false
        for table in inference.tableNames {
            for (index, column) in (databases[3].rows("PRAGMA table_info(\"\(table)\")") ?? []).enumerated()
            where column[3].text == "0" && column[5].text == "0" {
                for phase in 0..<3 {
                    databases[3 + phase].execute(
                        "UPDATE OR IGNORE \"\(table)\" SET \"\(column[1].text)\" = NULL "
                            + "WHERE (rowid + \(index * (phase + 1) + phase)) % 3 = 0")
                }
            }
        }
    }

    /// True if the rows are what their columns declare.
    private func holdsPromises(_ database: ProofDatabase) -> Bool {
        inference.tableNames.allSatisfy { table in
            let conditions = inference.promises(of: table).compactMap { column, storage -> String? in
                let name = "\"\(column)\""
                return storage == .any ? nil : "typeof(\(name)) NOT IN ('null', '\(storage.rawValue.lowercased())')"
            }
            guard !conditions.isEmpty else { return true }
            return database.rows(
                "SELECT 1 FROM \"\(table)\" WHERE \(conditions.joined(separator: " OR "))", limit: 1)?.isEmpty == true
        }
    }
}
