import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct RejectionTests {
    let ann = TestClient(1)

    struct Poison: Sendable, CustomStringConvertible {
        let name: String
        let arguments: String
        let code: String
        let message: String
        var constraint: ViolatedConstraint?
        var description: String { "\(name) \(arguments)" }
    }

    static let poisons: [Poison] = [
        Poison(
            name: "createBoard", arguments: #"{"id": "first", "name": "A"}"#, code: "constraint",
            message: "UNIQUE constraint failed: board.id", constraint: ViolatedConstraint(.unique, "board.id")),
        Poison(
            name: "createBoard", arguments: #"{"id": "a", "name": ""}"#, code: "constraint",
            message: "CHECK constraint failed: length(name) BETWEEN 1 AND 60",
            constraint: ViolatedConstraint(.check, "length(name) BETWEEN 1 AND 60")),
        Poison(
            name: "addCard", arguments: #"{"id": "k", "boardId": "none", "slug": "s"}"#, code: "constraint",
            message: "FOREIGN KEY constraint failed", constraint: ViolatedConstraint(.foreignKey, nil)),
        Poison(
            name: "addMember", arguments: #"{"boardId": "none", "userId": "u"}"#, code: "constraint",
            message: "FOREIGN KEY constraint failed", constraint: ViolatedConstraint(.foreignKey, nil)),
        Poison(
            name: "createTwoBoards", arguments: #"{"id": "x", "name": ""}"#, code: "constraint",
            message: "CHECK constraint failed: length(name) BETWEEN 1 AND 60",
            constraint: ViolatedConstraint(.check, "length(name) BETWEEN 1 AND 60")),
        Poison(
            name: "createBoard", arguments: #"{"id": 7, "name": "A"}"#, code: "invalidArguments",
            message: "In the arguments, `id` must be a string."),
        Poison(
            name: "createBoard", arguments: #"{"id": "a"}"#, code: "invalidArguments",
            message: "In the arguments, `name` is missing."),
        Poison(
            name: "createBoard", arguments: #"{"id": "a", "name": "A", "x": 1}"#, code: "invalidArguments",
            message: "In the arguments, `x` is unknown."),
        Poison(
            name: "createBoard", arguments: #"["a", "A"]"#, code: "invalidArguments",
            message: "In the arguments, the JSON text must be an object (byte 0)."),
        Poison(
            name: "toString", arguments: "{}", code: "unknownMutation",
            message: "The server's schema has no mutation `toString`."),
        Poison(name: "fail", arguments: #"{"how": "overflow"}"#, code: "failed", message: "integer overflow"),
        Poison(name: "fail", arguments: #"{"how": "tooBig"}"#, code: "tooLarge", message: "string or blob too big"),
        Poison(
            name: "fail", arguments: #"{"how": "rollback"}"#, code: "constraint",
            message: "CHECK constraint failed: length(name) BETWEEN 1 AND 60",
            constraint: ViolatedConstraint(.check, "length(name) BETWEEN 1 AND 60")),
    ]

    /// A mutation that cannot be applied is refused alone, and never wedges the client behind it.
    @Test(arguments: poisons)
    func onePoisonAmongGoodOnes(_ poison: Poison) async throws {
        let test = try TestServer()
        let answer = try await test.push(
            ann,
            [
                PushedMutation(1, .createBoard(id: "b1", name: "before")),
                PushedMutation(2, name: poison.name, arguments: poison.arguments),
                PushedMutation(3, .createBoard(id: "b2", name: "after")),
            ])
        #expect(answer.acknowledged == 3)
        #expect(
            answer.rejected == [
                RejectedMutation(id: 2, code: poison.code, message: poison.message, constraint: poison.constraint)
            ])
        #expect(try test.boards() == ["b1=before", "b2=after", "first=From the migration"])
        #expect(try test.log() == ["mutation 1#1", "rejection 1#2", "mutation 1#3"])
        #expect(
            try test.file.values("SELECT args FROM lockstep_log WHERE kind = 'rejection'") == [poison.arguments])
        let pull = try await test.pull(ann, cursor: nil)
        #expect(pull.rejected == answer.rejected)
    }

    @Test func onePoisonAmongAThousand() async throws {
        let test = try TestServer()
        let mutations = (1...1_001).map { number in
            number == 500
                ? PushedMutation(500, .fail(how: "rollback"))
                : PushedMutation(Int64(number), .createBoard(id: "b\(number)", name: "B"))
        }
        let answer = try await test.push(ann, mutations)
        #expect(answer.acknowledged == 1_001)
        #expect(answer.rejected.map(\.id) == [500])
        #expect(try test.boards().count == 1_001)
    }

    @Test func aNameThatIsTooLongIsCutOffBeforeItIsLogged() async throws {
        let test = try TestServer()
        let name = String(repeating: "é", count: 1_000_000)
        let answer = try await test.push(
            ann,
            [PushedMutation(id: 1, token: .test(1), name: name, arguments: Array("{\"a\": 1}".utf8), at: 1_000_000)])
        #expect(answer.rejected.map(\.code) == ["unknownMutation"])
        #expect(answer.rejected[0].message.utf8.count < 1_000)
        let sizes = try test.file.values(
            "SELECT length(CAST(name AS BLOB)) < 300 AND args = 'null' FROM lockstep_log WHERE name IS NOT NULL")
        #expect(sizes == ["1"])
    }

    @Test func argumentsBeyondTheLimitAreRejected() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumArgumentBytes = 100
        let test = try TestServer(configuration: configuration)
        let answer = try await test.push(
            ann,
            [
                PushedMutation(1, .createBoard(id: "a", name: String(repeating: "x", count: 100))),
                PushedMutation(2, .createBoard(id: "b", name: "B")),
            ])
        #expect(answer.rejected.map(\.code) == ["tooLarge"])
        #expect(try test.boards() == ["b=B", "first=From the migration"])
    }

    /// Rejected mutations keep their place: the fingerprint and effect of what did run are those of the definition.
    @Test func severalCulpritsThatEndTheTransaction() async throws {
        let test = try TestServer()
        let answer = try await test.push(
            ann,
            [
                PushedMutation(1, .fail(how: "rollback")), PushedMutation(2, .createBoard(id: "a", name: "A")),
                PushedMutation(3, .fail(how: "rollback")), PushedMutation(4, .createBoard(id: "b", name: "B")),
            ])
        #expect(answer.rejected.map(\.id) == [1, 3])
        #expect(try test.boards() == ["a=A", "b=B", "first=From the migration"])
        #expect(
            try test.file.values("SELECT fingerprint FROM lockstep_log WHERE number = 2") == [
                "fingerprint of createBoard"
            ])
    }
}
