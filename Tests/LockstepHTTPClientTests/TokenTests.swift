import Foundation
import HTTPTestSupport
import LockstepClient
import LockstepHTTPClient
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("Tokens over HTTP", .timeLimit(.minutes(10)))
struct TokenTests {
    /// A server that accepts one token.
    private static func server(accepting token: String) throws -> ScriptedServer {
        try ScriptedServer { request, connection in
            let isAccepted = request.headers["authorization"] == "Bearer \(token)"
            connection.send(ScriptedServer.answer(isAccepted ? "200 OK" : "401 Unauthorized"))
        }
    }

    /// An app that keeps a token, and gets another one when it is told to.
    private actor Session {
        private(set) var requests: [String?] = []
        private var token = "old"

        func token(_ request: TokenRequest) -> String {
            requests.append(request.refused)
            if request.refused == token { token = "new" }
            return token
        }
    }

    @Test("The closure is told which token was refused, until one is accepted")
    func refused() async throws {
        let server = try Self.server(accepting: "new")
        let session = Session()
        let transport: HTTPTransport = .http(server.url) { request in await session.token(request) }
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(try await transport.post("/sync/push", body: []).status) }
        #expect(statuses == [401, 200, 200])
        #expect(await session.requests == [nil, "old", nil])
    }

    @Test("A token that the event stream was refused with is told as well")
    func refusedStream() async throws {
        let server = try Self.server(accepting: "new")
        let session = Session()
        let transport: HTTPTransport = .http(server.url) { request in await session.token(request) }
        var events = transport.events().makeAsyncIterator()
        let error = await #expect(throws: TransportError.self) { try await events.next() }
        #expect(error?.kind == .refused(status: 401))
        #expect(try await transport.post("/sync/pull", body: []).status == 200)
        #expect(await session.requests == [nil, "old"])
    }

    @Test("What a server cannot answer says nothing about the token")
    func unavailable() async throws {
        let statuses = ["401 Unauthorized", "503 Service Unavailable", "200 OK", "200 OK"]
        let answered = Guarded(0)
        let server = try ScriptedServer { _, connection in
            let index = answered.withLock { count in
                defer { count += 1 }
                return count
            }
            connection.send(ScriptedServer.answer(statuses[index]))
        }
        let asked = Guarded<[String?]>([])
        let transport: HTTPTransport = .http(server.url) { (request: TokenRequest) in
            asked.withLock { $0.append(request.refused) }
            return "a"
        }
        for _ in statuses { _ = try await transport.post("/sync/push", body: []) }
        #expect(asked.withLock { $0 } == [nil, "a", "a", nil])
    }

    struct Failure: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let error: any Error
        let kind: TransportError.Kind
    }

    private struct SignedOut: Error {}

    private static let failures = [
        Failure(testDescription: "signed out", error: SignedOut(), kind: .noToken),
        Failure(
            testDescription: "the closure says that it is offline", error: TransportError(.unreachable, "offline"),
            kind: .unreachable),
        Failure(testDescription: "offline", error: URLError(.notConnectedToInternet), kind: .unreachable),
        Failure(testDescription: "too slow", error: URLError(.timedOut), kind: .unreachable),
        Failure(testDescription: "refused", error: URLError(.userAuthenticationRequired), kind: .noToken),
        Failure(testDescription: "a bad answer", error: URLError(.badServerResponse), kind: .noToken),
    ]

    @Test("What the closure throws says whether to wait for the app or for a network", arguments: failures)
    func failure(_ failure: Failure) async throws {
        let server = try Self.server(accepting: "new")
        let transport = HTTPTransport(url: server.url, token: { throw failure.error })
        let error = await #expect(throws: TransportError.self) { try await transport.post("/sync/push", body: []) }
        #expect(error?.kind == failure.kind)
    }
}
