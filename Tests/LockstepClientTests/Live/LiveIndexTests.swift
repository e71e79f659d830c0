import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Whom a change concerns")
struct LiveIndexTests {
    private static let tables = Workshop.tables

    private static func interest(_ reads: KeyValuePairs<String, [String]>) -> RowInterest {
        RowInterest(reads.map { TableAccess($0, $1) }, tables: tables)
    }

    @Test(
        "reads name columns; a generated one stands for the row, and so does none at all",
        arguments: [
            (["rank"], ColumnSet([4])),
            (["position", "weight"], ColumnSet([2, 5])),
            (["rank", "half"], .all),
            ([], .all),
            (["rowid"], .all),
        ])
    func columns(_ names: [String], _ expected: ColumnSet) {
        let interest = Self.interest(["task": names])
        #expect(interest.tables == [1: RowInterest.Table(columns: expected)])
        #expect(interest.otherTables.isEmpty)
    }

    @Test("a table that is read twice is read in all those columns")
    func twice() {
        let interest = Self.interest(["task": ["rank"], "search": ["text"], "task": ["weight"]])
        #expect(interest.tables == [1: RowInterest.Table(columns: ColumnSet([4, 5]))])
        #expect(interest.otherTables == ["search"])
    }

    @Test("is found as if everyone were asked", arguments: 0..<20 as Range<UInt64>)
    func likeAsking(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var index = LiveIndex()
        var interests: [Int: LiveInterest] = [:]
        for id in 0..<400 {
            let interest = LiveInterest.arbitrary(using: &random)
            interests[id] = interest
            index.insert(id, interest)
            if id.isMultiple(of: 3), let gone = interests.keys.randomElement(using: &random) {
                index.remove(gone, interests[gone]!)
                interests[gone] = nil
            }
            let change = ReplicaChange.arbitrary(using: &random)
            let expected = Set(interests.filter { $0.value.isConcerned(by: change) }.keys)
            #expect(index.concerned(by: change) == expected)
        }
        for (id, interest) in interests { index.remove(id, interest) }
        let everything = ReplicaChange(rows: .everything, pending: true, rejections: true)
        #expect(index.concerned(by: everything).isEmpty)
    }
}

// MARK: - The definition

extension LiveInterest {
    /// Asks one who waits.
    fileprivate func isConcerned(by change: ReplicaChange) -> Bool {
        switch self {
        case .pending: return change.pending
        case .rejections: return change.rejections
        case .outcome(let token): return change.decided.contains(token)
        case .rows(let interests):
            guard case .net(let net) = change.rows else { return true }
            return interests.contains { $0.isConcerned(by: net, change.otherTables) }
        }
    }
}

extension RowInterest {
    fileprivate func isConcerned(by net: NetChange, _ changedOthers: Set<String>) -> Bool {
        if !otherTables.isDisjoint(with: changedOthers) { return true }
        return tables.contains { table, read in
            guard let columns = net.columns[table], !columns.isDisjoint(with: read.columns) else { return false }
            guard let pinned = read.rows, let rows = net.rows[table] else { return true }
            return !pinned.isDisjoint(with: rows)
        }
    }
}

// MARK: - Arbitrary values

extension LiveInterest {
    fileprivate static func arbitrary(using random: inout SeededGenerator) -> LiveInterest {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: .pending
        case 1: .rejections
        case 2: .outcome(token: .id(.random(in: 0..<5, using: &random)))
        default: .rows((0...Int.random(in: 0...2, using: &random)).map { _ in .arbitrary(using: &random) })
        }
    }
}

extension RowInterest {
    fileprivate static func arbitrary(using random: inout SeededGenerator) -> RowInterest {
        var reads: [TableAccess] = []
        for table in Workshop.tables where Bool.random(using: &random) {
            let names = table.columns.map(\.name).filter { _ in Bool.random(using: &random) }
            reads.append(TableAccess(table.name, names))
        }
        if Int.random(in: 0..<5, using: &random) == 0 { reads.append(TableAccess("search", ["text"])) }
        guard Bool.random(using: &random) else { return RowInterest(reads, tables: Workshop.tables) }
        let table = Int.random(in: Workshop.tables.indices, using: &random)
        return RowInterest(reads, tables: Workshop.tables, rows: [table: RowKey.some(using: &random)])
    }
}

extension RowKey {
    fileprivate static func some(using random: inout SeededGenerator) -> Set<RowKey> {
        Set(
            (0...Int.random(in: 0...3, using: &random)).map { _ in RowKey(bytes: [.random(in: 0..<8, using: &random)]) }
        )
    }
}

extension ReplicaChange {
    fileprivate static func arbitrary(using random: inout SeededGenerator) -> ReplicaChange {
        var change = ReplicaChange()
        change.pending = Bool.random(using: &random)
        change.rejections = Bool.random(using: &random)
        if Bool.random(using: &random) { change.decided = [.id(.random(in: 0..<5, using: &random)), .id(9)] }
        if Int.random(in: 0..<5, using: &random) == 0 { change.otherTables = ["search", "draft"] }
        guard Int.random(in: 0..<10, using: &random) > 0 else {
            change.rows = .everything
            return change
        }
        var net = NetChange()
        for (index, table) in Workshop.tables.enumerated() where Bool.random(using: &random) {
            let columns = table.columns.indices.filter { _ in Bool.random(using: &random) }
            let rows = Bool.random(using: &random) ? RowKey.some(using: &random) : nil
            net.columns[index] = ColumnSet(columns.isEmpty ? [0] : columns)
            net.rows[index] = rows
        }
        change.rows = .net(net)
        return change
    }
}
