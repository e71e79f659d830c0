import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("What the inspector tells") struct SyncInspectorTests {
    @Test("The log's end, with who did what and what came of it")
    func log() async throws {
        let test = try InspectedServer()
        _ = try await test.push(client: 1, .createBoard(id: "a", name: "A"))
        _ = try await test.push(client: 1, number: 2, .createBoard(id: "a", name: "again"))
        try await test.server.mutate(.stampBoard(id: "a"), as: "cron")
        try test.file.edit("DELETE FROM board WHERE id = 'first'")
        let state = try await test.state()
        #expect(state.version == 5)
        #expect(state.firstVersion == 1)
        #expect(state.log.map(\.kind) == ["external", "applied", "rejected", "applied", "migration"])
        #expect(state.log.map(\.name) == [nil, "stampBoard", "createBoard", "createBoard", nil])
        #expect(state.log.map(\.actor) == [nil, "cron", "ann", "ann", nil])
        #expect(state.log[2].code == "constraint")
        #expect(state.log[2].client == "01000000-0000-0000-0000-000000000000")
        #expect(state.log[2].number == 2)
    }

    @Test("Arguments and messages only where the host shows them", arguments: [false, true])
    func arguments(isShown: Bool) async throws {
        let test = try InspectedServer()
        _ = try await test.push(client: 1, name: "createBoard", arguments: #"{"id": "secret"}"#)
        let entry = try #require(try await test.state(showsArguments: isShown).log.first)
        #expect(entry.arguments == (isShown ? #"{"id": "secret"}"# : nil))
        #expect((entry.message != nil) == isShown)
        // The other way to look is not told what this one was.
        let other = try await test.state(showsArguments: !isShown).log.first
        #expect((other?.arguments != nil) == !isShown)
        let page = try StatePage.LogPage(await test.server.inspector.log(before: 3, showsArguments: isShown))
        #expect((page.log.first?.arguments != nil) == isShown)
    }

    @Test(
        "Whatever a client calls itself or its mutations is JSON",
        arguments: ["<script>alert(1)</script>", "\"}],", "\\u0022", "\u{0}\u{1f}", "\u{2028}😀", "é"])
    func escaping(text: String) async throws {
        let test = try InspectedServer()
        _ = try await test.push(client: 1, name: text, arguments: "{}", actor: text)
        try await test.pull(client: 1, actor: text)
        let state = try await test.state(showsArguments: true)
        // SQLite's text functions end a text at U+0000.
        let shown = String(text.prefix { $0 != "\u{0}" })
        #expect(state.log.first?.name == shown)
        #expect(state.log.first?.actor == shown)
        #expect(state.clients.latest.map(\.actor) == [text])
        #expect(state.pulls.map(\.actor) == [text])
    }

    @Test("Older entries come a page at a time")
    func paging() async throws {
        let test = try InspectedServer()
        for number in 1...250 {
            try await test.server.mutate(.createBoard(id: "\(number)", name: "x"), as: "cron")
        }
        var versions = try await test.state().log.map(\.version)
        #expect(versions == (152...251).reversed())
        while let oldest = versions.last, oldest > 1 {
            let page = try StatePage.LogPage(
                await test.server.inspector.log(before: oldest, showsArguments: false))
            #expect(!page.log.isEmpty && page.log.count <= 100)
            versions += page.log.map(\.version)
        }
        #expect(versions == (1...251).reversed())
    }

    @Test("Where clients stand, how far that is behind, and what they have not been told")
    func clients() async throws {
        let test = try InspectedServer()
        try await test.pull(client: 1)
        test.time.pass(1_000)
        let cursor = try await test.pull(client: 2, actor: "bob")
        #expect(try await test.state().clients.behind == 0)
        test.time.pass(1_000)
        _ = try await test.push(client: 2, .createBoard(id: "first", name: "taken"), actor: "bob")
        _ = try await test.push(client: 2, number: 2, .createBoard(id: "a", name: "A"), actor: "bob")
        let state = try await test.state()
        #expect(state.clients.known == .init(count: 1, isAtLimit: false))
        #expect(state.clients.seen == 2)
        #expect(state.clients.behind == 2)
        #expect(state.clients.mostBehind == 2)
        #expect(state.clients.latest.map(\.actor) == ["bob", "ann"])
        #expect(state.clients.latest.map(\.lag) == [2, 2])
        #expect(state.clients.latest.map { $0.pendingRejections?.count } == [1, 0])
        test.time.pass(1_000)
        try await test.pull(client: 2, cursor: cursor, actor: "bob")
        let after = try await test.state().clients.latest
        #expect(after.map(\.lag) == [0, 2])
        #expect(after.map { $0.pendingRejections?.count } == [0, 0])
    }

    @Test("How each step was said, and why")
    func pulls() async throws {
        let test = try InspectedServer()
        let cursor = try await test.pull(client: 1)
        test.time.pass(10)
        try await test.pull(client: 1, cursor: cursor)
        try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron")
        try await test.pull(client: 1, cursor: cursor)
        try await test.pull(client: 1, cursor: "forged")
        let pulls = try await test.state().pulls.reversed()
        #expect(pulls.map(\.encoding) == ["everything", "mutations", "mutations", "everything"])
        #expect(pulls.map(\.reason) == ["new", "upToDate", "cheaper", "invalidCursor"])
        #expect(pulls.map(\.from) == [nil, 1, 1, nil])
        #expect(pulls.map(\.to) == [1, 1, 2, 2])
        #expect(pulls.map { $0.payloadBytes > 2 } == [true, false, true, true])
    }

    @Test("A step that comes with a push is one too")
    func pullsAfterPushes() async throws {
        let test = try InspectedServer()
        let push = PushRequest(
            client: InspectedServer.client(1), schema: SchemaIdentity(of: Board.self), mutations: [],
            pull: PushRequest.Pull(cursor: nil))
        _ = await test.server.push(push.json, actor: "ann")
        #expect(try await test.state().pulls.map(\.reason) == ["new"])
    }

    @Test("Tables with the number of their rows, counted again after a while if something has changed")
    func tables() async throws {
        let test = try InspectedServer()
        try await test.server.mutate(.addMember(boardId: "first", userId: "ann"), as: "cron")
        let first = try await test.state().tables
        #expect(first.list.map(\.name) == ["board", "card", "member"])
        #expect(first.list.map { $0.rows?.count } == [1, 0, 1])
        try await test.server.mutate(.addMember(boardId: "first", userId: "bob"), as: "cron")
        test.time.pass(9_999)
        #expect(try await test.state().tables == first)
        test.time.pass(500)
        let second = try await test.state().tables
        #expect(second.list.map { $0.rows?.count } == [1, 0, 2])
        test.time.pass(60_000)
        #expect(try await test.state().tables == second)
    }

    @Test("A table of any size is counted to a limit")
    func largeTable() async throws {
        let test = try InspectedServer()
        try test.file.edit(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100500)
            INSERT INTO member (board_id, user_id, role) SELECT 'first', 'user' || i, 'x' FROM n
            """, settings: "PRAGMA foreign_keys = ON")
        #expect(try await test.state().tables.list.last?.rows == .init(count: 100_000, isAtLimit: true))
    }

    // MARK: The load that looking makes

    @Test("Those who look within half a second are told the same")
    func sharing() async throws {
        let test = try InspectedServer()
        #expect(try await test.state().version == 1)
        try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron")
        test.time.pass(499)
        #expect(try await test.state().version == 1)
        test.time.pass(1)
        #expect(try await test.state().version == 2)
        // A clock that is set back must not make the page stand still.
        test.time.pass(-5_000)
        try await test.server.mutate(.createBoard(id: "b", name: "B"), as: "cron")
        #expect(try await test.state().version == 3)
    }

    @Test("One at a time reads, and beyond some that wait the rest is sent away")
    func turns() async throws {
        let test = try InspectedServer()
        let store = SlowStore(base: test.store)
        let server = try SyncServer(Board.self, store: store)
        let answers = await withTaskGroup(of: Int.self) { group in
            for version in 1...40 as ClosedRange<Int64> {
                group.addTask { await server.inspector.log(before: version, showsArguments: false).status }
            }
            var statuses: [Int] = []
            // Those that find no place are answered while the first still reads.
            for await status in group {
                statuses.append(status)
                if statuses.count == 23 { await store.gate.open() }
            }
            return statuses
        }
        #expect(answers.filter { $0 == 503 }.count == 23)
        #expect(answers.filter { $0 == 200 }.count == 17)
        #expect(await store.gate.mostAtOnce == 1)
    }

    @Test("A database that cannot be read is told as that")
    func failure() async throws {
        let test = try InspectedServer()
        try test.store.close()
        let response = await test.server.inspector.state(showsArguments: false)
        #expect(response.status == 503)
        #expect(response.retryAfter == 1)
        // The turn is given back.
        #expect(await test.server.inspector.state(showsArguments: false).status == 503)
    }

    @Test("What tells that there is something to read is in memory")
    func activity() async throws {
        let test = try InspectedServer()
        #expect(await test.server.inspector.activity().pulls == 0)
        try await test.pull(client: 1)
        #expect(await test.server.inspector.activity().pulls == 1)
        #expect(await test.server.inspector.activity().waitingPushes == 0)
    }
}
