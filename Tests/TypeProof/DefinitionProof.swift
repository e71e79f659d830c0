import LockstepSchema

/// Holds the results of an app's queries against the types that its generated code has.
package struct DefinitionProof {
    private let folder: DefinitionFolder
    private let analysis: SchemaAnalysis
    private let schema: Schema
    private var checker = ProofChecker()
    private var values: DefinitionValues
    private let databases: [ProofDatabase]

    /// How often a query runs in each database, with other arguments.
    private static let rounds = 16

    /// Nil if the files have mistakes.
    package init?(_ folder: DefinitionFolder, seed: UInt64) {
        let analysis = analyze(files: folder.files, targetName: "Proof")
        guard let schema = analysis.schema else { return nil }
        self.folder = folder
        self.analysis = analysis
        self.schema = schema
        var values = DefinitionValues(schema: schema, seed: seed)
        databases = [(0, 0), (6, 8), (20, 3), (12, 10), (12, 5), (8, 0), (3, 3), (3, 0), (40, 4), (8, 2)].map { count, nulls in
            Self.database(analysis, values: &values, rows: count, nulls: nulls)
        }
        self.values = values
    }

    private static func database(
        _ analysis: SchemaAnalysis, values: inout DefinitionValues, rows: Int, nulls: Int
    ) -> ProofDatabase {
        let database = ProofDatabase()
        for statement in analysis.statements where statement.subject == .migration {
            // Triggers change no types, and would only keep rows out.
            if !statement.sql.uppercased().hasPrefix("CREATE TRIGGER") { database.execute(statement.sql) }
        }
        for table in values.schema.tables {
            for _ in 0..<values.size(upTo: rows) {
                // A CHECK takes a few attempts.
                var attempts = 0
                while attempts < 20, !database.execute(values.insertion(into: table, nulls: nulls)) { attempts += 1 }
            }
        }
        return database
    }

    package func run() -> ProofReport {
        var proof = self
        for query in schema.queries { proof.check(query) }
        return proof.checker.report
    }

    private mutating func check(_ query: Query) {
        guard let statement = analysis.statements.first(where: { $0.subject == .query(query.name.name) }) else { return }
        let columns = statement.columns.enumerated().map { index, type in
            ResultInference.Column(
                name: nil, type: type, cases: cases(of: type.swift),
                nullReason: index < statement.nullReasons.count ? statement.nullReasons[index] : nil)
        }
        var rows: [[[ProofDatabase.Value]]?] = []
        for database in databases {
            for _ in 0..<Self.rounds {
                let arguments = query.statement.bindings.map { values.argument(for: $0) }
                rows.append(database.rows(query.statement.sql, arguments: arguments))
            }
        }
        checker.check("\(folder.name) \(query.name.name)", columns, rows: rows)
    }

    private func cases(of type: SwiftType) -> Set<EnumType.RawValue>? {
        guard case .enumeration(let name) = type else { return nil }
        return schema.enums.first { $0.name.name == name }.map { Set($0.cases.map(\.rawValue)) }
    }
}
