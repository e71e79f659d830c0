import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import Testing

@Suite("Requests that go wrong")
struct RequestTests {
    private let world: World

    init() throws {
        world = try World()
    }

    /// All that the server's file says of mutations and rows.
    private func serverState() throws -> [[String]] {
        let database = try TestDatabase(world.folder.path(Backend.file))
        return try ["issue", "lockstep_rows_issue", "lockstep_log", "lockstep_client"].flatMap {
            try database.rows("SELECT * FROM \($0) ORDER BY 1")
        }
    }

    @Test("A request that arrives again, at once or much later, changes nothing")
    func repeatedRequests() async throws {
        let ann = try await world.device("ann")
        for number in 1...4 as ClosedRange<UInt8> {
            _ = try await ann.mutate([.create(number, "\(number)"), .updateIssueStatus(id: .id(1), status: .done)])
            await ann.network.fail(.requestRepeated)
            try await ann.client.sync()
        }
        _ = try await ann.mutate(.deleteIssue(id: .id(1)))
        try await world.expectConvergence(ann)
        let state = try serverState()
        for request in await ann.network.requests.reversed() {
            #expect(await ann.network.redeliver(request).status == 200)
            #expect(try serverState() == state)
        }
        #expect(try await ann.client.sync().roundTrips == 1)
    }

    @Test("Requests that overtake each other take effect in the order of the mutations")
    func reorderedRequests() async throws {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 1
        let ann = try await world.device("ann", configuration: configuration)
        let tokens = try await ann.mutate([.create(1, "one"), .updateIssueStatus(id: .id(1), status: .done)])
        // A push that names the second mutation only, as one would that overtook the first one's.
        let second = try #require(try await ann.client.pendingMutations().last)
        let early = PushRequest(
            client: try #require(UUID(uuidString: try ann.id())), schema: SchemaIdentity(of: IssueList.self),
            mutations: [
                PushedMutation(
                    id: second.number, token: second.token, name: second.name, arguments: second.arguments,
                    at: second.madeAt.millisecondsSince1970)
            ], pull: nil)
        let request = Network.Request(path: SyncProtocol.pushPath, body: early.json)
        let answer = await ann.network.redeliver(request)
        #expect(answer.status == 409)
        let error = try ErrorResponse(json: answer.body)
        #expect(error.code == .outOfOrder)
        #expect(error.expected == 1)
        #expect(try world.applied().isEmpty)
        try await world.expectConvergence(ann)
        #expect(try world.applied() == tokens)
        #expect(await ann.network.redeliver(request).status == 200)
        #expect(try world.applied() == tokens)
    }

    @Test("An answer that is cut off anywhere changes nothing", arguments: [false, true])
    func cutAnswers(ofPush: Bool) async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        try await world.backend.mutate(.create(1, "one"))
        if ofPush { _ = try await ann.mutate(.create(2, "two")) }
        let database = try ann.database()
        let tables = ["issue", "lockstep_replica", "lockstep_pending", "lockstep_base", "lockstep_acknowledged"]
        let before = try tables.map { try database.rows("SELECT * FROM \($0)") }
        // The server works through every one of the requests.
        for count in [0, 1, 20, 100, 200, 300, 400] {
            await ann.network.fail(.answerCut(count))
            await #expect(throws: ClientError.self) { try await ann.client.sync() }
            #expect(ann.client.status.lastError?.code == .malformedAnswer)
            #expect(try tables.map { try database.rows("SELECT * FROM \($0)") } == before)
        }
        try await world.expectConvergence(ann)
        #expect(
            try world.serverValues("SELECT count(*) FROM lockstep_log WHERE kind = 'mutation'") == [ofPush ? "2" : "1"])
    }

    @Test("A request that is cut off is malformed, and changes nothing")
    func cutRequests() async throws {
        let ann = try await world.device("ann")
        _ = try await ann.mutate(.create(1, "one"))
        await ann.network.fail(.refused)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        let whole = try #require(await ann.network.requests.last)
        let state = try serverState()
        for count in 0..<whole.body.count {
            let answer = await ann.network.redeliver(
                Network.Request(path: whole.path, body: Array(whole.body.prefix(count))))
            #expect(answer.status == 400)
            #expect(try ErrorResponse(json: answer.body).code == .malformed)
        }
        #expect(try serverState() == state)
        try await world.expectConvergence(ann)
    }

    @Test("Answers that never arrive change nothing, however many there are")
    func unansweredRequests() async throws {
        let ann = try await world.device("ann")
        let tokens = try await ann.mutate([.create(1, "one"), .create(2, "two")])
        for _ in 1...5 {
            await ann.network.fail(.answerLost)
            await #expect(throws: ClientError.self) { try await ann.client.sync() }
            #expect(try await ann.client.pendingMutations().map(\.token) == tokens)
            #expect(try world.applied() == tokens)
        }
        try await world.expectConvergence(ann)
        #expect(try world.applied() == tokens)
    }

    // MARK: Refusals

    @Test(
        "A malformed request gets 400 with the member's name, and nothing of it happens",
        arguments: [
            (#""protocol":1,"#, "", "protocol"), (#""protocol":1"#, #""protocol":2"#, "protocol"),
            (#""client":"#, #""klient":"#, "klient"), (#""client":""#, #""client":"x"#, "client"),
            (#""version":1"#, #""version":"1""#, "version"), (#""id":2"#, #""id":0"#, "id"),
            (#""id":2"#, #""id":2.5"#, "id"), (#""token":""#, #""token":"x"#, "token"),
            (#""name":"createIssue""#, #""name":null"#, "name"), (#""at":"#, #""at":true,"at":"#, "at"),
            (#""args":"#, #""arguments":"#, "arguments"), (#""cursor":"#, #""cursors":"#, "cursors"),
        ])
    func malformed(part: String, replacement: String, field: String) async throws {
        let good = PushRequest(
            client: .id(100), schema: SchemaIdentity(of: IssueList.self),
            mutations: [
                PushedMutation(id: 1, token: .id(101), IssueList.Mutation.create(1, "one")),
                PushedMutation(id: 2, token: .id(102), IssueList.Mutation.create(2, "two")),
            ], pull: PushRequest.Pull(cursor: nil))
        let text = String(decoding: good.json, as: UTF8.self)
        let bad = text.replacing(part, with: replacement)
        #expect(bad != text)
        let answer = await world.backend.post(SyncProtocol.pushPath, Array(bad.utf8), as: "ann")
        #expect(answer.status == 400)
        let error = try ErrorResponse(json: answer.body)
        #expect(error.code == .malformed)
        #expect(error.message.contains("`\(field)`"), "\(error.message)")
        #expect(try world.serverValues("SELECT max(version) FROM lockstep_log") == ["1"])
        // The same without the fault is taken: the fault was where the test says.
        #expect(await world.backend.post(SyncProtocol.pushPath, good.json, as: "ann").status == 200)
    }

    @Test("A body over the limit gets 413, and a client then sends less at a time")
    func bodyOverLimit() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumBodyBytes = 4_000
        let world = try World(configuration: configuration)
        let ann = try await world.device("ann")
        let tokens = try await ann.mutate(
            (1...40).map { .create($0, String(repeating: "x", count: 100)) })
        await ann.network.fail(
            .answerChanged { answer in
                #expect((try? ErrorResponse(json: Array(answer.utf8)))?.code == .tooLarge, "\(answer)")
                return answer
            })
        try await world.expectConvergence(ann)
        #expect(try world.applied() == tokens)
        let tooLarge = [UInt8](repeating: UInt8(ascii: " "), count: 4_001)
        for path in [SyncProtocol.pushPath, SyncProtocol.pullPath] {
            #expect(await world.backend.post(path, tooLarge, as: "ann").status == 413)
        }
    }

    // MARK: Poison

    @Test(
        "A wrong type in one mutation rejects that one alone, and the client behind it goes on",
        arguments: [
            #"{"id":5,"title":"x","description":""}"#, #"{"id":"00000000-0000-4000-8000-000000000009","title":7}"#,
            "[]",
            "null", "{}",
        ])
    func wrongType(arguments: String) async throws {
        let ann = try await world.device("ann")
        let tokens = try await ann.mutate([.create(1, "before"), .create(9, "spoilt"), .create(2, "after")])
        // As another build of the app would have recorded it.
        try ann.database().execute(
            "UPDATE lockstep_pending SET arguments = CAST('\(arguments)' AS BLOB) WHERE number = 2")
        try await world.expectConvergence(ann)
        #expect(try world.applied() == [tokens[0], tokens[2]])
        let rejections = try await ann.client.rejections()
        #expect(rejections.map(\.token) == [tokens[1]])
        #expect(rejections.map(\.code) == ["invalidArguments"])
        #expect(try await ann.titles == ["after", "before"])
        let later = try await ann.mutate(.create(3, "later"))
        try await world.expectConvergence(ann)
        #expect(try world.applied().last == later)
    }

    @Test("Poison among many mutations of many clients rejects itself only", arguments: [1, 7, 100])
    func poisonAmongMany(mutationsPerPush: Int) async throws {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = mutationsPerPush
        let ann = try await world.device("ann", configuration: configuration)
        let bob = try await world.device("bob", as: "bob", configuration: configuration)
        var good: Set<UUID> = []
        var bad: Set<UUID> = []
        try await world.backend.mutate(.create(250, "taken"))
        for (offset, device) in [(0, ann), (100, bob)] {
            for number in 1...20 {
                if number % 5 == 0 { bad.insert(try await device.mutate(.create(250, "taken, I do not know that"))) }
                if number % 5 == 0 { bad.insert(try await device.mutate(.deleteIssue(id: .id(250)))) }
                good.insert(try await device.mutate(.create(UInt8(offset + number), "\(number)")))
            }
            try device.database().execute(
                "UPDATE lockstep_pending SET name = 'toString' WHERE name = 'deleteIssue'")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in [ann, bob] { group.addTask { try await device.client.sync() } }
            try await group.waitForAll()
        }
        try await world.expectConvergence(ann, bob)
        #expect(try Set(world.applied()).isSuperset(of: good))
        #expect(try Set(world.applied()).isDisjoint(with: bad))
        for device in [ann, bob] {
            let codes = try await device.client.rejections().map(\.code)
            #expect(codes == Array(repeating: ["constraint", "unknownMutation"], count: 4).flatMap(\.self))
            #expect(device.client.status.divergenceCount == 0)
        }
    }
}

extension PushedMutation {
    fileprivate init(id: Int64, token: UUID, _ mutation: some SyncMutation) {
        self.init(id: id, token: token, name: mutation.name, arguments: mutation.encodedArguments, at: 0)
    }
}
