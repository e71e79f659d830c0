/// How a row of one table becomes a row of another: each value from a column of its kind, else a literal or a parameter.
struct RowMapping {
    let from: RandomTable
    let to: RandomTable

    /// The columns that an INSERT of the row names, with their values.
    ///
    /// - Parameter parameters: Keys that no column gives become parameters rather than literals.
    func values(qualifier: String?, parameters: Bool = false) -> [(column: String, value: String)] {
        let prefix = qualifier.map { $0 + "." } ?? ""
        var used: Set<String> = []
        let wanted =
            to.columns.filter { $0.isRequired || to.key.contains($0.name) }
            + to.values.filter { !$0.isRequired && !to.key.contains($0.name) && $0.isReference }
        return wanted.compactMap { column in
            let sources = from.columns.filter { source in
                fits(source, column) && (!source.isNullable || column.isNullable)
            }
            let source = source(of: column, among: sources, unused: used)
            if let source {
                used.insert(source.name)
                return (column.name, prefix + source.name)
            }
            guard column.isRequired || to.key.contains(column.name) else { return nil }
            return (column.name, parameters ? ":\(column.name)" : column.kind.literals[0])
        }
    }

    /// What a foreign key holds comes from its parent alone.
    private func source(
        of column: RandomColumn, among sources: [RandomColumn], unused used: Set<String>
    ) -> RandomColumn? {
        if let referred = sources.first(where: { referring(column)?.contains($0.name) == true }) { return referred }
        guard !column.isReference else { return nil }
        return sources.first { $0.name == column.name } ?? sources.first { !used.contains($0.name) } ?? sources.first
    }

    /// The row has all the parents that it needs.
    var isComplete: Bool {
        to.references.allSatisfy { reference in
            reference.parent == from.name || reference.columns.allSatisfy { to.column($0)?.isNullable == true }
        }
    }

    private func fits(_ source: RandomColumn, _ column: RandomColumn) -> Bool {
        source.kind == column.kind && !source.isCounter && (source.generated == nil || column.kind == .text)
    }

    /// For the column of a foreign key towards `from`, the column that it refers to.
    private func referring(_ column: RandomColumn) -> [String]? {
        to.references.filter { $0.parent == from.name }.compactMap { reference in
            reference.columns.firstIndex(of: column.name).map { reference.parentColumns[$0] }
        }
    }
}
