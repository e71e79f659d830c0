import Foundation
import Lockstep
import LockstepSQLiteStore
import TestSupport
import Testing

extension PermissionTests {
    @Suite("Random rules and histories") struct RandomRulesTests {
        private static let actors = ["ann", "bob", "eve", "zoe"]

        @Test(
            "A client holds what SELECT finds under the rules, and hears of no row that it could never see",
            arguments: 0..<40)
        func histories(seed: Int) async throws {
            var generator = SeededGenerator(seed: UInt64(seed))
            let rules = RandomRules(using: &generator)
            let definition = try RuledSchema.Definition(migration: rules.migration, permissions: rules.permissions)
            let server = try RuledServer(definition, actors: Self.actors, visibleRows: rules.visibleRows)
            var changes = RandomChanges(rules, actors: Self.actors, using: generator)
            var replicas = [RowReplica](repeating: RowReplica(), count: Self.actors.count)
            var history: [String] = []
            for step in 0..<60 {
                let sql = try changes.next(server.file)
                history.append(sql)
                try await server.change(sql, isForeign: changes.chance(4))
                for (index, actor) in Self.actors.enumerated() where changes.chance(4) || step == 59 {
                    let request = PullRequest(
                        client: Self.client(index), schema: SchemaIdentity(of: RuledSchema.self),
                        cursor: replicas[index].cursor,
                        checksums: changes.chance(3) ? Self.everyRow : nil)
                    let (response, unseen) = try await server.pull(request, as: actor)
                    let story = "\(actor), \(rules.migration)\n\(rules.permissions)\n\(history.joined(separator: "\n"))"
                    try #require(unseen.isEmpty, "sent \(unseen) to \(story)")
                    do {
                        try replicas[index].apply(response)
                    } catch {
                        Issue.record(error, "\(story)")
                        return
                    }
                    let expected = try server.visible(to: actor)
                    let found = replicas[index].rows.filter { !$0.value.isEmpty }.mapValues { Set($0.values) }
                    try #require(found == expected, "\(story)")
                    guard let checksums = response.checksums else { continue }
                    try #require(try Self.rows(of: checksums) == expected, "\(story)")
                }
            }
            try server.store.close()
        }

        private static func client(_ index: Int) -> UUID {
            UUID(uuid: (UInt8(index + 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        }

        /// Asks for the rows of every table.
        private static var everyRow: ChecksumRequest {
            ChecksumRequest(
                tables: RuledSchema.tables.map { ChecksumRequest.Table(name: $0.name, buckets: 1, rows: [0]) })
        }

        private static func rows(of response: ChecksumResponse) throws -> [String: Set<String>] {
            var rows: [String: Set<String>] = [:]
            for table in response.tables {
                guard case .rows(let found) = table.content else { continue }
                let texts = try JSONReader.read(found.rows) { json in
                    try json.array { String(decoding: try $0.raw(), as: UTF8.self) }
                }
                if !texts.isEmpty { rows[table.name] = Set(texts) }
            }
            return rows
        }
    }
}
