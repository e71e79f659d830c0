import GRDB
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Queries of derived tables")
struct SearchTests {
    private let folder: TestFolder
    private let server: ReferenceServer<Library>
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(Library.self)
    }

    private func client() async throws -> SyncClient<Library> {
        try await .open(folder, TestTransport(to: server), clock)
    }

    @Test("find what was written here and what comes as mutations, as rows and as everything, on any connection")
    func find() async throws {
        let client = try await client()
        try await client.mutate(.addNote(id: 1, text: "red apple"))
        #expect(try await client.read(.notes("apple")) == ["red apple"])
        await server.run(.addNote(id: 2, text: "green apple"))
        try await client.sync()
        #expect(try await client.read(.notes("apple")) == ["red apple", "green apple"])

        let other = try await self.client()
        try await other.mutate(.addNote(id: 3, text: "apple pie"))
        await server.set(encoding: .rows)
        await server.run(.addNote(id: 4, text: "blue apple"))
        try await client.sync()
        #expect(try await client.read(.notes("apple")).count == 4)
        try await client.close()
        try await other.close()

        let again = try await self.client()
        try await again.mutate(.addNote(id: 5, text: "apple tree"))
        #expect(try await again.read(.notes("apple")).count == 5)
        // Of another log the server gives everything.
        try await server.restore(to: 1)
        try await again.sync()
        #expect(try await again.read(.notes("apple")) == ["red apple", "green apple", "apple pie", "apple tree"])
        #expect(try await again.read(.notes("blue")) == [])
        #expect(try await again.derivedTablesFailure() == nil)
    }

    @Test("are woken by the tables that the derived one follows, and by no others")
    func liveQueries() async throws {
        let client = try await client()
        // The first step has everything, and wakes everybody.
        try await client.sync()
        let hub = client.replica.hub
        let notes = hub.register(.rows([Self.interest("note_text")])) {}
        let drafts = hub.register(.rows([Self.interest("draft_text")])) {}
        func touched() -> [Bool] { [hub.takeTouch(notes), hub.takeTouch(drafts)] }
        #expect(touched() == [true, true])

        try await client.mutate(.addNote(id: 1, text: "apple"))
        #expect(touched() == [true, false])
        try await client.mutate(.saveDraft(note: 1, text: "pear"))
        #expect(touched() == [false, true])

        // The mutation comes back as it was applied: undone and made again, it changes nothing.
        try await client.sync()
        #expect(touched() == [false, false])
        await server.set(encoding: .rows)
        await server.run(.addNote(id: 2, text: "apple"))
        try await client.sync()
        #expect(touched() == [true, false])
    }

    private static func interest(_ table: String) -> RowInterest {
        RowInterest(Library.sources(of: [TableAccess(table, ["text"])]), tables: Library.tables)
    }

    @Test("give their results as they change")
    func results() async throws {
        let client = try await client()
        var notes = client.observe(.notes("apple")).makeAsyncIterator()
        #expect(try await notes.next() == [])
        try await client.mutate(.addNote(id: 1, text: "apple"))
        #expect(try await notes.next() == ["apple"])
        await server.run(.addNote(id: 2, text: "apple pie"))
        try await client.sync()
        #expect(try await notes.next() == ["apple", "apple pie"])

        var drafts = client.observe(.drafts("pear")).makeAsyncIterator()
        #expect(try await drafts.next() == [])
        try await client.mutate([.addNote(id: 3, text: "plum"), .saveDraft(note: 1, text: "pear")])
        #expect(try await drafts.next() == ["pear"])
        try await client.mutate(.saveDraft(note: 1, text: "plum"))
        #expect(try await drafts.next() == [])
    }

    @Test("are told to GRDB's observations")
    func observations() async throws {
        let client = try await client()
        let observation = ValueObservation.tracking { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM note_text WHERE note_text MATCH 'apple'") ?? 0
        }
        var counts = observation.removeDuplicates().values(in: client.reader).makeAsyncIterator()
        #expect(try await counts.next() == 0)
        try await client.mutate(.addNote(id: 1, text: "apple"))
        #expect(try await counts.next() == 1)
        await server.run(.addNote(id: 2, text: "apple"))
        try await client.sync()
        #expect(try await counts.next() == 2)
    }

    @Test("find again after the index was damaged")
    func damagedIndex() async throws {
        let client = try await client()
        try await client.mutate(.addNote(id: 1, text: "apple"))
        try await client.replica.write { try $0.connection.execute("DELETE FROM note_text_data WHERE id > 10") }
        // Another connection: it has nothing of the index in memory.
        let other = try await self.client()
        try await other.mutate(.addNote(id: 2, text: "apple pie"))
        #expect(try await other.read(.notes("apple")) == ["apple", "apple pie"])

        try await other.replica.write { try $0.connection.execute("DELETE FROM note_text_data WHERE id > 10") }
        await server.run(.addNote(id: 3, text: "apple"))
        let third = try await self.client()
        try await third.sync()
        #expect(try await third.read(.notes("apple")).count == 3)
    }
}

@Suite("A trigger of a derived table that fails")
struct FailingTriggerTests {
    private let folder: TestFolder
    private let server: ReferenceServer<Glossary>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(Glossary.self)
    }

    private func client() async throws -> SyncClient<Glossary> {
        try await .open(folder, TestTransport(to: server))
    }

    @Test("makes the mutation fail that fires it")
    func mutation() async throws {
        let client = try await client()
        try await client.mutate(.addNote(id: 1, text: "apple"))
        let error = await #expect(throws: ClientError.self) {
            try await client.mutate(.addNote(id: 2, text: "apple"))
        }
        #expect(error?.code == .constraint)
        #expect(try await client.pendingMutations().count == 1)
        #expect(try await client.read(.words) == ["apple"])
        #expect(try await client.derivedTablesFailure() == nil)
    }

    @Test(
        "does not stop a step: the derived tables are left empty, and filled when it can be",
        arguments: [ReferenceServer<Glossary>.Encoding.mutations, .rows])
    func step(encoding: ReferenceServer<Glossary>.Encoding) async throws {
        await server.set(encoding: encoding)
        let client = try await client()
        let other = try await self.client()
        try await client.mutate(.addNote(id: 1, text: "apple"))
        for id in 2...3 { await server.run(.addNote(id: id, text: "pear")) }
        try await client.sync()
        #expect(try await client.scalar("SELECT count(*) FROM note") == "3")
        #expect(try await client.derivedTablesFailure() == "UNIQUE constraint failed: word.text")
        #expect(try await client.read(.words) == [])

        // Nobody runs the triggers meanwhile.
        try await other.mutate(.addNote(id: 4, text: "apple"))
        try await client.mutate(.addNote(id: 5, text: "plum"))
        await server.run(.addNote(id: 6, text: "pear"))
        try await client.sync()
        #expect(try await other.read(.words) == [])
        #expect(try await client.scalar("SELECT count(*) FROM note") == "6")
        let error = await #expect(throws: ClientError.self) { try await client.fillDerivedTables() }
        #expect(error?.code == .derivedTables)

        try await client.replica.write { try $0.connection.execute("DELETE FROM note WHERE id IN (3, 4, 6)") }
        try await client.fillDerivedTables()
        #expect(try await client.derivedTablesFailure() == nil)
        try await other.mutate(.addNote(id: 7, text: "fig"))
        #expect(try await client.read(.words) == ["apple", "fig", "pear", "plum"])
    }

    @Test("does not stop the opening either, which tries again")
    func opening() async throws {
        for id in 1...2 { await server.run(.addNote(id: id, text: "apple")) }
        let client = try await client()
        try await client.sync()
        try await client.close()
        let again = try await self.client()
        #expect(try await again.derivedTablesFailure() != nil)
        try await again.replica.write { try $0.connection.execute("DELETE FROM note WHERE id = 2") }
        try await again.close()
        #expect(try await self.client().read(.words) == ["apple"])
    }

    @Test("is corrected by another build, which fills the tables with its own")
    func otherBuild() async throws {
        let client = try await client()
        for id in 1...2 { await server.run(.addNote(id: id, text: "apple")) }
        try await client.sync()
        try await client.close()
        let loud = try await SyncClient<LoudGlossary>.open(folder, NoServer.none)
        #expect(try await loud.derivedTablesFailure() == nil)
        #expect(try await loud.scalar("SELECT text FROM word") == "APPLE")
    }
}

extension SearchTests {
    @Test("fail alone when the index is lost: mutations and steps go on")
    func lostIndex() async throws {
        let client = try await client()
        try await client.sync()
        try await client.mutate(.addNote(id: 1, text: "apple"))
        try await client.replica.write { try $0.connection.execute("DELETE FROM note_text_data") }
        try await client.close()

        let again = try await self.client()
        try await again.mutate(.addNote(id: 2, text: "apple pie"))
        await server.set(encoding: .rows)
        await server.run(.addNote(id: 3, text: "apple tree"))
        try await again.sync()
        #expect(try await again.scalar("SELECT count(*) FROM note") == "3")
        #expect(try await again.derivedTablesFailure() == "vtable constructor failed: note_text")
        await #expect(throws: ClientError.self) { try await again.read(.notes("apple")) }
        #expect(try await again.read(.drafts("apple")) == [])
    }
}
