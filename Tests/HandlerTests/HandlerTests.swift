import Foundation
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import MailroomSchema
import Testing

@testable import LockstepServer

@Suite("A generated schema with handlers, from client to server and back")
struct HandlerTests {
    private let folder: URL
    private let mail = MailService()

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "handlers-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var guide: Guide { Guide(path: folder.appending(path: "server").path, mail: mail) }

    private func client(
        _ user: String, _ server: SyncServer<Mailroom, SQLiteStore<Mailroom>>
    ) async throws -> SyncClient<Mailroom> {
        try await SyncClient(
            Mailroom.self, at: folder.appending(path: user).path, actor: user,
            transport: DirectTransport(server: server, user: user))
    }

    @Test("A handler before may read the server's tables, reject with its own code, and apply other mutations")
    func before() async throws {
        let server = try guide.server()
        let ann = try await client("ann", server)
        let refused = try await ann.mutate(.inviteColleague(email: "bob@example.org"))
        try await ann.sync()
        guard case .rejected(let noPlan) = try await refused.outcome else {
            Issue.record("It was applied.")
            return
        }
        #expect(Mailroom.RejectionCode(noPlan) == .noPlan)
        try await guide.importPlans(server, [("ann", 1)])
        let applied = try await ann.mutate(.inviteColleague(email: "bob@example.org"))
        let tooMany = try await ann.mutate(.inviteColleague(email: "cy@example.org"))
        try await ann.sync()
        #expect(try await applied.outcome == .applied)
        guard case .rejected(let noSeat) = try await tooMany.outcome else {
            Issue.record("It was applied.")
            return
        }
        #expect(noSeat.code == "noSeatLeft")
        #expect(try await ann.read(.invitations).map(\.email) == ["bob@example.org"])
        for rejection in [noPlan, noSeat] { guide.explain(rejection) }
        #expect(mail.sent == ["Buy a plan first.", "Buy another seat."])
    }

    @Test("A handler instead decides alone, and clients get what it did")
    func instead() async throws {
        let server = try guide.server()
        let ann = try await client("ann", server)
        for email in ["a@example.org", "b@example.com"] { try await ann.mutate(.invite(email: email)) }
        try await ann.sync()
        try await guide.job(server)
        try await ann.sync()
        #expect(try await ann.read(.invitations).map(\.email) == ["a@example.org"])
        let denied = try await ann.mutate(.tidyUp(domains: []))
        try await ann.sync()
        guard case .rejected(let rejection) = try await denied.outcome else {
            Issue.record("It was applied.")
            return
        }
        #expect(rejection.code == "denied")
    }

    @Test("A constraint that fails on the server has its kind and its name on the client, after a restart too")
    func constraints() async throws {
        let server = try guide.server()
        let ann = try await client("ann", server)
        let bob = try await client("bob", server)
        for client in [ann, bob] {
            try await client.mutate(.invite(email: "cy@example.org"))
            try await client.sync()
        }
        try await bob.close()
        let again = try await client("bob", server)
        let rejection = try #require(try await again.rejections().first)
        #expect(rejection.constraint == ViolatedConstraint(.unique, "invitation.email"))
        #expect(rejection.code == "constraint")
        guide.explain(rejection)
        #expect(mail.sent == ["They are invited already."])
        let outcome = try await again.state(of: rejection.token)
        #expect(outcome == .rejected(rejection))
    }

    @Test("Of a constraint on a server's table a client learns the kind, and no name")
    func serverConstraint() async throws {
        let server = try guide.server()
        let error = await #expect(throws: MutationRejection.self) {
            try await server.mutate(.buySeats(userId: "ann", seats: -1), as: "billing")
        }
        #expect(error?.constraint == ViolatedConstraint(.check, nil))
        #expect(error?.message == "CHECK constraint failed")
        try await guide.importPlans(server, [("ann", 1), ("bob", -1)])
        #expect(mail.sent == ["The plan of bob was refused: CHECK constraint failed"])
        #expect(try await server.store.read(.seats(userId: "ann")) == nil)
    }

    @Test("What a client may do is true or false where its tables tell, and unknown where only the server's do")
    func allows() async throws {
        let server = try guide.server()
        let ann = try await client("ann", server)
        let bob = try await client("bob@example.org", server)
        try await ann.mutate(.invite(id: Self.id, email: "bob@example.org"))
        try await ann.sync()
        #expect(try await bob.allows(.accept(id: Self.id)) == false)
        try await bob.sync()
        #expect(try await bob.allows(.accept(id: Self.id)) == true)
        #expect(try await ann.allows(.accept(id: Self.id)) == false)
        #expect(try await ann.allows(.invite(email: "anything")) == true)
        #expect(try await ann.allows(.inviteColleague(email: "x@y")) == nil)
        #expect(try await ann.allows(.buySeats(userId: "ann", seats: 1)) == false)
        try await bob.mutate(.accept(id: Self.id))
        #expect(try await bob.allows(.accept(id: Self.id)) == false)
        // A hint only: the mutation is made, and the server decides.
        let receipt = try await ann.mutate(.accept(id: Self.id))
        try await ann.sync()
        guard case .rejected(let rejection) = try await receipt.outcome else {
            Issue.record("It was applied.")
            return
        }
        #expect(Mailroom.RejectionCode(rejection) == .denied)
        #expect(try await guide.canAccept(ann, Self.id) == false)
    }

    @Test("A handler after gets each mutation that was applied, once more if it fails, and once per key to the outside")
    func after() async throws {
        let server = try guide.server()
        mail.fail(1)
        try await server.mutate([.invite(email: "a@example.org"), .invite(email: "b@example.org")], as: "ann")
        // A clock that stands still after the commits: what failed is not due while this runs.
        let now = try await server.store.read { try $0.head() }.committedAt + 1
        let outbox = OutboxRunner(
            store: server.store, handling: server.outbox.handling, configuration: server.outbox.configuration,
            clock: { now }, sleep: server.outbox.sleep, logger: server.outbox.logger,
            instruments: server.outbox.instruments)
        let due = try await outbox.deliverDue(of: "invite")
        #expect(mail.sent.isEmpty)
        #expect(due != nil)
        try await server.store.write { transaction in
            guard var entry = try transaction.nextInOutbox(of: "invite") else { return }
            entry.due = 0
            try transaction.update(entry)
        }
        _ = try await outbox.deliverDue(of: "invite")
        #expect(mail.sent == ["a@example.org", "b@example.org"])
        #expect(try await server.outboxCounts().isEmpty)
    }

    @Test("Every piece of code in docs/handlers.md is in the file that is compiled, as it stands")
    func codeCompiles() throws {
        func text(_ path: String) throws -> String {
            let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: path)
            return try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        }
        func lines(_ text: some StringProtocol) -> [String] {
            text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        let page = try text("../../docs/handlers.md")
        for (fence, files) in [
            ("swift", ["Guide.swift"]), ("sql", ["../Fixtures/MailroomSchema/schema/mutations.sql"]),
        ] {
            let source = try files.flatMap { lines(try text($0)) }
            let blocks = page.components(separatedBy: "```\(fence)\n").dropFirst().map {
                lines($0.components(separatedBy: "```")[0])
            }
            #expect(!blocks.isEmpty)
            for block in blocks {
                #expect(
                    source.indices.contains { source[$0...].starts(with: block) }, "\(block.joined(separator: "\n"))")
            }
        }
    }

    private static let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16))
}
