import Foundation
import Lockstep

/// Finds whom a change concerns by what changed, without asking each of those who wait.
struct LiveIndex: Sendable {
    /// Registrations by the columns that they read. A schema's queries have few such sets, however many are observed.
    private typealias Readers = [ColumnSet: Set<Int>]

    private struct Table: Sendable {
        /// Those that depend on all rows.
        var whole = Readers()

        /// Those that depend on named rows only.
        var rows: [RowKey: Readers] = [:]

        var isEmpty: Bool { whole.isEmpty && rows.isEmpty }
    }

    private var tables: [Int: Table] = [:]
    private var otherTables: [String: Set<Int>] = [:]
    private var rowReaders: Set<Int> = []
    private var pending: Set<Int> = []
    private var rejections: Set<Int> = []
    private var outcomes: [UUID: Set<Int>] = [:]

    mutating func insert(_ id: Int, _ interest: LiveInterest) {
        update(interest) { $0.insert(id) }
    }

    /// - Parameter interest: That with which it was inserted.
    mutating func remove(_ id: Int, _ interest: LiveInterest) {
        update(interest) { $0.remove(id) }
    }

    private mutating func update(_ interest: LiveInterest, _ change: (inout Set<Int>) -> Void) {
        switch interest {
        case .rows(let interests):
            change(&rowReaders)
            for interest in interests {
                for (table, read) in interest.tables { update(table, read, change) }
                for name in interest.otherTables { otherTables.updateGroup(name, change) }
            }
        case .pending: change(&pending)
        case .rejections: change(&rejections)
        case .outcome(let token): outcomes.updateGroup(token, change)
        }
    }

    private mutating func update(_ index: Int, _ read: RowInterest.Table, _ change: (inout Set<Int>) -> Void) {
        var table = tables.removeValue(forKey: index) ?? Table()
        if let keys = read.rows {
            for key in keys {
                var readers = table.rows.removeValue(forKey: key) ?? [:]
                readers.updateGroup(read.columns, change)
                if !readers.isEmpty { table.rows[key] = readers }
            }
        } else {
            table.whole.updateGroup(read.columns, change)
        }
        if !table.isEmpty { tables[index] = table }
    }
}

// MARK: - Changes

extension LiveIndex {
    /// Those for whom a transaction of this process may have changed something.
    func concerned(by change: ReplicaChange) -> Set<Int> {
        var ids: Set<Int> = []
        switch change.rows {
        case .everything: ids = rowReaders
        case .net(let net):
            for (index, columns) in net.columns {
                guard let table = tables[index] else { continue }
                table.whole.collect(columns, into: &ids)
                table.rows.visit(net.rows[index]) { $0.collect(columns, into: &ids) }
            }
            for name in change.otherTables { ids.formUnion(otherTables[name] ?? []) }
        }
        if change.pending { ids.formUnion(pending) }
        if change.rejections { ids.formUnion(rejections) }
        outcomes.visit(change.decided) { ids.formUnion($0) }
        return ids
    }
}

extension Dictionary where Value == Set<Int> {
    /// Changes a group, which is not kept when it is empty.
    fileprivate mutating func updateGroup(_ key: Key, _ change: (inout Set<Int>) -> Void) {
        change(&self[key, default: []])
        if self[key]?.isEmpty == true { self[key] = nil }
    }
}

extension Dictionary where Key == ColumnSet, Value == Set<Int> {
    fileprivate func collect(_ columns: ColumnSet, into ids: inout Set<Int>) {
        for (read, readers) in self where !read.isDisjoint(with: columns) { ids.formUnion(readers) }
    }
}

extension Dictionary {
    /// Lends the values of some keys, or of all; costs as much as there are of the fewer.
    fileprivate func visit(_ keys: Set<Key>?, _ body: (Value) -> Void) {
        guard let keys else { return values.forEach(body) }
        if keys.count <= count {
            for key in keys { self[key].map(body) }
        } else {
            for (key, value) in self where keys.contains(key) { body(value) }
        }
    }
}
