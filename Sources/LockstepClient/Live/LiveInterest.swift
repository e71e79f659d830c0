import Foundation
import Lockstep

/// What somebody waits for.
enum LiveInterest: Sendable {
    case rows([RowInterest])
    case pending
    case rejections
    case outcome(token: UUID)
}

/// The rows and columns that a result depends on.
struct RowInterest: Sendable {
    struct Table: Hashable, Sendable {
        var columns: ColumnSet

        /// The only rows that count; nil for all.
        var rows: Set<RowKey>?
    }

    /// By table, as an index in the schema.
    private(set) var tables: [Int: Table] = [:]

    /// Those of its tables that are not replicated, and so not recorded.
    private(set) var otherTables: Set<String> = []

    init(_ reads: [TableAccess], tables: [TableDescription]) {
        for access in reads {
            guard let index = tables.firstIndex(where: { $0.name == access.table }) else {
                otherTables.insert(access.table)
                continue
            }
            let columns = Self.columns(of: access, in: tables[index])
            let known = self.tables[index]?.columns ?? ColumnSet([])
            self.tables[index] = Table(columns: known.union(columns))
        }
    }

    /// - Parameter rows: By table, the only rows that the result depends on.
    init(_ reads: [TableAccess], tables: [TableDescription], rows: [Int: Set<RowKey>]) {
        self.init(reads, tables: tables)
        for (table, rows) in rows { self.tables[table]?.rows = rows }
    }

    private static func columns(of access: TableAccess, in table: TableDescription) -> ColumnSet {
        let columns = access.columns.map { table.index(ofColumn: $0) }
        // A generated column changes with those that it is computed from, and the recorder sees only those. Without any
        // column, as in `SELECT count(*)`, and with a hidden one it is the rows that count.
        let isExact = columns.allSatisfy { $0.map { !table.columns[$0].isGenerated } ?? false }
        return isExact && !columns.isEmpty ? ColumnSet(columns.compactMap(\.self)) : .all
    }

    /// True if a transaction of this process may have changed what it is about.
    func isTouched(by change: ReplicaChange) -> Bool {
        guard otherTables.isDisjoint(with: change.otherTables), case .net(let net) = change.rows else { return true }
        return tables.contains { index, table in
            guard let changed = net.columns[index], !changed.isDisjoint(with: table.columns) else { return false }
            guard let rows = table.rows, let changedRows = net.rows[index] else { return true }
            return !rows.isDisjoint(with: changedRows)
        }
    }
}
