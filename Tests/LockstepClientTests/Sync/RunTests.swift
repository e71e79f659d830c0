import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("run()")
struct RunTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let clock = VirtualClock()
    private let transport: TestTransport

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
        transport = TestTransport(to: server)
    }

    /// Runs a client while `body` does.
    private func running(_ body: (IssueClient) async throws -> Void) async throws {
        let client = try await IssueClient.open(folder, transport, clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            try await body(client)
            group.cancelAll()
        }
        #expect(client.status.connection == .offline)
    }

    @Test("pushes what is made, pulls what it is poked for, and tells its status")
    func pushAndPoke() async throws {
        try await running { client in
            _ = await client.status { $0.connection == .idle }
            let receipt = try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
            #expect(try await receipt.outcome == .applied)
            #expect(await server.head == 1)

            var issues = client.observe(.issues).makeAsyncIterator()
            #expect(try await issues.next()?.count == 1)
            await server.run(.createIssue(id: .id(2), title: "theirs", description: ""))
            await transport.isConnected()
            transport.send(.head(version: 2))
            #expect(try await issues.next()?.count == 2)
            let status = await client.status { $0.connection == .idle && $0.pendingCount == 0 }
            #expect(status.lastError == nil)
            #expect(status.nextRetry == nil)
        }
    }

    @Test("keeps trying while the server is away, later each time, and catches up when it is back")
    func serverAway() async throws {
        transport.set { _, _ in throw TransportError.cut }
        try await running { client in
            let receipt = try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
            let status = await client.status { $0.connection == .backingOff }
            #expect(status.lastError?.code == .unreachable)
            let retry = try #require(status.nextRetry)
            #expect(retry > Date(millisecondsSince1970: VirtualClock.origin))
            #expect(status.pendingCount == 1)
            transport.set { [server] in try await server.post($0, $1, as: "ann") }
            clock.advance(by: .seconds(60))
            #expect(try await receipt.outcome == .applied)
            _ = await client.status { $0.connection == .idle && $0.lastError == nil }
        }
    }

    @Test("pauses without a valid token, keeps the queue, and goes on when told to")
    func authentication() async throws {
        let body = ErrorResponse(code: .unauthenticated, message: "expired").json
        transport.set { _, _ in TransportResponse(status: 401, body: body) }
        try await running { client in
            let receipt = try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
            let status = await client.status { $0.connection == .needsAuthentication }
            #expect(status.lastError?.code == .unauthenticated)
            #expect(status.pendingCount == 1)
            let requests = transport.requests.count
            try await client.mutate(.createIssue(id: .id(2), title: "more", description: ""))
            clock.advance(by: .seconds(200))
            #expect(transport.requests.count == requests)
            #expect(requests == 2)
            transport.set { [server] in try await server.post($0, $1, as: "ann") }
            client.retryNow()
            #expect(try await receipt.outcome == .applied)
        }
    }

    @Test("waits as long as the server asks")
    func retryAfter() async throws {
        transport.set { _, _ in TransportResponse(status: 503, retryAfter: .seconds(120), body: []) }
        try await running { client in
            let status = await client.status { $0.connection == .backingOff }
            #expect(status.nextRetry == Date(millisecondsSince1970: VirtualClock.origin + 120_000))
            #expect(status.lastError?.code == .unavailable)
        }
    }

    @Test("asks again when the stream of events breaks, for a poke may be lost with it")
    func brokenEvents() async throws {
        try await running { client in
            await transport.isConnected()
            await server.run(.createIssue(id: .id(1), title: "theirs", description: ""))
            transport.breakEvents()
            var issues = client.observe(.issues).makeAsyncIterator()
            _ = try await issues.next()
            let count = try await clock.ticking { try await issues.next()?.count }
            #expect(count == 1)
            await clock.ticking { await transport.isConnected(times: 2) }
        }
    }

    @Test("pushes what another process on the file made")
    func otherProcess() async throws {
        let other = try await IssueClient.open(folder, TestTransport { _, _ in throw TransportError.cut })
        try await running { client in
            _ = await client.status { $0.connection == .idle }
            let receipt = try await other.mutate(.createIssue(id: .id(1), title: "theirs", description: ""))
            let outcome = try await clock.ticking { try await client.outcome(of: receipt.token) }
            #expect(outcome == .applied)
        }
    }

    @Test("runs once at a time, and again after it ended")
    func onlyOnce() async throws {
        try await running { client in
            _ = await client.status { $0.connection == .idle }
            let error = await #expect(throws: ClientError.self) { try await client.run() }
            #expect(error?.code == .alreadyRunning)
        }
        try await running { client in _ = await client.status { $0.connection == .idle } }
    }

    @Test("returns when the client is closed")
    func closing() async throws {
        let client = try await IssueClient.open(folder, transport, clock)
        async let run: Void = client.run()
        _ = await client.status { $0.connection == .idle }
        try await client.close()
        try await run
    }

    @Test("returns when it is told to stop before the file is closed", .timeLimit(.minutes(10)))
    func stopping() async throws {
        let client = try await IssueClient.open(folder, transport, clock)
        let (mailbox, board) = (SyncMailbox(), StatusBoard())
        let driver = SyncDriver(client.replica, transport, mailbox, board)
        async let run: Void = driver.run()
        for await status in board.updates() where status.connection == .idle { break }
        mailbox.post(.stopped)
        await run
        #expect(!Task.isCancelled)
        #expect(board.status.connection == .offline)
    }

    @Test("without a server a client records mutations, and says why it does not sync")
    func noServer() async throws {
        let client = try await IssueClient.open(folder, .none, clock)
        try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
        #expect(try await client.list == ["mine todo"])
        let error = await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(error?.code == .noServer)
    }
}

extension TestTransport {
    /// Waits until a client has opened the stream of events as often.
    func isConnected(times: Int = 1) async {
        while connections < times { await Task.yield() }
    }
}
