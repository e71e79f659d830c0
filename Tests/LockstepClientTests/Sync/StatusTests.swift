import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("The status of a client that runs")
struct StatusTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let respond: TestTransport.Respond
        let connection: SyncStatus.Connection
        let code: ClientError.Code
    }

    private static func answer(_ status: Int, _ code: ErrorResponse.Code? = nil) -> TestTransport.Respond {
        let body = code.map { ErrorResponse(code: $0, message: "for the test", expected: 1).json } ?? []
        return { _, _ in TransportResponse(status: status, body: body) }
    }

    private static func body(_ text: String) -> TestTransport.Respond {
        { _, _ in TransportResponse(status: 200, body: Array(text.utf8)) }
    }

    /// A server that has the same step for every request, and acknowledges nothing.
    private static func step(more: Bool, rows: String = "{}") -> TestTransport.Respond {
        { path, _ in
            let outcomes = #""acknowledged": 0, "acknowledgedToken": null, "rejected": []"#
            let pull = #"{"from": null, "cursor": "c", "more": \#(more), \#(outcomes), "rows": \#(rows)}"#
            let answer = path == SyncProtocol.pushPath ? #"{\#(outcomes), "pull": \#(pull)}"# : pull
            return TransportResponse(status: 200, body: Array(answer.utf8))
        }
    }

    private static let unfitting = """
        {"issue": {"columns": ["id", "title", "description", "status", "owner", "created_at"], \
        "delete": [], "upsert": [[null, null, null, null, null, null]]}}
        """

    private static let faults: [Fault] = [
        Fault(
            testDescription: "no network", respond: { _, _ in throw TransportError.cut }, connection: .backingOff,
            code: .unreachable),
        Fault(
            testDescription: "no server",
            respond: { try await NoServer().post($0, body: $1) }, connection: .backingOff, code: .noServer),
        Fault(
            testDescription: "no token", respond: { _, _ in throw TransportError(.noToken, "signed out") },
            connection: .needsAuthentication, code: .unauthenticated),
        Fault(
            testDescription: "401", respond: answer(401, .unauthenticated), connection: .needsAuthentication,
            code: .unauthenticated),
        Fault(
            testDescription: "403", respond: answer(403, .forbidden), connection: .needsAuthentication,
            code: .forbidden),
        Fault(testDescription: "400", respond: answer(400, .malformed), connection: .backingOff, code: .refused),
        Fault(testDescription: "404", respond: answer(404), connection: .backingOff, code: .refused),
        Fault(testDescription: "302", respond: answer(302), connection: .backingOff, code: .unavailable),
        Fault(
            testDescription: "409 forked", respond: answer(409, .forked), connection: .backingOff, code: .forked),
        Fault(
            testDescription: "409 outOfOrder", respond: answer(409, .outOfOrder), connection: .backingOff,
            code: .outOfOrder),
        Fault(testDescription: "413", respond: answer(413), connection: .backingOff, code: .tooLarge),
        Fault(
            testDescription: "426", respond: answer(426, .upgradeRequired), connection: .upgradeRequired,
            code: .upgradeRequired),
        Fault(testDescription: "429", respond: answer(429), connection: .backingOff, code: .unavailable),
        Fault(testDescription: "500", respond: answer(500), connection: .backingOff, code: .unavailable),
        Fault(
            testDescription: "503", respond: answer(503, .unavailable), connection: .backingOff, code: .unavailable),
        Fault(
            testDescription: "503 serverBehind", respond: answer(503, .serverBehind), connection: .backingOff,
            code: .serverBehind),
        Fault(
            testDescription: "an answer that is not JSON", respond: body("<html>"), connection: .backingOff,
            code: .malformedAnswer),
        Fault(
            testDescription: "an answer cut off", respond: body(#"{"acknowledged": 1"#), connection: .backingOff,
            code: .malformedAnswer),
        Fault(
            testDescription: "more of nothing", respond: step(more: true), connection: .backingOff, code: .noProgress),
        Fault(
            testDescription: "a push that is never acknowledged", respond: step(more: false),
            connection: .backingOff, code: .noProgress),
        Fault(
            testDescription: "rows that do not fit", respond: step(more: false, rows: unfitting),
            connection: .backingOff, code: .diverged),
    ]

    @Test("names the cause of every kind of failure, and what is pending stays", arguments: faults)
    func fault(_ fault: Fault) async throws {
        let folder = try TestFolder()
        let clock = VirtualClock()
        let transport = TestTransport(fault.respond)
        let client = try await IssueClient.open(folder, transport, clock)
        let receipt = try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
        let running = Task { try await client.run() }
        let status = await client.status { $0.nextRetry != nil }
        #expect(status.connection == fault.connection)
        #expect(status.lastError?.code == fault.code)
        #expect(status.pendingCount == 1)
        #expect(status.oldestPending == Date(millisecondsSince1970: VirtualClock.origin))
        #expect(transport.requests.count <= 8)

        let server = try ReferenceServer(IssueList.self)
        transport.set { try await server.post($0, $1, as: "ann") }
        // A wait that the app need not bear: it knows that the cause is gone.
        client.retryNow()
        let later = await client.status { $0.connection == .idle }
        #expect(later.lastError == nil)
        #expect(later.nextRetry == nil)
        #expect(later.pendingCount == 0)
        #expect(later.oldestPending == nil)
        #expect(try await receipt.outcome == .applied)
        running.cancel()
        try await running.value
        #expect(client.status.connection == .offline)
        #expect(client.status.listening == .none)
    }

    struct EventsFault: CustomTestStringConvertible, Sendable {
        let error: TransportError
        let code: ClientError.Code
        var testDescription: String { "\(error.kind)" }
    }

    private static let eventsFaults: [EventsFault] =
        [
            (TransportError.Kind.unreachable, ClientError.Code.unreachable), (.noToken, .unauthenticated),
            (.refused(status: 401), .unauthenticated), (.refused(status: 403), .forbidden),
            (.refused(status: 404), .noEvents), (.refused(status: 405), .noEvents),
            (.refused(status: 501), .noEvents), (.refused(status: 200), .noEvents),
            (.refused(status: 429), .unavailable), (.refused(status: 503, retryAfter: .seconds(9)), .unavailable),
        ].map { EventsFault(error: TransportError($0, "for the test"), code: $1) }

    @Test("names why there is no stream of events, while the client polls", arguments: eventsFaults)
    func eventsFault(_ fault: EventsFault) async throws {
        let folder = try TestFolder()
        let clock = VirtualClock()
        let server = try ReferenceServer(IssueList.self)
        let transport = TestTransport(to: server)
        let client = try await IssueClient.open(folder, transport, clock)
        let running = Task { try await client.run() }
        await transport.isConnected()
        transport.breakEvents(fault.error)
        let status = await client.status { $0.eventsError != nil }
        #expect(status.eventsError?.code == fault.code)
        #expect(status.listening == .polling)
        #expect(status.lastError == nil)

        await server.run(.createIssue(id: .id(1), title: "theirs", description: ""))
        var issues = client.observe(.issues).makeAsyncIterator()
        while try await clock.ticking({ try await issues.next() })?.isEmpty == true {}
        #expect(try await client.list == ["theirs todo"])
        running.cancel()
        try await running.value
    }

    @Test("tells of events that come, of the last exchange, and of the base's version")
    func inStep() async throws {
        let folder = try TestFolder()
        let clock = VirtualClock()
        let server = try ReferenceServer(IssueList.self)
        let transport = TestTransport(to: server)
        let client = try await IssueClient.open(folder, transport, clock)
        #expect(client.status.lastExchange == nil)
        await server.run(.createIssue(id: .id(1), title: "theirs", description: ""))
        clock.advance(by: .seconds(5))
        let running = Task { try await client.run() }
        await transport.isConnected()
        transport.send(.head(version: 1))
        let status = await client.status { $0.listening == .events }
        #expect(status.lastExchange == Date(millisecondsSince1970: VirtualClock.origin + 5_000))
        #expect(status.baseVersion == 1)
        #expect(status.eventsError == nil)
        running.cancel()
        try await running.value
    }

    @Test("is told once as long as it is the same, and to a slow reader the newest")
    func coalesced() async {
        let board = StatusBoard()
        var updates = board.updates().makeAsyncIterator()
        #expect(await updates.next()?.pendingCount == 0)
        for count in 1...9 { board.update { $0.pendingCount = count } }
        #expect(await updates.next()?.pendingCount == 9)
        board.update { $0.pendingCount = 9 }
        board.update { $0.lastError = ClientError(.unreachable, "a") }
        #expect(await updates.next()?.lastError?.message == "a")
        board.update { $0.lastError = ClientError(.unreachable, "a") }
        board.update { $0.lastError = nil }
        #expect(await updates.next()?.lastError == nil)
        board.close()
        #expect(await updates.next() == nil)
    }
}
