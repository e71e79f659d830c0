import Foundation
import Lockstep
import LockstepSQLiteStore
import Testing

extension PermissionTests {
    @Suite("Actors in grants") struct ActorFormTests {
        private static let ann = UUID(uuid: (0xab, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))

        private func rows(
            column: String, condition: String = "user_id = :actor", user: String, as actor: String
        ) async throws -> Int {
            let definition = try RuledSchema.Definition(
                migration: """
                    -- side: server
                    CREATE TABLE seat (
                      team INTEGER NOT NULL PRIMARY KEY,
                      \(column)
                    ) STRICT;
                    CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, team INTEGER NOT NULL) STRICT;
                    """,
                permissions: """
                    -- name: note :read
                    -- scope: team
                    SELECT team FROM seat WHERE \(condition);
                    """)
            let server = try RuledServer(definition, actors: [], visibleRows: [])
            try await server.change(
                "INSERT INTO seat VALUES (1, \(user)); INSERT INTO note VALUES (5, 1)", isForeign: true)
            let (response, _) = try await server.pull(
                PullRequest(client: Self.ann, schema: SchemaIdentity(of: RuledSchema.self), cursor: nil), as: actor)
            var replica = RowReplica()
            try replica.apply(response)
            try server.store.close()
            return replica.rows["note"]?.count ?? 0
        }

        @Test("An actor is text as the host gives it", arguments: [("ann", 1), ("Ann", 0), ("", 0), ("ann' OR '1", 0)])
        func text(actor: String, count: Int) async throws {
            #expect(try await rows(column: "user_id TEXT NOT NULL", user: "'ann'", as: actor) == count)
        }

        @Test("An actor is a UUID in either case where the column holds one", arguments: ["TEXT", "BLOB"])
        func uuids(type: String) async throws {
            let hex = Self.ann.uuidString.replacing("-", with: "")
            let user = type == "TEXT" ? "'\(Self.ann.uuidString.lowercased())'" : "x'\(hex)'"
            let column = "user_id \(type) NOT NULL -- type: UUID"
            for actor in [Self.ann.uuidString, Self.ann.uuidString.lowercased()] {
                #expect(try await rows(column: column, user: user, as: actor) == 1)
            }
            #expect(try await rows(column: column, user: user, as: "ann") == 0)
        }

        @Test("An actor that is no UUID is not the NULL in a column of them", arguments: ["TEXT", "BLOB"])
        func noUUID(type: String) async throws {
            let column = "user_id \(type) -- type: UUID"
            let condition = "user_id IS :actor"
            #expect(try await rows(column: column, condition: condition, user: "NULL", as: "ann") == 0)
            #expect(try await rows(column: column, condition: condition, user: "NULL", as: Self.ann.uuidString) == 0)
        }

        @Test("Forms are mixed in one grant, and numbers within texts are no parameters")
        func mixed() async throws {
            let found = try await rows(
                column: "user_id TEXT NOT NULL -- type: UUID",
                condition: "user_id = :actor AND '?1' <> \"user_id\" /* ?2 */ AND length(:actor) = 36",
                user: "'\(Self.ann.uuidString.lowercased())'", as: Self.ann.uuidString)
            #expect(found == 1)
        }
    }
}
