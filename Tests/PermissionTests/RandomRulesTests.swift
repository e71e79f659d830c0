import Foundation
import Lockstep
import LockstepSQLiteStore
import LockstepServer
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
            var configuration = ServerConfiguration()
            // Every other history makes snapshots of all that is larger than a few rows.
            if seed % 2 == 1 { configuration.maximumRowsPerPull = 3 }
            let server = try RuledServer(
                definition, actors: Self.actors, visibleRows: rules.visibleRows, configuration: configuration)
            var changes = RandomChanges(rules, actors: Self.actors, using: generator)
            var replicas = [RowReplica](repeating: RowReplica(), count: Self.actors.count)
            var history: [String] = []
            for step in 0..<60 {
                let sql = try changes.next(server.file)
                history.append(sql)
                try await server.change(sql, isForeign: changes.chance(4))
                for (index, actor) in Self.actors.enumerated() where changes.chance(4) || step == 59 {
                    let story = "\(actor), \(rules.migration)\n\(rules.permissions)\n\(history.joined(separator: "\n"))"
                    let checksums: ChecksumResponse?
                    do {
                        checksums = try await Self.sync(
                            &replicas[index], Self.client(index), actor, server, checksums: changes.chance(3))
                    } catch {
                        Issue.record(error, "\(story)")
                        return
                    }
                    let expected = try server.visible(to: actor)
                    let found = replicas[index].rows.filter { !$0.value.isEmpty }.mapValues { Set($0.values) }
                    try #require(found == expected, "\(story)")
                    guard let checksums else { continue }
                    try #require(try Self.rows(of: checksums) == expected, "\(story)")
                }
            }
            try server.store.close()
        }

        /// Pulls until there is no more.
        private static func sync(
            _ replica: inout RowReplica, _ client: UUID, _ actor: String, _ server: RuledServer, checksums: Bool
        ) async throws -> ChecksumResponse? {
            while true {
                let request = PullRequest(
                    client: client, schema: SchemaIdentity(of: RuledSchema.self), cursor: replica.cursor,
                    checksums: checksums ? everyRow : nil)
                let (response, unseen) = try await server.pull(request, as: actor)
                guard unseen.isEmpty else { throw Leak(markers: unseen) }
                let file = try await server.download(response, as: actor)
                if let file, !file.unseen.isEmpty { throw Leak(markers: file.unseen) }
                try replica.apply(response, file: file?.rows)
                if !response.more { return response.checksums }
            }
        }

        /// Values that were sent to an actor who could never see them.
        private struct Leak: Error {
            let markers: Set<String>
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
