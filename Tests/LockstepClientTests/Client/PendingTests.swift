import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Pending mutations and receipts")
struct PendingTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let transport: TestTransport
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
        transport = TestTransport(to: server)
    }

    private func client() async throws -> IssueClient { try await .open(folder, transport, clock) }

    private func make(_ numbers: ClosedRange<Int>, _ client: IssueClient) async throws -> [MutationReceipt] {
        try await client.mutate(numbers.map { .createIssue(id: .id($0), title: "\($0)", description: "") })
    }

    @Test("A receipt is pending, then applied, then forgotten, and all of it across restarts")
    func states() async throws {
        var client = try await client()
        let token = try await make(1...1, client)[0].token
        try await client.close()
        client = try await self.client()
        let pending = try #require(try await client.pendingMutations().first)
        #expect(try await client.state(of: token) == .pending(pending))
        try await client.sync()
        try await client.close()
        client = try await self.client()
        #expect(try await client.state(of: token) == .applied)
        #expect(try await client.outcome(of: token) == .applied)
        clock.advance(by: client.replica.configuration.keepsAcknowledged + .seconds(1))
        _ = try await make(2...2, client)
        try await client.sync()
        #expect(try await client.state(of: token) == .unknown)
    }

    @Test("A rejection is known as long as it is kept, however old it is")
    func rejectedState() async throws {
        await server.set(denied: ["createIssue"])
        let client = try await client()
        let token = try await make(1...1, client)[0].token
        try await client.sync()
        let rejection = try #require(try await client.rejections().first)
        clock.advance(by: client.replica.configuration.keepsAcknowledged + .seconds(1))
        _ = try await make(2...2, client)
        try await client.sync()
        #expect(try await client.state(of: token) == .rejected(rejection))
        try await client.dismiss(rejection)
        #expect(try await client.state(of: token) == .unknown)
        #expect(try await client.state(of: UUID()) == .unknown)
    }

    @Test("They say how old they are, and the status how old the oldest is")
    func age() async throws {
        var client = try await client()
        let start = Date(millisecondsSince1970: VirtualClock.origin)
        #expect(client.status.oldestPending == nil)
        _ = try await make(1...1, client)
        clock.advance(by: .seconds(60))
        _ = try await make(2...2, client)
        #expect(try await client.pendingMutations().map { $0.age(at: start + 100) } == [.seconds(100), .seconds(40)])
        #expect(client.status.oldestPending == start)
        try await client.close()
        client = try await self.client()
        #expect(client.status.oldestPending == start)
        #expect(client.status.pendingCount == 2)
        try await client.sync()
        #expect(client.status.oldestPending == nil)
    }

    @Test("A long queue is read page by page, whatever is acknowledged between two pages")
    func pages() async throws {
        let client = try await client()
        _ = try await make(1...7, client)
        let first = try await client.pendingMutations(limit: 3)
        #expect(first.map(\.number) == [1, 2, 3])
        let second = try await client.pendingMutations(limit: 3, after: first.last)
        #expect(second.map(\.number) == [4, 5, 6])
        #expect(try await client.pendingMutations(limit: 3, after: second.last).map(\.number) == [7])
        try await client.sync()
        _ = try await make(8...9, client)
        #expect(try await client.pendingMutations(limit: 3, after: second.last).map(\.number) == [8, 9])
    }

    @Test("The interface that observes the first of them is not told of all")
    func observedPage() async throws {
        let client = try await client()
        _ = try await make(1...7, client)
        var pages = client.observePendingMutations(limit: 2).makeAsyncIterator()
        #expect(try await pages.next()?.map(\.number) == [1, 2])
    }

    static let failures: [(ClientError.Code, TestTransport.Respond)] = [
        (.unreachable, { _, _ in throw TransportError.cut }),
        (.unauthenticated, { _, _ in TransportResponse(status: 401, body: []) }),
        (.forbidden, { _, _ in TransportResponse(status: 403, body: []) }),
        (.upgradeRequired, { _, _ in TransportResponse(status: 426, body: []) }),
        (.unavailable, { _, _ in TransportResponse(status: 500, body: []) }),
        (.tooLarge, { _, _ in TransportResponse(status: 413, body: []) }),
        (.malformedAnswer, { _, _ in TransportResponse(status: 200, body: Array("{".utf8)) }),
    ]

    @Test(
        "What a push carried in vain says why, in a later run of the app too, until a push succeeds",
        arguments: failures)
    func pushFailure(_ code: ClientError.Code, _ respond: @escaping TestTransport.Respond) async throws {
        var client = try await client()
        _ = try await make(1...1, client)
        #expect(try await client.pendingMutations()[0].pushFailure == nil)
        transport.set(respond)
        await #expect(throws: ClientError.self) { try await client.sync() }
        _ = try await make(2...2, client)
        try await client.close()
        client = try await self.client()
        let pending = try await client.pendingMutations()
        #expect(pending[0].pushFailure?.code == code)
        #expect(pending[0].pushFailure?.message.isEmpty == false)
        #expect(pending[1].pushFailure == nil)
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        _ = try await make(3...3, client)
        #expect(try await client.pendingMutations()[0].pushFailure == nil)
    }

    @Test("A failure that repeats itself is noted once, with the time when it began")
    func repeatedFailure() async throws {
        let client = try await client()
        _ = try await make(1...1, client)
        transport.set { _, _ in throw TransportError.cut }
        await #expect(throws: ClientError.self) { try await client.sync() }
        let version = try await client.writerPragma("data_version")
        let other = try await self.client()
        let before = try await other.writerPragma("data_version")
        clock.advance(by: .seconds(60))
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(try await other.writerPragma("data_version") == before)
        #expect(try await client.writerPragma("data_version") == version)
        let failure = try #require(try await client.pendingMutations()[0].pushFailure)
        #expect(failure.since == Date(millisecondsSince1970: VirtualClock.origin))
    }

    @Test("A pending mutation can be read as what it is")
    func typed() async throws {
        let client = try await client()
        _ = try await make(1...1, client)
        let pending = try #require(try await client.pendingMutations().first)
        #expect(try IssueList.Mutation(pending) == .createIssue(id: .id(1), title: "1", description: ""))
    }

    @Test("A copy that is found out is told in the status")
    func fork() async throws {
        let original = try await client()
        _ = try await make(1...1, original)
        try await original.close()
        try folder.copy("replica", to: "copy")
        let copy = try await IssueClient.open(folder, transport, clock, file: "copy")
        let reopened = try await client()
        let client = try await reopened.scalar("SELECT client FROM lockstep_replica")
        _ = try await make(2...2, reopened)
        _ = try await make(3...3, copy)
        try await reopened.sync()
        try await copy.sync()
        #expect(reopened.status.lastFork == nil)
        #expect(copy.status.lastFork?.formerClient.lowercaseString == client)
        #expect(try await copy.list.count == 3)
    }
}
