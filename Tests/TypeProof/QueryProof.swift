import LockstepSchema

/// Runs generated queries over tables of every kind, with no rows, rows full of NULLs, and rows of odd values.
package struct QueryProof {
    private let inference: ResultInference
    private let databases: [ProofDatabase]
    private var generator: QueryGenerator
    private var checker = ProofChecker()

    /// - Parameter isWild: Whether columns of tables that are not STRICT hold what no declaration promises.
    package init(seed: UInt64, isWild: Bool) {
        var inference = ResultInference(oldestSQLite: SQLiteVersion(minor: 40), trustsDeclarations: !isWild)
        for statement in ProofSchema.statements {
            precondition(inference.change(statement), "the schema of the proof is right: \(statement)")
        }
        self.inference = inference
        databases = [(0, 0), (12, 8), (25, 3), (1, 10), (8, 0), (14, 5), (30, 6)].map { count, nulls in
            let database = ProofDatabase()
            for statement in ProofSchema.statements { database.execute(statement) }
            let rows = ProofSchema.rows(
                count, seed: seed &+ UInt64(count), nulls: nulls, isWild: isWild, isExtreme: count == 14)
            for row in rows {
                database.execute(row)
            }
            return database
        }
        generator = QueryGenerator(seed: seed)
    }

    package func run(_ count: Int) -> ProofReport {
        var proof = self
        for _ in 0..<count { proof.check(proof.generator.statement()) }
        return proof.checker.report
    }

    /// Statements written by hand.
    package func run(_ statements: [String]) -> ProofReport {
        var proof = self
        for statement in statements { proof.check(statement) }
        return proof.checker.report
    }

    /// The positions of columns that may be NULL by their types; nil if the statement has no types.
    package func optionalColumns(of sql: String) -> [Int]? {
        inference.columns(of: sql).columns?.enumerated().filter(\.element.isNullable).map(\.offset)
    }

    private mutating func check(_ sql: String) {
        let (columns, mistake) = inference.columns(of: sql)
        guard let columns else {
            if let mistake, databases[0].rows(sql) != nil { checker.report.refusals[mistake, default: 0] += 1 }
            return
        }
        let rows = databases.map { database -> [[ProofDatabase.Value]]? in
            guard sql.contains("RETURNING") else { return database.rows(sql) }
            database.execute("SAVEPOINT proof")
            defer { database.execute("ROLLBACK TO proof; RELEASE proof") }
            return database.rows(sql)
        }
        // SQLite takes what is typed.
        if rows[0] == nil {
            _ = databases[0].rows(sql)
            // SQLite 3.40 flattens a UNION ALL with RIGHT JOIN in it so that it then refuses it.
            if databases[0].message == "ON clause references tables to its right" { return }
            checker.report.contradictions.append("\(sql): \(databases[0].message)")
        }
        checker.check(sql, columns, rows: rows)
    }
}
