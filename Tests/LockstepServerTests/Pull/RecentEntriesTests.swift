import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct RecentEntriesTests {
    let ann = TestClient(1)

    private func configuration(
        entries: Int = 100, sharedBytes: Int = 1 << 20
    ) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = entries
        configuration.maximumSharedEntryBytes = sharedBytes
        return configuration
    }

    private func push(_ count: Int64, from first: Int64 = 1, to test: TestServer) async throws {
        try await test.push(
            ann, (first..<first + count).map { PushedMutation($0, .createBoard(id: "b\($0)", name: "B")) })
    }

    @Test func whatManyPullIsEncodedOnce() async throws {
        let test = try TestServer()
        let clients = (2...50).map { TestClient($0, actor: "actor \($0)") }
        var cursors: [String] = []
        for client in clients { cursors.append(try await test.pull(client, cursor: nil).cursor) }
        try await push(3, to: test)
        let bodies = try await withThrowingTaskGroup(of: [LoggedMutation]?.self) { group in
            for (client, cursor) in zip(clients, cursors) {
                group.addTask { try await test.pull(client, cursor: cursor).mutations }
            }
            return try await group.reduce(into: [[LoggedMutation]?]()) { $0.append($1) }
        }
        #expect(Set(bodies).count == 1)
        #expect(bodies[0]?.map(\.version) == [2, 3, 4])
        #expect(test.server.sources.recent.encodedCount == 3)
    }

    @Test func whoIsBehindIsServedFromTheSameEntries() async throws {
        let test = try TestServer()
        var cursors = [try await test.pull(ann, cursor: nil).cursor]
        for number in 1...5 as ClosedRange<Int64> {
            try await push(1, from: number, to: test)
            cursors.append(try await test.pull(ann, cursor: cursors[cursors.count - 1]).cursor)
        }
        #expect(test.server.sources.recent.encodedCount == 5)
        for (index, cursor) in cursors.enumerated() {
            let pull = try await test.pull(ann, cursor: cursor)
            #expect(pull.mutations?.map(\.version) == (0..<5).dropFirst(index).map { Int64($0) + 2 })
            #expect(pull.cursor == cursors[5])
        }
        #expect(test.server.sources.recent.encodedCount == 5)
    }

    @Test func nothingIsKeptBeyondABound() async throws {
        let test = try TestServer(configuration: configuration(sharedBytes: 400))
        let start = try await test.pull(ann, cursor: nil).cursor
        try await push(10, to: test)
        for _ in 0..<3 {
            #expect(try await test.pull(ann, cursor: start).mutations?.map(\.version) == (2...11).map { Int64($0) })
        }
        // Twice more in vain: what is kept begins later.
        #expect(test.server.sources.recent.encodedCount == 30)
    }

    @Test func anEntryThatCannotBeReplayedIsKnownToo() async throws {
        let test = try TestServer()
        let start = try await test.pull(ann, cursor: nil).cursor
        try await push(2, to: test)
        try test.file.edit("UPDATE board SET name = 'edited' WHERE id = 'first'")
        try await push(2, from: 3, to: test)
        #expect(try await test.pull(ann, cursor: start).rows != nil)
        let after = try await test.pull(ann, cursor: start).cursor
        try await push(1, from: 5, to: test)
        #expect(try await test.pull(ann, cursor: after).mutations?.map(\.version) == [7])
        #expect(try await test.pull(ann, cursor: start).rows != nil)
    }

    /// A reader whose transaction began before others came is served what it sees.
    @Test func anOlderHeadEndsBeforeTheNewestEntry() async throws {
        let test = try TestServer()
        let first = try await test.head()
        try await push(2, to: test)
        let older = try await test.head()
        try await push(2, from: 3, to: test)
        let newer = try await test.head()
        let recent = test.server.sources.recent
        for head in [newer, older, newer] {
            let outcome = try await test.store.read { transaction in
                try recent.entries(after: LogPlace(first), through: head, in: transaction)
            }
            guard case .mutations(_, let end) = outcome else {
                Issue.record("not replayable")
                return
            }
            #expect(end == head)
        }
        #expect(recent.encodedCount == 4)
    }

    @Test func aLogThatWentAnotherWayIsEncodedAnew() async throws {
        let test = try TestServer()
        let base = try await test.head()
        try await push(2, to: test)
        let recent = test.server.sources.recent
        let head = try await test.head()
        _ = try await test.store.read { try recent.entries(after: LogPlace(base), through: head, in: $0) }
        try test.file.edit("UPDATE lockstep_log SET tag = 77, at = 1 WHERE version = \(head.version)")
        let other = try await test.head()
        let outcome = try await test.store.read { transaction in
            try recent.entries(after: LogPlace(base), through: other, in: transaction)
        }
        guard case .mutations(let json, let end) = outcome else {
            Issue.record("not replayable")
            return
        }
        #expect(end == other)
        #expect(String(decoding: json, as: UTF8.self).contains("\"at\":1,"))
    }
}
