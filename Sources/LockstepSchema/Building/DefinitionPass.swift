import LockstepSQL

/// One look at all that a definition's SQL says, given what is known of its parameters.
struct DefinitionPass {
    /// One for each statement.
    let statements: [StatementAnalyzer]

    /// One for each condition, with the type of its expression.
    let conditions: [(analyzer: StatementAnalyzer, type: ExpressionType)]

    /// The result of a query's select.
    let shape: SelectShape?

    var uses: [ParameterUse] {
        (statements + conditions.map(\.analyzer)).flatMap { Array($0.uses.values) }
    }

    init(
        _ definition: Definition, _ conditions: [Condition], catalog: Catalog, oldestSQLite: SQLiteVersion,
        reporter: Reporter, bulkRows: [String: BulkRow], types: [String: ValueType]
    ) {
        let role: StatementAnalyzer.Role = definition.kind == .mutation ? .mutation : .query
        func analyzer() -> StatementAnalyzer {
            StatementAnalyzer(
                catalog: catalog, source: definition.source, role: role, oldestSQLite: oldestSQLite,
                reporter: reporter, parameters: types, bulkRows: bulkRows)
        }
        var shape: SelectShape?
        statements = definition.statements.map { statement in
            let analyzer = analyzer()
            shape = analyzer.analyze(statement) ?? shape
            return analyzer
        }
        self.shape = shape
        self.conditions = conditions.map { condition in
            let analyzer = analyzer()
            // Conditions are asked on the server alone, once.
            analyzer.mustBeDeterministic = false
            return (analyzer, analyzer.inferCondition(condition.expression, in: Scope()))
        }
    }
}
