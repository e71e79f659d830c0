import Foundation
import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct PullTests {
    let ann = TestClient(1)
    let bob = TestClient(2, actor: "bob")

    @Test func aNewClientGetsEveryRow() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let pull = try await test.pull(bob, cursor: nil)
        #expect(pull.from == nil)
        #expect(!pull.more)
        #expect(pull.acknowledged == 0)
        #expect(pull.acknowledgedToken == nil)
        #expect(
            pull.rows == #"{"board":{"columns":["id","name"],"upsert":[["a","A"],["first","From the migration"]]}}"#)
    }

    @Test func whatCanBeReplayedIsSaidInMutations() async throws {
        let test = try TestServer()
        let start = try await test.pull(bob, cursor: nil).cursor
        test.clock.now = 1_000_500
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let pull = try await test.pull(bob, cursor: start)
        #expect(pull.from == start)
        #expect(!pull.more)
        let mutations = try #require(pull.mutations)
        #expect(mutations.count == 1)
        #expect(mutations[0].version == 2)
        #expect(mutations[0].client == ann.id)
        #expect(mutations[0].id == 1)
        #expect(mutations[0].actor == "")
        #expect(mutations[0].name == "createBoard")
        #expect(String(decoding: mutations[0].arguments, as: UTF8.self) == #"{"id":"a","name":"A"}"#)
        #expect(mutations[0].at == 900_000)
        #expect(mutations[0].committedAt == 1_000_500)
        #expect(mutations[0].effect != EffectHash())

        let nothing = try await test.pull(bob, cursor: pull.cursor)
        #expect(nothing.mutations == [])
        #expect(nothing.cursor == pull.cursor)
    }

    @Test func theActorIsNamedWhereTheStatementsHaveIt() async throws {
        let test = try TestServer()
        let start = try await test.pull(bob, cursor: nil).cursor
        try await test.push(
            ann, [PushedMutation(1, .stampBoard(id: "first")), PushedMutation(2, .renameBoard(id: "first", name: "R"))])
        #expect(try await test.pull(bob, cursor: start).mutations?.map(\.actor) == ["ann", ""])
    }

    @Test func rowsWhereAReplayIsUnsoundOrUnwanted() async throws {
        let test = try TestServer()
        let start = try await test.pull(bob, cursor: nil).cursor
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let row = #"{"board":{"columns":["id","name"],"delete":[],"upsert":[["a","A"]]}}"#
        #expect(try await test.pull(bob, cursor: start, rowsOnly: true).rows == row)
        #expect(try await test.pull(bob, cursor: start, fingerprint: "another").rows == row)
        #expect(try await test.pull(bob, cursor: start).mutations?.count == 1)
        try await test.push(ann, [PushedMutation(2, .shuffleBoards(suffix: "!"))])
        let pull = try await test.pull(bob, cursor: start)
        #expect(pull.from == start)
        #expect(
            pull.rows
                == #"{"board":{"columns":["id","name"],"delete":[],"#
                + #""upsert":[["a","A!"],["first","From the migration!"]]}}"#
        )
    }

    @Test func changesFromElsewhereTravelAsRows() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let start = try await test.pull(bob, cursor: nil).cursor
        try test.file.edit("DELETE FROM board WHERE id = 'a'; UPDATE board SET name = 'Edited'")
        let pull = try await test.pull(bob, cursor: start)
        #expect(pull.from == start)
        #expect(
            pull.rows == #"{"board":{"columns":["id","name"],"delete":[["a"]],"upsert":[["first","Edited"]]}}"#)
        try await test.push(ann, [PushedMutation(2, .createBoard(id: "b", name: "B"))])
        #expect(try await test.pull(bob, cursor: pull.cursor).mutations?.count == 1)
    }

    @Test func rejectionsAreExactlyThoseOfTheStep() async throws {
        let test = try TestServer()
        let bad = { (number: Int64) in PushedMutation(number, .createBoard(id: "first", name: "again")) }
        try await test.push(ann, [bad(1)])
        let first = try await test.pull(ann, cursor: nil)
        #expect(first.rejected.map(\.id) == [1])
        try await test.push(ann, [bad(2), PushedMutation(3, .createBoard(id: "a", name: "A")), bad(4)])
        try await test.push(bob, [PushedMutation(1, .createBoard(id: "first", name: "x"), token: .test(70))])
        let second = try await test.pull(ann, cursor: first.cursor)
        #expect(second.rejected.map(\.id) == [2, 4])
        #expect(second.acknowledged == 4)
        #expect(try await test.pull(ann, cursor: first.cursor).rejected.map(\.id) == [2, 4])
        #expect(try await test.pull(ann, cursor: second.cursor).rejected.isEmpty)
        #expect(try await test.pull(ann, cursor: nil).rejected.map(\.id) == [1, 2, 4])
    }

    /// What is acknowledged never runs ahead of the base that holds its effect.
    @Test func aCutStepAcknowledgesAsOfItsCursor() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = 2
        let test = try TestServer(configuration: configuration)
        var cursor = try await test.pull(ann, cursor: nil).cursor
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        try await test.push(bob, [PushedMutation(1, .createBoard(id: "b", name: "B"), token: .test(50))])
        try await test.push(bob, [PushedMutation(2, .createBoard(id: "c", name: "C"), token: .test(51))])
        try await test.push(
            ann,
            [
                PushedMutation(2, .createBoard(id: "first", name: "x")),
                PushedMutation(3, .createBoard(id: "d", name: "D")),
            ])
        var steps: [[Int64]] = []
        var more = true
        while more {
            let pull = try await test.pull(ann, cursor: cursor)
            #expect(pull.from == cursor)
            #expect(pull.acknowledgedToken == .test(UInt64(pull.acknowledged)))
            steps.append([pull.acknowledged] + (pull.mutations ?? []).map(\.version) + pull.rejected.map { -$0.id })
            more = pull.more
            cursor = pull.cursor
        }
        // Versions 2 (ann 1), 3 and 4 (bob), 5 (ann 2, rejected), 6 (ann 3), two entries at a time.
        #expect(steps == [[1, 2, 3], [2, 4, -2], [3, 6]])
    }

    @Test func aPushAndAPullInOneRoundTrip() async throws {
        let test = try TestServer()
        let answer = try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))], cursor: .some(nil))
        let pull = try #require(answer.pull)
        #expect(pull.from == nil)
        #expect(pull.acknowledged == 1)
        let next = try await test.push(ann, [PushedMutation(2, .deleteBoard(id: "a"))], cursor: pull.cursor)
        #expect(next.pull?.mutations?.map(\.name) == ["deleteBoard"])
        #expect(next.pull?.acknowledged == 2)
        #expect(try await test.push(ann, []).pull == nil)
    }

    @Test func aCursorThatIsNotTheClientsCountsAsNone() async throws {
        let test = try TestServer()
        let anns = try await test.pull(ann, cursor: nil).cursor
        var forged = Array(anns)
        forged[20] = forged[20] == "A" ? "B" : "A"
        for cursor in [String(forged), "", "null", String(repeating: "x", count: 100_000)] {
            #expect(try await test.pull(ann, cursor: cursor).from == nil)
        }
        #expect(try await test.pull(bob, cursor: anns).from == nil)
        #expect(try await test.pull(ann, cursor: anns).from == anns)
    }

    /// The server was restored from a backup and went another way: versions are the same, tags are not.
    @Test func aCursorOfALostLogCountsAsNone() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let kept = try await test.pull(ann, cursor: nil).cursor
        let backup = test.file.path(of: "backup.sqlite")
        try test.file.edit("VACUUM INTO '\(backup)'")
        try await test.push(ann, [PushedMutation(2, .createBoard(id: "b", name: "B"))])
        let lost = try await test.pull(ann, cursor: kept).cursor

        let restored = try RestoredServer(path: backup)
        let ahead = try await restored.pull(ann, cursor: lost)
        #expect(ahead.from == nil)
        #expect(ahead.acknowledged == 1)
        #expect(try await restored.pull(ann, cursor: kept).from == kept)
        try await restored.push(ann, [PushedMutation(2, .createBoard(id: "c", name: "C"), token: .test(77))])
        #expect(try await restored.head().version == 3)
        let other = try await restored.pull(ann, cursor: lost)
        #expect(other.from == nil)
        #expect(other.rows?.contains(#"["c","C"]"#) == true)
        #expect(other.acknowledgedToken == .test(77))
    }
}
