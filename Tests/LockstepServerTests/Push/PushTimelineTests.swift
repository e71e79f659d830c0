import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct PushTimelineTests {
    let ann = TestClient(1)
    let annsCopy = TestClient(2)

    @Test func aPushIsAppliedAndAcknowledged() async throws {
        let test = try TestServer()
        let answer = try await test.push(
            ann,
            [PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .renameBoard(id: "a", name: "B"))])
        #expect(answer.acknowledged == 2)
        #expect(answer.acknowledgedToken == .test(2))
        #expect(answer.rejected.isEmpty)
        #expect(try test.boards() == ["a=B", "first=From the migration"])
        #expect(try test.log() == ["mutation 1#1", "mutation 1#2"])
    }

    @Test func aRepeatedRequestChangesNothing() async throws {
        let test = try TestServer()
        let mutations = [PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .deleteBoard(id: "a"))]
        try await test.push(ann, mutations)
        let head = try await test.head()
        for _ in 1...3 {
            let answer = try await test.push(ann, mutations)
            #expect(answer.acknowledged == 2)
        }
        #expect(try await test.head() == head)
    }

    /// The answer got lost; meanwhile the client went on.
    @Test func aRepeatedRequestThatGrewRunsWhatIsNew() async throws {
        let test = try TestServer()
        let first = PushedMutation(1, .createBoard(id: "a", name: "A"))
        try await test.push(ann, [first])
        let answer = try await test.push(ann, [first, PushedMutation(2, .createBoard(id: "b", name: "B"))])
        #expect(answer.acknowledged == 2)
        #expect(try test.log() == ["mutation 1#1", "mutation 1#2"])
    }

    @Test func requestsThatOvertakeEachOtherArePutInOrder() async throws {
        let test = try TestServer()
        let early = await test.send(ann.push([PushedMutation(2, .createBoard(id: "b", name: "B"))]))
        #expect(early.status == 409)
        let error = try ErrorResponse(json: early.body)
        #expect(error.code == .outOfOrder)
        #expect(error.expected == 1)
        #expect(try test.log().isEmpty)
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        try await test.push(ann, [PushedMutation(2, .createBoard(id: "b", name: "B"))])
        let late = try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        #expect(late.acknowledged == 2)
        #expect(late.acknowledgedToken == .test(2))
    }

    /// Two replicas with one client id: the second is told to take another one, and loses nothing by it.
    @Test func aCopiedReplicaForksAndGoesOn() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        try await test.push(ann, [PushedMutation(2, .createBoard(id: "b", name: "B"))])
        let copy = PushedMutation(2, .createBoard(id: "c", name: "C"), token: .test(99))
        let refused = await test.send(ann.push([copy]))
        #expect(refused.status == 409)
        #expect(refused.errorCode == "forked")
        #expect(try test.boards().count == 3)

        let renumbered = PushedMutation(1, .createBoard(id: "c", name: "C"), token: .test(99))
        try await test.push(annsCopy, [renumbered])
        #expect(try test.boards() == ["a=A", "b=B", "c=C", "first=From the migration"])
    }

    /// A replica restored from an older copy pushes what the server has already, under a new client id.
    @Test func aKnownTokenIsAnsweredWithItsOutcome() async throws {
        let test = try TestServer()
        try await test.push(
            ann,
            [
                PushedMutation(1, .createBoard(id: "a", name: "A")),
                PushedMutation(2, .createBoard(id: "a", name: "again")),
            ])
        let answer = try await test.push(
            annsCopy,
            [
                PushedMutation(1, .createBoard(id: "a", name: "A"), token: .test(1)),
                PushedMutation(2, .createBoard(id: "a", name: "again"), token: .test(2)),
                PushedMutation(3, .renameBoard(id: "a", name: "C")),
            ])
        #expect(answer.acknowledged == 3)
        #expect(answer.rejected.map(\.id) == [2])
        #expect(answer.rejected.map(\.code) == ["constraint"])
        #expect(try test.log() == ["mutation 1#1", "rejection 1#2", "repeat 2#1", "repeat 2#2", "mutation 2#3"])
        #expect(try test.boards().first == "a=C")

        let pull = try await test.pull(annsCopy, cursor: nil)
        #expect(pull.rejected.map(\.id) == [2])
        #expect(pull.acknowledged == 3)
        let again = try await test.push(
            annsCopy, [PushedMutation(1, .createBoard(id: "a", name: "A"), token: .test(1))])
        #expect(again.acknowledged == 3)
    }

    @Test func oneTokenUnderTwoNumbersRunsOnce() async throws {
        let test = try TestServer()
        let answer = try await test.push(
            ann,
            [
                PushedMutation(1, .createBoard(id: "a", name: "A")),
                PushedMutation(2, .createBoard(id: "a", name: "A"), token: .test(1)),
                PushedMutation(3, .createBoard(id: "a", name: "B")),
                PushedMutation(4, .createBoard(id: "a", name: "B"), token: .test(3)),
            ])
        #expect(answer.acknowledged == 4)
        #expect(answer.rejected.map(\.id) == [3, 4])
        #expect(try test.log() == ["mutation 1#1", "repeat 1#2", "rejection 1#3", "repeat 1#4"])
    }

    @Test func anotherActorIsForbidden() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let push = await test.send(ann.push([PushedMutation(2, .deleteBoard(id: "a"))]), actor: "bob")
        let empty = await test.send(ann.push([]), actor: "bob")
        let request = PullRequest(client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: nil)
        let pull = await test.server.pull(request.json, actor: "bob")
        for response in [push, empty, pull] {
            #expect(response.status == 403)
            #expect(response.errorCode == "forbidden")
        }
        #expect(try test.log() == ["mutation 1#1"])
    }

    @Test func aPushWithoutMutationsTellsHowFarTheClientHasCome() async throws {
        let test = try TestServer()
        #expect(try await test.push(ann, []).acknowledged == 0)
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let answer = try await test.push(ann, [])
        #expect(answer.acknowledged == 1)
        #expect(answer.acknowledgedToken == .test(1))
        #expect(try test.file.values("SELECT count(*) FROM lockstep_client") == ["1"])
    }

    @Test func reservedParametersAreTheServersWord() async throws {
        let test = try TestServer()
        try await test.push(
            ann,
            [
                PushedMutation(1, .stampBoard(id: "first"), at: 999_000),
                PushedMutation(2, .createBoard(id: "a", name: "A")),
                PushedMutation(3, .stampBoard(id: "a"), at: 5_000_000),
            ])
        // The migration has the time 1,000,000.
        #expect(try test.boards() == ["a=ann 1000000 1000003", "first=ann 999000 1000001"])
        let pulled = try await test.pull(ann, cursor: nil)
        #expect(pulled.from == nil)
        #expect(try test.file.values("SELECT at FROM lockstep_log WHERE number = 3") == ["1000000"])
    }

    @Test func aClientThatIsNewerOrOlderIsToldSo() async throws {
        let test = try TestServer()
        func push(_ version: Int64, _ fingerprint: String) async -> SyncResponse {
            await test.send(
                PushRequest(
                    client: ann.id, schema: SchemaIdentity(version: version, fingerprint: fingerprint),
                    mutations: [PushedMutation(1, .createBoard(id: "a", name: "A"))], pull: nil))
        }
        let newer = await push(2, Board.fingerprint)
        #expect(newer.status == 503)
        #expect(newer.errorCode == "serverBehind")
        #expect(newer.retryAfter == 30)
        let older = await push(0, Board.fingerprint)
        #expect(older.status == 426)
        #expect(older.errorCode == "upgradeRequired")
        #expect(try test.log().isEmpty)
        #expect(await push(1, "with other queries").status == 200)
        #expect(try test.log() == ["mutation 1#1"])
    }
}
