import Foundation
import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("Conditions of mutations")
struct ConditionTests {
    private let file: TemporaryFile
    private let server: SyncServer<GuardedBoard, SQLiteStore<GuardedBoard>>
    private let clock = TestClock(1_000_000)

    init() throws {
        file = try TemporaryFile()
        server = try SyncServer(
            GuardedBoard.self,
            store: SQLiteStore(GuardedBoard.self, path: file.path, clock: { [clock] in clock.now }),
            clock: { [clock] in clock.now })
    }

    private func push(_ mutations: [PushedMutation], actor: String = "ann") async throws -> PushResponse {
        let response = await server.push(TestClient(1, actor: actor).push(mutations).json, actor: actor)
        #expect(response.status == 200, "\(response.text)")
        return try PushResponse(json: response.body)
    }

    private func boards() throws -> [String] {
        try file.values("SELECT id FROM board ORDER BY id")
    }

    @Test("refuse a mutation for good before its statements, and no other one of the push")
    func rejections() async throws {
        let answer = try await push([
            PushedMutation(1, .createBoard(id: "b1", name: "one")),
            PushedMutation(2, .renameBoard(id: "none", name: "two")),
            PushedMutation(3, .deleteBoard(id: "b1")),
            PushedMutation(4, .renameBoard(id: "b1", name: "four")),
        ])
        #expect(answer.acknowledged == 4)
        #expect(
            answer.rejected == [
                RejectedMutation(
                    id: 2, code: "notFound",
                    message: "The mutation `renameBoard` does not meet its requirement `notFound`."),
                RejectedMutation(
                    id: 3, code: "denied", message: "The mutation `deleteBoard` is not allowed for this user."),
            ])
        #expect(try boards() == ["b1", "first"])
        #expect(
            try file.values("SELECT kind || ifnull(' ' || code, '') FROM lockstep_log WHERE version > 1")
                == ["mutation", "rejection notFound", "rejection denied", "mutation"])
    }

    @Test("see the actor, and what earlier mutations of the push did")
    func context() async throws {
        let answer = try await push(
            [
                PushedMutation(1, .renameBoard(id: "b1", name: "x")),
                PushedMutation(2, .createBoard(id: "b1", name: "one")),
                PushedMutation(3, .renameBoard(id: "b1", name: "y")),
                PushedMutation(4, .deleteBoard(id: "b1")),
            ], actor: "owner")
        #expect(answer.rejected.map(\.id) == [1])
        #expect(try boards() == ["first"])
    }

    @Test("have the server's clock as `:now`, and the statements the time when the mutation was made")
    func clocks() async throws {
        let stamp = PushedMutation(1, .stampBoard(id: "first"), at: 5)
        #expect(try await push([stamp]).rejected.isEmpty)
        #expect(try file.values("SELECT name FROM board") == ["ann 5 1000001"])
        clock.now = GuardedBoard.deadline
        let late = PushedMutation(2, .stampBoard(id: "first"), at: 6)
        #expect(try await push([late]).rejected.map(\.code) == ["tooLate"])
    }

    @Test("are not asked again for a mutation that has its outcome, under its number or by its token")
    func repetitions() async throws {
        let stamp = PushedMutation(1, .stampBoard(id: "first"), at: 5)
        let rename = PushedMutation(2, .renameBoard(id: "b1", name: "x"))
        #expect(try await push([stamp, rename]).rejected.map(\.id) == [2])
        clock.now = GuardedBoard.deadline
        let create = PushedMutation(3, .createBoard(id: "b1", name: "one"))
        let again = PushedMutation(id: 4, token: stamp.token, name: stamp.name, arguments: stamp.arguments, at: 1)
        let refused = PushedMutation(id: 5, token: rename.token, name: rename.name, arguments: rename.arguments, at: 1)
        let answer = try await push([stamp, rename, create, again, refused])
        #expect(answer.acknowledged == 5)
        #expect(answer.rejected.map(\.id) == [5])
        #expect(answer.rejected.map(\.code) == ["notFound"])
        #expect(try file.values("SELECT name FROM board ORDER BY id") == ["one", "ann 5 1000001"])
        #expect(
            try file.values("SELECT kind FROM lockstep_log WHERE version > 1")
                == ["mutation", "rejection", "mutation", "repeat", "repeat"])
    }

    @Test("hold for the server's own mutations as well, which throw what is refused and log nothing")
    func ownMutations() async throws {
        let error = await #expect(throws: MutationRejection.self) {
            try await server.mutate(.deleteBoard(id: "first"), as: "cron")
        }
        #expect(error?.code == .denied)
        try await server.mutate(.deleteBoard(id: "first"), as: "owner")
        #expect(try boards().isEmpty)
        #expect(try file.values("SELECT count(*) FROM lockstep_log WHERE version > 1") == ["1"])
    }

    @Test("that cannot be computed refuse the mutation as `failed`")
    func failures() async throws {
        let answer = try await push([PushedMutation(1, .shuffleBoards(suffix: "x"))])
        #expect(answer.rejected == [RejectedMutation(id: 1, code: "failed", message: "integer overflow")])
    }

    @Test("A mutation about tables of clients is unknown to the server")
    func localMutations() async throws {
        let answer = try await push([PushedMutation(1, .pinBoard(id: "first"))])
        #expect(
            answer.rejected == [
                RejectedMutation(
                    id: 1, code: "unknownMutation",
                    message: "The mutation `pinBoard` is about tables that only clients have: no server runs it.")
            ])
        let error = await #expect(throws: MutationRejection.self) {
            try await server.mutate(.pinBoard(id: "first"), as: "cron")
        }
        #expect(error?.code == .unknownMutation)
        #expect(try boards() == ["first"])
    }
}
