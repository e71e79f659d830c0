import LockstepSchema

/// Holds the values of a statement's result against what was inferred for its columns.
struct ProofChecker {
    var report = ProofReport()

    /// - Parameter rows: Of each data set; nil where SQLite does not take the statement.
    mutating func check(_ sql: String, _ columns: [ResultInference.Column], rows: [[[ProofDatabase.Value]]?]) {
        let sets = rows.compactMap { $0 }
        guard !sets.isEmpty else { return }
        report.statements += 1
        if let first = sets.lazy.compactMap(\.first).first, first.count != columns.count {
            report.contradictions.append("\(sql): \(first.count) columns, not \(columns.count)")
            return
        }
        for (index, column) in columns.enumerated() {
            report.checks += sets.count
            let values = sets.flatMap { $0.map { $0[index] } }
            report.values += values.count
            if let broken = values.first(where: { !Self.fits($0, column) }) {
                let declared = column.type?.spelling ?? column.storages.sorted().joined(separator: "|")
                report.contradictions.append(
                    "\(sql): column \(index + 1) is \(broken.storage ?? "NULL") \(broken.text), not "
                        + (column.isNullable && column.type == nil ? declared + "?" : declared))
            }
            guard !values.isEmpty else { continue }
            report.columns += 1
            if column.isNullable, !values.contains(where: { $0.storage == nil }) {
                report.imprecise.append(
                    ImpreciseColumn(
                        statement: sql, column: index + 1, reason: column.nullReason ?? "its type says so"))
            }
        }
    }

    private static func fits(_ value: ProofDatabase.Value, _ column: ResultInference.Column) -> Bool {
        guard let storage = value.storage else { return column.isNullable }
        guard column.storages.contains(storage) || (storage == "INTEGER" && column.storages.contains("REAL")) else {
            return false
        }
        guard let type = column.type else { return true }
        switch type.swift {
        case .bool:
            return value.text == "0" || value.text == "1"
        case .enumeration:
            guard let cases = column.cases else { return true }
            return cases.contains(.text(value.text)) || Int64(value.text).map { cases.contains(.integer($0)) } ?? false
        default:
            return type.storage == .any || storage == type.storage.rawValue
                || (type.storage == .real && storage == "INTEGER")
        }
    }
}
