import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct TooManyRowsTests {
    let ann = TestClient(1)

    private func test(rows: Int) throws -> TestServer {
        var configuration = ServerConfiguration()
        configuration.maximumRowsPerMutation = rows
        return try TestServer(configuration: configuration)
    }

    @Test func cascadesCountAndTheMutationLeavesNothing() async throws {
        let test = try test(rows: 4)
        let cards = (2...5).map { PushedMutation(Int64($0), .addCard(id: "c\($0)", boardId: "a", slug: "s\($0)")) }
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))] + cards)
        // A board and its four cards are five rows.
        let answer = try await test.push(
            ann,
            [
                PushedMutation(6, .createBoard(id: "b", name: "B")), PushedMutation(7, .deleteBoard(id: "a")),
                PushedMutation(8, .createBoard(id: "c", name: "C")),
            ])
        #expect(answer.rejected.map(\.id) == [7])
        #expect(answer.rejected.map(\.code) == ["tooManyRows"])
        #expect(answer.rejected.first?.message.contains("more than 4 rows") == true)
        #expect(try test.boards() == ["a=A", "b=B", "c=C", "first=From the migration"])
    }

    @Test func asManyAsAllowedAreChanged() async throws {
        let test = try test(rows: 5)
        let cards = (2...5).map { PushedMutation(Int64($0), .addCard(id: "c\($0)", boardId: "a", slug: "s\($0)")) }
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))] + cards)
        #expect(try await test.push(ann, [PushedMutation(6, .deleteBoard(id: "a"))]).rejected.isEmpty)
        #expect(try test.boards() == ["first=From the migration"])
    }

    /// A statement that goes on and on is interrupted, which ends the transaction of all; it runs again without it.
    @Test func aStatementIsStoppedOnItsWay() async throws {
        let test = try test(rows: 100)
        let answer = try await test.push(
            ann,
            [
                PushedMutation(1, .createBoard(id: "a", name: "A")),
                PushedMutation(2, .fail(how: BoardFailure.slowWrite.rawValue)),
                PushedMutation(3, .createBoard(id: "b", name: "B")),
            ])
        #expect(answer.rejected.map(\.code) == ["tooManyRows"])
        #expect(try test.log() == ["mutation 1#1", "rejection 1#2", "mutation 1#3"])
        #expect(try test.boards() == ["a=A", "b=B", "first=From the migration"])
    }
}
