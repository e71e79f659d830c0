/// A column that is declared optional, and that no data set made NULL.
package struct ImpreciseColumn: Sendable, CustomStringConvertible {
    /// The statement, or the query's name.
    package let statement: String

    /// The first is 1.
    package let column: Int

    /// Why the analysis takes it that the column may be NULL.
    package let reason: String

    package var description: String { "\(statement): column \(column), since \(reason)" }
}
