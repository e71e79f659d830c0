import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import TestSupport
import Testing

@testable import LockstepServer

/// Random pushes, repeats, edits from elsewhere and pulls in every encoding: replicas follow the server, and every
/// answer is as of its cursor.
@Suite struct ConvergenceTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func replicasFollowTheServer(seed: UInt64) async throws {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = 4
        let test = try TestServer(configuration: configuration)
        var run = try RandomRun(test: test, generator: SeededGenerator(seed: seed))
        for _ in 1...250 { try await run.step() }
        for index in run.replicas.indices {
            while try await run.pull(index).more {}
        }
        let rows = try test.file.withConnection { try TestReplica.rows(of: $0) }
        for replica in run.replicas { #expect(try replica.rows() == rows) }
        #expect(run.encodings.keys.sorted() == ["everything", "mutations", "rows"])
        try await run.checkAcknowledgements()
        #expect(
            try test.file.values("SELECT count(*) - max(version) FROM lockstep_log") == ["0"])
        #expect(
            try test.file.values(
                """
                SELECT token FROM lockstep_log WHERE kind <> 'repeat' AND token IS NOT NULL
                GROUP BY token HAVING count(*) > 1
                """
            ).isEmpty)
    }
}

private struct RandomRun {
    let test: TestServer
    var generator: SeededGenerator
    let clients = [TestClient(1), TestClient(2, actor: "bob"), TestClient(3)]
    let replicas: [TestReplica]
    var encodings: [String: Int] = [:]

    private var numbers: [Int64] = [0, 0, 0]
    private var nextToken: UInt64 = 0
    private var lastPush: [PushRequest?] = [nil, nil, nil]
    private var answers: [(client: Int, response: PullResponse)] = []

    init(test: TestServer, generator: SeededGenerator) throws {
        self.test = test
        self.generator = generator
        replicas = try clients.map { _ in try TestReplica() }
    }

    mutating func step() async throws {
        let client = Int.random(in: 0..<clients.count, using: &generator)
        switch Int.random(in: 0..<20, using: &generator) {
        case 0:
            try test.file.edit("UPDATE board SET name = name WHERE id = 'a'; DELETE FROM member WHERE user_id = 'eve'")
        case 1, 2:
            if let request = lastPush[client] {
                #expect(await test.send(request, actor: clients[client].actor).status == 200)
            }
        case 3...9: try await push(client)
        default: _ = try await pull(client)
        }
        test.clock.now += Int64.random(in: -2...5, using: &generator)
    }

    private mutating func push(_ client: Int) async throws {
        let count = Int.random(in: 1...4, using: &generator)
        let mutations = (0..<count).map { _ in
            numbers[client] += 1
            // Now and then a token that is known already, as after a fork.
            let isKnown = nextToken > 0 && Int.random(in: 0..<10, using: &generator) == 0
            if !isKnown { nextToken += 1 }
            let token = isKnown ? UInt64.random(in: 1...nextToken, using: &generator) : nextToken
            return PushedMutation(
                numbers[client], BoardMutation.arbitrary(using: &generator), token: .test(token), at: test.clock.now)
        }
        lastPush[client] = clients[client].push(mutations)
        let answer = try await test.push(clients[client], mutations)
        #expect(answer.acknowledged == numbers[client])
    }

    mutating func pull(_ client: Int) async throws -> PullResponse {
        let wantsRows = Int.random(in: 0..<6, using: &generator) == 0
        let isLost = Int.random(in: 0..<20, using: &generator) == 0
        let response = try await test.pull(
            clients[client], cursor: isLost ? nil : replicas[client].cursor, rowsOnly: wantsRows)
        try replicas[client].apply(response)
        answers.append((client, response))
        encodings[response.from == nil ? "everything" : response.rows == nil ? "mutations" : "rows", default: 0] += 1
        return response
    }

    /// Compares every answer with the log as it is in the end.
    func checkAcknowledgements() async throws {
        let signer = CursorSigner(try await test.store.read { try $0.signingKeys() })
        let log = try await test.store.read { transaction in
            var log: [LogEntry] = []
            try transaction.entries(after: 0) {
                log.append($0)
                return true
            }
            return log
        }
        for (index, response) in answers {
            let client = clients[index]
            let end = try #require(signer.cursor(from: response.cursor, for: client.actor)).version
            let start = response.from.flatMap { signer.cursor(from: $0, for: client.actor) }?.version ?? 0
            let own = log.filter { $0.submitted?.client == client.id && $0.version <= end }
            #expect(response.acknowledged == own.last?.submitted?.number ?? 0)
            #expect(response.acknowledgedToken == own.last?.submitted?.token)
            let rejected = own.filter { $0.version > start && $0.content.rejection != nil }
            #expect(response.rejected.map(\.id) == rejected.compactMap { $0.submitted?.number })
        }
    }
}

extension LogEntry {
    fileprivate var submitted: SubmittedMutation? {
        switch content {
        case .applied(let mutation, _, _), .rejected(let mutation, _), .repeated(let mutation, _): mutation
        case .external, .migration: nil
        }
    }
}
