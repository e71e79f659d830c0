import Foundation
import Lockstep

/// What somebody waits for.
enum LiveInterest: Sendable {
    case rows([RowInterest])
    case pending
    case rejections
    case outcome(token: UUID)

    /// True if a transaction may have changed what is waited for.
    func isTouched(by change: ReplicaChange) -> Bool {
        if change.isByAnother { return true }
        switch self {
        case .rows(let interests): return interests.contains { $0.isTouched(by: change) }
        case .pending: return change.pending
        case .rejections: return change.rejections
        case .outcome(let token): return change.decided.contains(token)
        }
    }
}

/// The rows and columns that a result depends on.
struct RowInterest: Sendable {
    /// By table, as an index in the schema.
    private(set) var columns: [Int: ColumnSet] = [:]

    /// Those of its tables that are not replicated, and so not recorded.
    private var otherTables: Set<String> = []

    /// The only row of its table that the result depends on.
    var pinnedRow: (table: Int, key: RowKey)?

    init(_ reads: [TableAccess], tables: [TableDescription]) {
        for access in reads {
            guard let index = tables.firstIndex(where: { $0.name == access.table }) else {
                otherTables.insert(access.table)
                continue
            }
            let read = access.columns.compactMap { tables[index].index(ofColumn: $0) }
            // A generated column changes with those that it is computed from, and the recorder sees only those.
            let readsGenerated = read.contains { tables[index].columns[$0].isGenerated }
            columns[index] = readsGenerated ? .all : ColumnSet(read)
        }
    }

    func isTouched(by change: ReplicaChange) -> Bool {
        guard otherTables.isDisjoint(with: change.otherTables), case .net(let change) = change.rows else { return true }
        return columns.contains { table, columns in
            guard let changed = change.columns[table], !changed.isDisjoint(with: columns) else { return false }
            guard let pinnedRow, pinnedRow.table == table, let keys = change.rows[table] else { return true }
            return keys.contains(pinnedRow.key)
        }
    }
}
