import Foundation
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Importing mutations")
struct ImportTests {
    private typealias Client = SyncClient<Notebook>
    private let folder: TestFolder
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
    }

    private func client(_ clock: VirtualClock? = nil) async throws -> Client {
        try await .open(folder, .none, clock ?? self.clock)
    }

    private func notes(_ range: Range<Int>) -> [Notebook.Mutation] {
        range.map { .addNote(id: $0, text: "\($0)") }
    }

    /// What the app's process dies of.
    private struct Killed: Error {}

    /// Gives the first mutations of a source, and is killed.
    private func broken(_ mutations: [Notebook.Mutation], after count: Int) -> AsyncThrowingStream<
        Notebook.Mutation, any Error
    > {
        AsyncThrowingStream { continuation in
            for mutation in mutations.prefix(count) { continuation.yield(mutation) }
            continuation.finish(throwing: Killed())
        }
    }

    @Test("makes all, in transactions of at most a batch, and tells how far it is")
    func batches() async throws {
        let client = try await client()
        let told = Guarded<[Int]>([])
        let transactions = Guarded(0)
        client.replica.hub.addObserver { change in
            if change.queued { transactions.withLock { $0 += 1 } }
        }
        let progress = try await client.importMutations(notes(0..<25), as: "notes", batch: 10) { progress in
            told.withLock { $0.append(progress.done) }
        }
        #expect(progress.done == 25)
        #expect(progress.isComplete)
        #expect(told.withLock { $0 } == [10, 20, 25, 25])
        #expect(transactions.withLock { $0 } == 3)
        #expect(try await client.read(.notes) == (0..<25).map { "\($0)" })
        #expect(try await client.pendingMutations().map(\.number) == Array(1...25))
    }

    @Test("goes on where it was after a kill, and makes each once", arguments: [0, 1, 9, 10, 11, 24])
    func resumed(_ count: Int) async throws {
        let first = try await client()
        await #expect(throws: Killed.self) {
            try await first.importMutations(broken(notes(0..<25), after: count), as: "notes", batch: 10)
        }
        let whole = count / 10 * 10
        #expect(try await first.read(.notes).count == whole)
        #expect(try await first.importProgress(of: "notes")?.done == (whole == 0 ? nil : whole))
        try await first.close()

        let second = try await client(VirtualClock())
        try await second.importMutations(notes(0..<25), as: "notes", batch: 10)
        #expect(try await second.read(.notes) == (0..<25).map { "\($0)" })
        #expect(try await second.pendingMutations().count == 25)
    }

    @Test("does nothing after its end, until it is forgotten")
    func complete() async throws {
        let client = try await client()
        try await client.importMutations(notes(0..<5), as: "notes")
        let again = try await client.importMutations(notes(0..<5), as: "notes")
        #expect(again.done == 5)
        #expect(again.isComplete)
        #expect(try await client.read(.notes).count == 5)
        #expect(try await client.importProgress(of: "notes")?.isComplete == true)
        try await client.forgetImport("notes")
        #expect(try await client.importProgress(of: "notes") == nil)
        let error = await #expect(throws: ClientError.self) {
            try await client.importMutations(notes(0..<5), as: "notes")
        }
        #expect(error?.code == .constraint, "the notes are there")
    }

    @Test("leaves no trace if it is to be forgotten at its end")
    func forgetting() async throws {
        let client = try await client()
        let progress = try await client.importMutations(notes(0..<5), as: "notes", batch: 2, forgettingAtEnd: true)
        #expect(progress.done == 5)
        #expect(try await client.scalar("SELECT count(*) FROM lockstep_import") == "0")
    }

    @Test("stops at a mutation that cannot be made, keeps those before it, and begins there the next time")
    func stops() async throws {
        let client = try await client()
        var mutations = notes(0..<25)
        mutations[13] = .addNote(id: 3, text: "taken")
        for _ in 0..<2 {
            let error = await #expect(throws: ClientError.self) {
                try await client.importMutations(mutations, as: "notes", batch: 10)
            }
            #expect(error?.code == .constraint)
            #expect(error?.mutationIndex == 13)
            #expect(try await client.read(.notes).count == 13)
            #expect(try await client.importProgress(of: "notes")?.done == 13)
        }
        mutations[13] = .addNote(id: 13, text: "13")
        try await client.importMutations(mutations, as: "notes", batch: 10)
        #expect(try await client.read(.notes) == (0..<25).map { "\($0)" })
    }

    @Test("skips such a mutation by choice, without a trace of it, and tells why")
    func skips() async throws {
        let client = try await client()
        var mutations = notes(0..<25)
        mutations[4] = .addNote(id: 3, text: "taken")
        mutations[13] = .saveDraft(note: 1, text: "")
        let failures = Guarded<[Int?]>([])
        let progress = try await client.importMutations(mutations, as: "notes", batch: 10, onFailure: .skip) {
            progress in
            failures.withLock { $0 += progress.failures.map(\.mutationIndex) }
        }
        #expect(progress.done == 25)
        #expect(progress.skipped == 2)
        #expect(failures.withLock { $0 } == [4, 13])
        #expect(try await client.importProgress(of: "notes")?.skipped == 2)
        #expect(try await client.read(.notes) == (0..<25).filter { $0 != 4 && $0 != 13 }.map { "\($0)" })
        #expect(try await client.pendingMutations().map(\.number) == Array(1...23))
        #expect(try await client.scalar("SELECT count(*) FROM lockstep_base") == "23")
    }

    @Test("lets go of the writer when a transaction has taken long")
    func time() async throws {
        let slow = VirtualClock()
        var environment = slow.environment
        environment.uptime = {
            slow.advance(by: .milliseconds(4))
            return slow.uptime
        }
        let client = try await Client(
            Notebook.self, at: folder.path("replica"), actor: "ann", transport: .none,
            configuration: ClientConfiguration(), environment: environment)
        let told = Guarded<[Int]>([])
        try await client.importMutations(notes(0..<7), as: "notes") { progress in
            told.withLock { $0.append(progress.done) }
        }
        #expect(told.withLock { $0 } == [3, 6, 7, 7])
        #expect(try await client.read(.notes).count == 7)
    }

    @Test("by two at once makes each mutation once")
    func twice() async throws {
        let client = try await client()
        let other = try await self.client(VirtualClock())
        async let first = client.importMutations(notes(0..<100), as: "notes", batch: 7)
        async let second = other.importMutations(notes(0..<100), as: "notes", batch: 3)
        #expect(try await [first.done, second.done] == [100, 100])
        #expect(try await client.read(.notes).count == 100)
        #expect(try await client.pendingMutations().count == 100)
    }

    @Test("lets other mutations come between its transactions")
    func between() async throws {
        let client = try await client()
        let (source, feed) = AsyncStream.makeStream(of: Notebook.Mutation.self)
        let (told, tell) = AsyncStream.makeStream(of: Int.self)
        let run = Task {
            try await client.importMutations(source, as: "notes", batch: 10) { tell.yield($0.done) }
        }
        for mutation in notes(0..<10) { feed.yield(mutation) }
        for await done in told where done == 10 { break }
        let receipt = try await client.mutate(.addNote(id: 1000, text: "mine"))
        for mutation in notes(10..<20) { feed.yield(mutation) }
        feed.finish()
        _ = try await run.value
        let pending = try await client.pendingMutations()
        #expect(pending.count == 21)
        #expect(pending[10].token == receipt.token)
    }

    @Test("ends when its task is cancelled, and can be taken up again")
    func cancelled() async throws {
        let client = try await client()
        let run = Task { [mutations = notes(0..<100)] in
            try await client.importMutations(mutations, as: "notes", batch: 10) { progress in
                if progress.done == 30 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(try await client.read(.notes).count == 30)
        try await client.importMutations(notes(0..<100), as: "notes")
        #expect(try await client.read(.notes).count == 100)
    }
}
