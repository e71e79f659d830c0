import LockstepSQL
import LockstepSchema

/// Finds the indexes that another one makes superfluous: it begins with the same columns.
struct DuplicateIndexes {
    let database: OracleDatabase
    let migrated: MigratedStatements

    func warnings(for tables: [Table]) throws(OracleError) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        let shapes = try database.indexes()
        for table in tables {
            let indexes = shapes[Identifier.fold(table.name)] ?? []
            for (position, index) in indexes.enumerated() {
                guard let place = migrated.indexes[Identifier.fold(index.name)],
                    let cover = cover(of: index, at: position, among: indexes, in: table)
                else { continue }
                warnings.append(
                    Rule.duplicateIndex.warning(
                        "\(cover) begins with the columns of `\(index.name)`", at: place,
                        suggestion: "leave the index out, or drop it in a migration", home: .statement))
            }
        }
        return warnings
    }

    /// What makes the index superfluous, in words. Of two equal indexes it is the later one that is superfluous.
    private func cover(of index: IndexShape, at position: Int, among all: [IndexShape], in table: Table) -> String? {
        guard !index.isPartial, !index.columns.contains(where: { $0.name == nil }) else { return nil }
        if let key = table.rowidKey, index.columns.map({ $0.name }) == [key] {
            return "the primary key of `\(table.name)`"
        }
        for (otherPosition, other) in all.enumerated() where otherPosition != position && !other.isPartial {
            let isEqual = other.columns == index.columns
            if index.isUnique {
                // A prefix is not unique because the whole is.
                guard isEqual, other.isUnique, other.origin != .index || otherPosition < position else { continue }
            } else {
                guard other.columns.starts(with: index.columns) else { continue }
                if isEqual, !other.isUnique, otherPosition > position { continue }
            }
            switch other.origin {
            case .index: return "the index `\(other.name)`"
            case .unique: return "a UNIQUE constraint of `\(table.name)`"
            case .primaryKey: return "the primary key of `\(table.name)`"
            }
        }
        return nil
    }
}

extension Table {
    /// The column that SQLite keeps the rowid in, by which rows are found without an index.
    fileprivate var rowidKey: String? {
        guard !isWithoutRowID, key.count == 1, let column = keyColumns.first,
            Identifier.fold(column.declaredType) == "integer"
        else { return nil }
        return column.name
    }
}
