import Foundation
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Repairing a base")
struct RepairTests {
    /// Compares a replica with a server's rows to the end, with answers of few buckets, and repairs it.
    ///
    /// - Returns: What differed, as `table key kind`, sorted.
    private func verify(
        _ replica: MemoryReplica<Workshop>, with server: MemoryDatabase, using generator: inout SeededGenerator
    ) throws -> [String] {
        var verification = Verification(Workshop.tables, isRepairing: true)
        while let request = verification.request {
            let answer = try self.answer(request, server, using: &generator)
            let comparisons = try answer.tables.map { answered in
                let table = try #require(verification.tables.first { $0.name == answered.name })
                let description = try #require(Workshop.tables.first { $0.name == answered.name })
                let base = BaseTable(description) { try replica.connection.statement($0) }
                return TableComparison(
                    table: table,
                    result: try Self.compare(answered.content, base, try #require(table.request), table.displaced))
            }
            let repairs = verification.repairs(comparisons)
            let displaced = repairs.isEmpty ? nil : try replica.transaction { try $0.repair(repairs) }
            try verification.take(comparisons, displaced: displaced, version: 1)
        }
        #expect(!verification.report.differences.contains { !$0.isRepaired })
        return verification.report.differences.map {
            "\($0.table) \($0.key.map(\.description).joined(separator: "|")) \($0.kind)"
        }.sorted()
    }

    private static func compare(
        _ content: ChecksumResponse.Content, _ base: BaseTable, _ request: ChecksumRequest.Table,
        _ displaced: Set<[UInt8]>
    ) throws -> TableComparison.Result {
        switch content {
        case .sums(let sums): .sums(server: sums, base: try base.checksum(buckets: request.buckets))
        case .rows(let rows):
            .rows(
                buckets: rows.buckets,
                differences: try base.differences(from: rows, among: request.buckets, displaced: displaced))
        }
    }

    private func answer(
        _ request: ChecksumRequest, _ server: MemoryDatabase, using generator: inout SeededGenerator
    ) throws -> ChecksumResponse {
        let tables = try request.tables.map { table in
            let description = try #require(Workshop.tables.first { $0.name == table.name })
            let scan = RowScan(description)
            var checksum = TableChecksum(buckets: table.buckets)
            let buckets = table.rows.map { Array($0.prefix(Int.random(in: 1...2, using: &generator))) } ?? []
            var rows: [[UInt8]] = []
            try scan.forEach(server.connection.statement(scan.sql)) { row in
                checksum.add(row)
                guard buckets.contains(TableChecksum.bucket(of: row.keyHash, among: table.buckets)) else { return }
                rows.append(try JSONWriter.write { try row.writeValues(to: &$0) })
            }
            guard table.rows != nil else { return ChecksumResponse.Table(name: table.name, content: .sums(checksum)) }
            let json = JSONWriter.write { $0.array { array in for row in rows { array.raw(row) } } }
            return ChecksumResponse.Table(
                name: table.name,
                content: .rows(.init(buckets: buckets, columns: scan.columns, rows: json)))
        }
        return ChecksumResponse(version: 1, tables: tables)
    }

    /// What differs between two dumps, as `table key kind`.
    private func differences(_ base: MemoryDatabase, _ server: MemoryDatabase) throws -> [String] {
        func rows(_ database: MemoryDatabase) throws -> [String: String] {
            var rows: [String: String] = [:]
            for table in Workshop.tables {
                let stored = table.storedColumns.map { "\"\(table.columns[$0].name)\"" }.joined(separator: ", ")
                let key = table.key.map { "\"\($0)\"" }.joined(separator: ", ")
                try database.connection.statement("SELECT \(key), \(stored) FROM \"\(table.name)\"").all { row in
                    let literals = (0..<row.columnCount).map { row.column($0).literal }
                    let keys = literals.prefix(table.key.count).map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 }
                    rows["\(table.name) \(keys.joined(separator: "|"))"] = literals.joined(separator: ", ")
                }
            }
            return rows
        }
        let (base, server) = (try rows(base), try rows(server))
        return Set(base.keys).union(server.keys).compactMap { key in
            guard base[key] != server[key] else { return nil }
            return "\(key) \(base[key] == nil ? "missing" : server[key] == nil ? "extra" : "different")"
        }.sorted()
    }

    private func copy(_ connection: SQLiteConnection) throws -> MemoryDatabase {
        let copy = try MemoryDatabase(Workshop.self)
        try copy.connection.withoutEnforcement {
            for table in Workshop.tables {
                let columns = table.storedColumns.map { "\"\(table.columns[$0].name)\"" }.joined(separator: ", ")
                let parameters = table.storedColumns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
                let insert = try copy.connection.statement(
                    "INSERT INTO \"\(table.name)\" (\(columns)) VALUES (\(parameters))")
                try connection.statement("SELECT \(columns) FROM \"\(table.name)\"").all { row in
                    for index in 0..<row.columnCount { try insert.bind(row.column(index), at: index + 1) }
                    try insert.run()
                }
            }
        }
        return copy
    }

    /// Changes rows past everything that would keep them right, UNIQUE values among them.
    private func damage(_ connection: SQLiteConnection, using generator: inout SeededGenerator) throws {
        let statements = [
            "UPDATE station SET slug = 'swap' WHERE id = (SELECT id FROM station ORDER BY id LIMIT 1)",
            "UPDATE task SET rank = -rank", "UPDATE task SET rank = rank + 1000 WHERE position % 2",
            "DELETE FROM station WHERE id > 's2'", "DELETE FROM task WHERE position = 1",
            "UPDATE reading SET value = 95, note = x'00'", "UPDATE reading SET station = 'nobody' WHERE at > 1",
            "DELETE FROM reading WHERE at < 3", "INSERT INTO reading (at, value) VALUES (77.5, 1.5)",
            "INSERT OR IGNORE INTO station (id, slug) SELECT 'x' || id, 'x' || slug FROM station",
            "UPDATE station SET slug = slug || '?' WHERE slug IS NOT NULL",
            "UPDATE OR IGNORE station SET slug = (SELECT max(slug) FROM station)", "DELETE FROM tally",
            "UPDATE tally SET n = n + 1", "UPDATE station SET load = load + 0.5",
        ]
        try connection.withoutEnforcement {
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                try connection.execute(try #require(statements.randomElement(using: &generator)))
            }
        }
        if Bool.random(using: &generator) { try swap(connection) }
    }

    /// Exchanges the UNIQUE values of two rows.
    private func swap(_ connection: SQLiteConnection) throws {
        let slugs = try connection.statement("SELECT id, slug FROM station WHERE slug IS NOT NULL ORDER BY id LIMIT 2")
            .all { (try $0.value(String.self, at: 0), try $0.value(String.self, at: 1)) }
        guard slugs.count == 2 else { return }
        try connection.withoutEnforcement {
            try connection.execute(
                """
                UPDATE station SET slug = NULL WHERE id = '\(slugs[0].0)';
                UPDATE station SET slug = '\(slugs[0].1)' WHERE id = '\(slugs[1].0)';
                UPDATE station SET slug = '\(slugs[1].1)' WHERE id = '\(slugs[0].0)';
                """)
        }
    }

    @Test("names exactly the rows that differ, and makes the base the server's, pending kept", arguments: 0..<8)
    func namesAndRepairs(part: Int) throws {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(part * 1_000 + seed))
            let replica = try MemoryReplica(Workshop.self)
            try replica.seedBase(80, using: &generator)
            let server = try copy(replica.connection)
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                replica.tryMutate(.arbitrary(using: &generator), using: &generator)
            }
            try damage(replica.connection, using: &generator)
            // What the base is by now, found by an undo of a copy where one is possible.
            let pending = try replica.pending().map(\.token)
            let found = try verify(replica, with: server, using: &generator)
            #expect(try replica.pending().map(\.token) == pending)
            try replica.undo()
            #expect(try replica.dump() == server.dump(Workshop.self), "seed \(part * 1_000 + seed)")
            #expect(found == Set(found).sorted(), "no row is named twice")
        }
    }

    @Test("names the rows of every kind, where nothing is pending", arguments: 0..<8)
    func namesExactly(part: Int) throws {
        for seed in 0..<40 {
            var generator = SeededGenerator(seed: UInt64(100_000 + part * 1_000 + seed))
            let replica = try MemoryReplica(Workshop.self)
            try replica.seedBase(80, using: &generator)
            let server = try copy(replica.connection)
            try damage(replica.connection, using: &generator)
            let expected = try differences(copy(replica.connection), server)
            #expect(try verify(replica, with: server, using: &generator) == expected, "seed \(seed)")
            #expect(try replica.dump() == server.dump(Workshop.self), "seed \(seed)")
        }
    }
}
