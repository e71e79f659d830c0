import Lockstep
import LockstepClient
import LockstepSQLiteStore
import ServerTestSupport
import Testing

extension PermissionTests {
    @Suite("Clients of a schema with read rules") struct ClientTests {
        private static let ofP = [
            "comment 1 on P", "issue p1 First of P", "label urgent", "member p ann", "member p bob",
            "project p Project P",
        ]
        private static let ofQ = ["comment 2 on Q", "issue q1 First of Q", "member q ann", "project q Project Q"]

        @Test("A client holds what its actor may read, and no table of the server's")
        func start() async throws {
            let server = try await Team.server()
            let ann = try await Device(of: "ann", at: server)
            let bob = try await Device(of: "bob", at: server)
            let eve = try await Device(of: "eve", at: server)
            for device in [ann, bob, eve] { try await device.client.sync() }
            #expect(try await ann.rows() == (Self.ofP + Self.ofQ).sorted())
            #expect(try await bob.rows() == Self.ofP)
            #expect(try await eve.rows() == ["label urgent"])
            #expect(await !ann.sent().contains("audit"))
            #expect(await bob.sent().firstMatch(of: /(of|on|Project) Q/) == nil)
            #expect(await eve.sent().firstMatch(of: /(of|on|Project) P/) == nil)
            try await close(server, ann, bob, eve)
        }

        @Test("Who joins gets what was there before, and who leaves loses all of it", arguments: [true, false])
        func membership(isForeign: Bool) async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await bob.client.sync()
            try await server.change("INSERT INTO member VALUES ('q', 'bob')", isForeign: isForeign)
            try await bob.client.sync()
            #expect(try await bob.rows() == (Self.ofP + Self.ofQ + ["member q bob"]).sorted())
            try await server.change("DELETE FROM member WHERE user_id = 'bob'", isForeign: isForeign)
            try await bob.client.sync()
            #expect(try await bob.rows() == ["label urgent"])
            try await close(server, bob)
        }

        @Test("An issue that moves takes its comments along, and its key alone is told to those who could see it")
        func moves() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            let eve = try await Device(of: "eve", at: server)
            try await server.change("INSERT INTO member VALUES ('q', 'eve')", isForeign: false)
            for device in [bob, eve] { try await device.client.sync() }
            try await server.change(
                "UPDATE issue SET project_id = 'q', title = 'Moved' WHERE id = 'p1'; UPDATE comment SET text = 'after'",
                isForeign: false)
            for device in [bob, eve] { try await device.client.sync() }
            #expect(try await bob.rows() == ["label urgent", "member p ann", "member p bob", "project p Project P"])
            #expect(
                try await eve.rows() == [
                    "comment 1 after", "comment 2 after", "issue p1 Moved", "issue q1 First of Q", "label urgent",
                    "member q ann", "member q eve", "project q Project Q",
                ])
            #expect(await !bob.sent().contains("Moved"))
            #expect(await !bob.sent().contains("after"))
            try await server.change("DELETE FROM issue WHERE id = 'q1'", isForeign: false)
            for device in [bob, eve] { try await device.client.sync() }
            #expect(await !bob.sent().contains("q1"))
            #expect(try await eve.rows().filter { $0.hasPrefix("comment") } == ["comment 1 after"])
            try await close(server, bob, eve)
        }

        @Test("A row stays while one of its rules lets the actor read it")
        func alternatives() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await server.change("UPDATE issue SET owner = 'bob' WHERE id = 'p1'", isForeign: false)
            try await bob.client.sync()
            try await server.change("DELETE FROM member WHERE user_id = 'bob'", isForeign: false)
            try await bob.client.sync()
            #expect(try await bob.rows() == ["comment 1 on P", "issue p1 First of P", "label urgent"])
            try await server.change("UPDATE issue SET project_id = 'q' WHERE id = 'p1'", isForeign: false)
            try await bob.client.sync()
            #expect(try await bob.rows() == ["comment 1 on P", "issue p1 First of P", "label urgent"])
            try await server.change("UPDATE issue SET owner = 'ann' WHERE id = 'p1'", isForeign: false)
            try await bob.client.sync()
            #expect(try await bob.rows() == ["label urgent"])
            try await close(server, bob)
        }

        @Test("What is pending on a row that vanishes waits without effect, and is still pushed")
        func pendingOnVanishedRows() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await bob.client.sync()
            await bob.transport.refusePushes(true)
            await bob.transport.holdAnswer {
                try await bob.client.mutate(.run("UPDATE issue SET title = 'Bob was here' WHERE id = 'p1'"))
                try await bob.client.mutate(.run("INSERT INTO comment VALUES (9, 'p1', 'by Bob')"))
            }
            try await server.change("UPDATE issue SET project_id = 'q' WHERE id = 'p1'", isForeign: false)
            await #expect(throws: ClientError.self) { try await bob.client.sync() }
            #expect(try await bob.pendingCount() == 2)
            // No foreign key towards a table with a rule is enforced here.
            #expect(
                try await bob.rows() == [
                    "comment 9 by Bob", "label urgent", "member p ann", "member p bob", "project p Project P",
                ])
            await bob.transport.refusePushes(false)
            try await bob.client.sync()
            #expect(try await bob.pendingCount() == 0)
            #expect(
                try await bob.rows() == ["label urgent", "member p ann", "member p bob", "project p Project P"])
            #expect(try server.file.values("SELECT title FROM issue WHERE id = 'p1'") == ["Bob was here"])
            #expect(try server.file.values("SELECT text FROM comment WHERE id = 9") == ["by Bob"])
            try await close(server, bob)
        }

        @Test("What is pending stays pending when everything is sent anew after a change of the grants")
        func pendingWhileGrantsChange() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await bob.client.sync()
            await bob.transport.refusePushes(true)
            await bob.transport.holdAnswer {
                try await bob.client.mutate(.run("UPDATE issue SET title = title || '!'"))
            }
            try await server.change("INSERT INTO member VALUES ('q', 'bob')", isForeign: true)
            await #expect(throws: ClientError.self) { try await bob.client.sync() }
            #expect(
                try await bob.rows().filter { $0.hasPrefix("issue") } == [
                    "issue p1 First of P!", "issue q1 First of Q!",
                ])
            await bob.transport.refusePushes(false)
            try await bob.client.sync()
            #expect(try server.file.values("SELECT title FROM issue ORDER BY id") == ["First of P!", "First of Q!"])
            try await close(server, bob)
        }

        @Test("A project's rows go with it by the server's cascade, which clients do not run")
        func cascades() async throws {
            let server = try await Team.server()
            let ann = try await Device(of: "ann", at: server)
            let bob = try await Device(of: "bob", at: server)
            for device in [ann, bob] { try await device.client.sync() }
            try await ann.client.mutate(.run("DELETE FROM project WHERE id = 'p'"))
            #expect(try await ann.rows().filter { $0.hasPrefix("issue p1") }.count == 1)
            for device in [ann, bob] { try await device.client.sync() }
            #expect(try await ann.rows() == (Self.ofQ + ["label urgent"]).sorted())
            #expect(try await bob.rows() == ["label urgent"])
            try await close(server, ann, bob)
        }

        @Test("Verifying compares with what the actor may read")
        func verifying() async throws {
            let server = try await Team.server()
            let bob = try await Device(of: "bob", at: server)
            try await bob.client.sync()
            let report = try await bob.client.verify()
            #expect(report.isEqual)
            #expect(await bob.sent().firstMatch(of: /(of|on|Project) Q/) == nil)
            try await close(server, bob)
        }

        private func close(_ server: RuledServer, _ devices: Device...) async throws {
            for device in devices { try await device.client.close() }
            try server.store.close()
        }
    }
}
