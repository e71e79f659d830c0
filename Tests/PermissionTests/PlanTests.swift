import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepSQLiteStore

extension PermissionTests {
    @Suite("How SQLite reads what an actor may see") struct PlanTests {
        private func plan(_ statement: KeyPath<RowSelection, String>, of table: String) async throws -> [String] {
            let server = try await Team.server()
            let description = try #require(RuledSchema.tables.first { $0.name == table })
            let selection = RowSelection(description, rules: RuledSchema.readRules.filter { $0.table == table })
            try server.store.close()
            return try server.file.withConnection { connection in
                try connection.statement("EXPLAIN QUERY PLAN \(selection[keyPath: statement])").all {
                    String(decoding: $0.column(3).text, as: UTF8.self)
                }
            }
        }

        /// What is not found by an index: the order of what is sent, and the actor's grants.
        private func scans(_ plan: [String]) -> [String] {
            plan.filter { $0.hasPrefix("SCAN") && $0 != "SCAN CONSTANT ROW" && !$0.contains("subquery") }
        }

        @Test("What changed is found by its version", arguments: ["project", "member", "issue", "comment"])
        func changes(table: String) async throws {
            for statement in [\RowSelection.count, \.changedRows] {
                let plan = try await plan(statement, of: table)
                #expect(scans(plan) == [], "\(plan)")
                #expect(plan.contains { $0.hasPrefix("SEARCH v USING INDEX lockstep_versions_\(table)") }, "\(plan)")
            }
        }

        @Test("What is gone is found by the version of its exit", arguments: ["project", "member", "issue", "comment"])
        func exits(table: String) async throws {
            let plan = try await plan(\.goneKeys, of: table)
            #expect(scans(plan) == [], "\(plan)")
            #expect(
                plan.contains { $0.hasPrefix("SEARCH e USING INDEX lockstep_exits_versions_\(table)") }, "\(plan)")
        }

        @Test("What there is, is found by its scopes", arguments: ["project", "member", "issue", "comment"])
        func everything(table: String) async throws {
            for statement in [\RowSelection.allRows, \.anyRow, \.scannedRows] {
                let plan = try await plan(statement, of: table)
                #expect(scans(plan) == [], "\(plan)")
                #expect(plan.contains { $0.contains("INDEX lockstep_scope_0_\(table) ") }, "\(plan)")
            }
        }
    }
}
