import CSQLite
import Foundation
import GRDB
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Reading with GRDB")
struct ReaderTests {
    private let folder: TestFolder
    private let server: ReferenceServer<Notebook>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(Notebook.self)
    }

    private func client() async throws -> SyncClient<Notebook> {
        try await .open(folder, TestTransport(to: server))
    }

    @Test(
        "cannot write",
        arguments: [
            "INSERT INTO note (id, text) VALUES (1, 'x')", "DELETE FROM lockstep_replica",
            "UPDATE draft SET text = 'x'", "CREATE TABLE other (id)", "DROP TABLE note", "PRAGMA user_version = 1",
            "PRAGMA query_only = 0; INSERT INTO note (id, text) VALUES (1, 'x')",
            "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema",
        ])
    func writing(sql: String) async throws {
        let client = try await client()
        try await client.mutate(.saveDraft(note: 1, text: "draft"))
        let reader = client.reader
        #expect(throws: DatabaseError.self) { try reader.read { try $0.execute(sql: sql) } }
        #expect(throws: DatabaseError.self) { try reader.unsafeRead { try $0.execute(sql: sql) } }
        await #expect(throws: DatabaseError.self) { try await reader.read { try $0.execute(sql: sql) } }
        #expect(throws: DatabaseError.self) { try reader.unsafeReentrantRead { try $0.execute(sql: sql) } }
        #expect(try await client.read(.drafts) == ["draft"])
        #expect(try await client.scalar("PRAGMA user_version") == "0")
    }

    @Test("gives nobody a connection that writes")
    func casting() async throws {
        let client = try await client()
        #expect(!(client.reader is any DatabaseWriter))
        #expect(client.reader.configuration.readonly)
    }

    @Test("gives an observation that asks to write a connection that does not")
    func observationThatWrites() async throws {
        let client = try await client()
        var observation = ValueObservation.tracking { database in
            try database.execute(sql: "INSERT INTO note (id, text) VALUES (1, 'x')")
        }
        observation.requiresWriteAccess = true
        await #expect(throws: DatabaseError.self) {
            for try await _ in observation.values(in: client.reader) {}
        }
        #expect(try await client.read(.notes) == [])
    }

    @Test("sees one version for as long as a read lasts, and keeps nobody from writing")
    func isolation() async throws {
        let client = try await client()
        try await client.mutate(.addNote(id: 1, text: "one"))
        let count = "SELECT count(*) FROM note"
        let (hasBegun, began) = AsyncStream.makeStream(of: Void.self)
        let goOn = DispatchSemaphore(value: 0)
        async let counts = client.reader.read { database in
            let before = try Int.fetchOne(database, sql: count)
            began.finish()
            goOn.wait()
            return [before, try Int.fetchOne(database, sql: count)]
        }
        for await _ in hasBegun {}
        try await client.mutate(.addNote(id: 2, text: "two"))
        await server.run(.addNote(id: 3, text: "three"))
        try await client.sync()
        #expect(try await client.read(.notes).count == 3)
        goOn.signal()
        #expect(try await counts == [1, 1])
        #expect(try await client.scalar(count) == "3")
    }

    @Test("goes on after its connections were closed, and ends with the client")
    func closing() async throws {
        let client = try await client()
        let reader = client.reader
        #expect(try await reader.read { try Int.fetchOne($0, sql: "SELECT 1") } == 1)
        try reader.close()
        #expect(try await reader.read { try Int.fetchOne($0, sql: "SELECT 2") } == 2)
        try await client.mutate(.addNote(id: 1, text: "one"))
        try await client.close()
        let error = await #expect(throws: ClientError.self) {
            try await reader.read { try Int.fetchOne($0, sql: "SELECT 3") }
        }
        #expect(error?.code == .closed)
        let result = await withCheckedContinuation { continuation in
            reader.asyncRead { continuation.resume(returning: $0.map { _ in }) }
        }
        #expect(throws: ClientError.self) { try result.get() }
    }

    @Test("interrupts its own statements only")
    func interruption() async throws {
        let client = try await client()
        client.reader.interrupt()
        try await client.mutate(.addNote(id: 1, text: "one"))
        client.reader.interrupt()
        #expect(try await client.read(.notes) == ["one"])
    }

    @Test("reads on when the client is gone and was not closed")
    func droppedClient() async throws {
        let reader = try await { () async throws -> any DatabaseReader in
            let client = try await self.client()
            try await client.mutate(.addNote(id: 1, text: "one"))
            return client.reader
        }()
        #expect(try await reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM note") } == 1)
    }

    @Test("observes what another process wrote, once the client has noticed")
    func otherProcess() async throws {
        let client = try await client()
        let observation = ValueObservation.tracking { try Int.fetchOne($0, sql: "SELECT count(*) FROM note") ?? 0 }
        var counts = observation.removeDuplicates().values(in: client.reader).makeAsyncIterator()
        #expect(try await counts.next() == 0)
        let other = try await self.client()
        try await other.mutate(.addNote(id: 1, text: "one"))
        try await client.replica.poll()
        #expect(try await counts.next() == 1)
    }
}
