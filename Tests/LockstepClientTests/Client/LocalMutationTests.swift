import GRDB
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Mutations about tables that only the client has")
struct LocalMutationTests {
    private let folder: TestFolder
    private let server: ReferenceServer<Notebook>
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(Notebook.self)
    }

    private func client() async throws -> SyncClient<Notebook> {
        try await .open(folder, TestTransport(to: server), clock)
    }

    @Test("are applied at once, kept on disk, and never pushed")
    func outcome() async throws {
        let client = try await client()
        let receipt = try await client.mutate(.saveDraft(note: 1, text: "one"))
        #expect(try await receipt.outcome == .applied)
        #expect(try await client.pendingMutations().isEmpty)
        #expect(client.status.pendingCount == 0)
        #expect(try await client.request().pushedCount == 0)
        try await client.sync()
        #expect(try await client.scalar("SELECT count(*) FROM lockstep_base") == "0")
        try await client.close()
        let again = try await self.client()
        #expect(try await again.read(.drafts) == ["one"])
    }

    @Test("stay as they are when the base moves or is replaced")
    func rebase() async throws {
        let client = try await client()
        try await client.mutate(.saveDraft(note: 1, text: "draft"))
        try await client.mutate(.addNote(id: 1, text: "mine"))
        await server.run(.addNote(id: 2, text: "other"))
        try await client.sync()
        #expect(try await client.read(.notes) == ["mine", "other"])
        #expect(try await client.read(.drafts) == ["draft"])
        try await client.mutate(.addNote(id: 3, text: "pending"))
        let other = try await SyncClient(
            Notebook.self, at: folder.path("replica"), actor: "ann", transport: .none)
        #expect(try await other.read(.drafts) == ["draft"])
    }

    @Test("wake the queries that read such a table, and no others")
    func liveQueries() async throws {
        let client = try await client()
        var drafts = client.observe(.drafts).makeAsyncIterator()
        #expect(try await drafts.next() == [])
        let ofDrafts = client.replica.register(["draft": ["text"]])
        let ofNotes = client.replica.register(["note": ["text"]])
        for registration in [ofDrafts, ofNotes] { #expect(try registration.takeTouch()) }

        try await client.mutate(.saveDraft(note: 1, text: "one"))
        #expect(try ofDrafts.takeTouch())
        #expect(try !ofNotes.takeTouch())
        #expect(try await drafts.next() == ["one"])

        try await client.mutate(.addNote(id: 1, text: "note"))
        #expect(try !ofDrafts.takeTouch())
        #expect(try ofNotes.takeTouch())
    }

    @Test("are told to GRDB's observations")
    func observations() async throws {
        let client = try await client()
        let observation = ValueObservation.tracking { try Int.fetchOne($0, sql: "SELECT count(*) FROM draft") ?? 0 }
        var counts = observation.removeDuplicates().values(in: client.reader).makeAsyncIterator()
        #expect(try await counts.next() == 0)
        try await client.mutate(.saveDraft(note: 1, text: "one"))
        #expect(try await counts.next() == 1)
    }

    @Test("that fail throw, and take the others of their transaction with them")
    func failure() async throws {
        let client = try await client()
        let error = await #expect(throws: ClientError.self) {
            try await client.mutate([.addNote(id: 1, text: "note"), .saveDraft(note: 1, text: "")])
        }
        #expect(error?.code == .constraint)
        #expect(try await client.read(.notes).isEmpty)
        #expect(try await client.pendingMutations().isEmpty)
        let receipts = try await client.mutate([.saveDraft(note: 1, text: "one"), .addNote(id: 1, text: "note")])
        #expect(try await receipts[0].outcome == .applied)
        #expect(try await client.pendingMutations().map(\.token) == [receipts[1].token])
    }

    @Test("throw on a client that is closed")
    func closed() async throws {
        let client = try await client()
        try await client.close()
        let error = await #expect(throws: ClientError.self) {
            try await client.mutate(.saveDraft(note: 1, text: "one"))
        }
        #expect(error?.code == .closed)
        let again = try await self.client()
        #expect(try await again.read(.drafts).isEmpty)
    }
}
