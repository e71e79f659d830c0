import Foundation
import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("Handlers in a mutation's transaction")
struct HandlerTests {
    struct Fault: Error {}

    @Test("The code before runs after the conditions and before the statements, with the arguments and the times")
    func before() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { id, name, context, transaction in
            try transaction.apply(.createBoard(id: "log-\(id)", name: "\(name) \(context.actor) \(context.now)"))
        }
        let test = try HandledServer(handlers)
        let answer = try await test.push([
            PushedMutation(1, .renameBoard(id: "first", name: "A"), at: 900_000),
            PushedMutation(2, .renameBoard(id: "forbidden", name: "B")),
        ])
        #expect(answer.rejected.map(\.code) == ["denied"])
        #expect(try test.boards() == ["first=A", "log-first=A ann 900000"])
    }

    @Test("The code instead replaces the statements; what it changes reaches clients as rows of the mutation's version")
    func instead() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.addMember = { boardId, userId, _, transaction in
            let ids = try transaction.read(.boardIds)
            try transaction.apply(.createBoard(id: "\(boardId)/\(userId)", name: "\(ids)"))
        }
        let test = try HandledServer(handlers)
        let answer = try await test.push([PushedMutation(1, .addMember(boardId: "none", userId: "bob"))])
        #expect(answer.rejected.isEmpty)
        #expect(try test.boards() == ["first=From the migration", #"none/bob=["first"]"#])
        #expect(try test.file.values("SELECT count(*) FROM member") == ["0"])
        #expect(
            try test.file.values("SELECT id || ' ' || lockstep_version FROM lockstep_rows_board ORDER BY id")
                == ["first 1", "none/bob 2"])
        #expect(try test.file.values("SELECT effect <> 0 FROM lockstep_log WHERE version = 2") == ["1"])
    }

    @Test("A rejection with the app's own code takes back what the handler did, and nothing else")
    func rejection() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { id, _, _, transaction in
            try transaction.apply(.createBoard(id: "half", name: "half"))
            if id == "first" { throw MutationRejection("quotaExceeded", "Your plan has one board.") }
        }
        let test = try HandledServer(handlers)
        let answer = try await test.push([
            PushedMutation(1, .addMember(boardId: "first", userId: "x")),
            PushedMutation(2, .renameBoard(id: "first", name: "A")),
            PushedMutation(3, .renameBoard(id: "other", name: "B")),
        ])
        #expect(
            answer.rejected == [
                RejectedMutation(id: 2, code: "quotaExceeded", message: "Your plan has one board.")
            ])
        #expect(try test.boards() == ["first=From the migration", "half=half"])
    }

    @Test("A constraint that the handler's mutation violates rejects, as one of the mutation's own would")
    func constraint() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, transaction in try transaction.apply(.createBoard(id: "first", name: "x")) }
        let test = try HandledServer(handlers)
        let answer = try await test.push([PushedMutation(1, .renameBoard(id: "first", name: "A"))])
        #expect(answer.rejected.map(\.constraint) == [ViolatedConstraint(.unique, "board.id")])
    }

    @Test("A handler may catch the failure of a mutation that it applies: nothing of that one stays, effects included")
    func caught() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, name, _, transaction in
            // Its first board is made, its second is not.
            #expect(throws: SQLiteError.self) { try transaction.apply(.createTwoBoards(id: "x", name: "")) }
            try transaction.apply(.createBoard(id: "after", name: name))
        }
        let test = try HandledServer(handlers)
        let answer = try await test.push([
            PushedMutation(1, .renameBoard(id: "first", name: "A")),
            PushedMutation(2, .createTwoBoards(id: "x", name: "B")),
        ])
        #expect(answer.rejected.isEmpty)
        #expect(try test.boards() == ["after=A", "first=A", "x-1=One", "x-2=B"])
        // The effect of what follows is that of a server on which nothing had failed.
        let plain = try HandledServer(HandledBoard.Handlers())
        _ = try await plain.push([PushedMutation(1, .createTwoBoards(id: "x", name: "B"))])
        let sql = "SELECT effect FROM lockstep_log WHERE name = 'createTwoBoards'"
        #expect(try test.file.values(sql) == plain.file.values(sql))
    }

    @Test(
        "A fault of the handler is transient until the configured attempt, tells the client nothing, and takes nobody along"
    )
    func fault() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, _ in throw Fault() }
        var configuration = ServerConfiguration()
        configuration.maximumHandlerAttempts = 3
        let test = try HandledServer(handlers, configuration: configuration)
        let batch = [
            PushedMutation(1, .createTwoBoards(id: "a", name: "A")),
            PushedMutation(2, .renameBoard(id: "first", name: "A")),
            PushedMutation(3, .createTwoBoards(id: "b", name: "B")),
        ]
        for _ in 1...2 {
            let response = await test.send(batch)
            #expect(response.status == 503)
            #expect(!response.text.contains("Fault"))
            #expect(try test.boards().count == 1)
        }
        let answer = try await test.push(batch)
        #expect(answer.rejected.map(\.id) == [2])
        #expect(answer.rejected.map(\.code) == ["failed"])
        #expect(answer.rejected.allSatisfy { !$0.message.contains("Fault") })
        #expect(try test.boards().count == 5)
        await #expect(throws: HandlerFailed.self) {
            try await test.server.mutate(.renameBoard(id: "first", name: "x"), as: "cron")
        }
    }

    @Test("A query whose result is not what it declares is a fault, not the mutation's")
    func mistyped() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, transaction in _ = try transaction.read(.mistyped) }
        let test = try HandledServer(handlers)
        #expect(await test.send([PushedMutation(1, .renameBoard(id: "first", name: "A"))]).status == 503)
    }

    @Test("A handler that makes SQLite end the transaction is rejected alone, even if it hides the error")
    func rolledBack() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, transaction in
            do { try transaction.apply(.fail(how: "rollback")) } catch {}
        }
        let test = try HandledServer(handlers)
        let answer = try await test.push([
            PushedMutation(1, .createTwoBoards(id: "a", name: "A")),
            PushedMutation(2, .renameBoard(id: "first", name: "A")),
        ])
        #expect(answer.rejected.map(\.id) == [2])
        #expect(answer.rejected.map(\.code) == ["constraint"])
        #expect(try test.boards().count == 3)
    }

    @Test("The time that a handler takes counts, between statements too")
    func timeLimit() async throws {
        let stopwatch = SteppingClock()
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, _ in stopwatch.step = .seconds(3) }
        var configuration = ServerConfiguration()
        configuration.maximumMutationDuration = .seconds(2)
        let test = try HandledServer(handlers, stopwatch: stopwatch, configuration: configuration)
        let response = await test.send([PushedMutation(1, .renameBoard(id: "first", name: "A"))])
        #expect(response.status == 503)
        #expect(response.text.contains("longer than 2.0 seconds"))
        #expect(try test.boards() == ["first=From the migration"])
    }

    @Test("The rows that a handler changes count")
    func rowLimit() async throws {
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, transaction in
            try transaction.apply(.createTwoBoards(id: "x", name: "X"))
            try transaction.apply(.createBoard(id: "y", name: "Y"))
        }
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerMutation = 2
        let test = try HandledServer(handlers, configuration: configuration)
        let answer = try await test.push([
            PushedMutation(1, .createTwoBoards(id: "a", name: "A")),
            PushedMutation(2, .renameBoard(id: "first", name: "A")),
        ])
        #expect(answer.rejected.map(\.id) == [2])
        #expect(answer.rejected.map(\.code) == ["tooManyRows"])
        #expect(try test.boards().count == 3)
    }

    @Test("The transaction is over when the handler returns")
    func kept() async throws {
        final class Box: @unchecked Sendable {
            // Written by the handler, read when the push is answered.
            var transaction: (any HandlerTransaction<HandledBoard>)?
        }
        let box = Box()
        var handlers = HandledBoard.Handlers()
        handlers.renameBoard = { _, _, _, transaction in box.transaction = transaction }
        let test = try HandledServer(handlers)
        _ = try await test.push([PushedMutation(1, .renameBoard(id: "first", name: "A"))])
        #expect(throws: HandlerTransactionOver.self) { try box.transaction?.read(.boardIds) }
        #expect(throws: HandlerTransactionOver.self) { try box.transaction?.apply(.deleteBoard(id: "first")) }
    }
}
