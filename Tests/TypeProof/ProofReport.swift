/// What a proof has looked at, and what it found.
package struct ProofReport: Sendable {
    /// Statements whose columns all have types.
    package var statements = 0

    /// Columns times the data sets that gave them a row or none.
    package var checks = 0
    package var values = 0

    /// Values that break a declaration.
    package var contradictions: [String] = []

    /// Columns with at least one row in some data set.
    package var columns = 0

    /// Columns that are declared optional, and that no data set made NULL.
    package var imprecise: [ImpreciseColumn] = []

    /// Why statements have no types, and how many.
    package var refusals: [String: Int] = [:]

    package init() {}

    /// In percent of the columns.
    package var imprecision: Double {
        columns == 0 ? 0 : Double(imprecise.count) / Double(columns) * 100
    }

    package mutating func add(_ other: ProofReport) {
        statements += other.statements
        checks += other.checks
        values += other.values
        contradictions += other.contradictions
        columns += other.columns
        imprecise += other.imprecise
        refusals.merge(other.refusals, uniquingKeysWith: +)
    }
}
