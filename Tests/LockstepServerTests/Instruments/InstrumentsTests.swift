import InMemoryTracing
import Lockstep
import LockstepSQLiteStore
import MetricsTestKit
import ServerTestSupport
import Testing
import Tracing

@testable import LockstepServer

@Suite("What a server tells metrics and traces")
struct InstrumentsTests {
    private let test: TestServer
    private let metrics = TestMetrics()
    private let tracer = InMemoryTracer()
    private let server: SyncServer<Board, SQLiteStore<Board>>
    private let ann = TestClient(1)

    init() throws {
        test = try TestServer()
        server = try SyncServer(
            Board.self, store: test.store, handlers: NoHandlers(), clock: { 1_000_000 }, metrics: metrics,
            tracer: tracer)
    }

    private func push(_ mutations: PushedMutation..., cursor: String?? = nil) async -> SyncResponse {
        await server.push(ann.push(mutations, cursor: cursor).json, actor: "ann")
    }

    private func pull(cursor: String?, rowsOnly: Bool = false) async throws -> PullResponse {
        let request = PullRequest(
            client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: cursor, rowsOnly: rowsOnly)
        return try PullResponse(json: await server.pull(request.json, actor: "ann").body)
    }

    private func total(_ name: String, _ dimensions: [(String, String)]) -> Int64 {
        metrics.counterTotal(label: "lockstep_server_" + name, dimensions: dimensions)
    }

    @Test func requestsAreCountedByTheCodeOfTheirAnswer() async throws {
        _ = await push(PushedMutation(1, .createBoard(id: "a", name: "A")))
        _ = await push(PushedMutation(3, .createBoard(id: "b", name: "B")))
        _ = await server.push([], actor: "ann")
        _ = try await pull(cursor: nil)
        #expect(total("requests", [("operation", "push"), ("code", "ok")]) == 1)
        #expect(total("requests", [("operation", "push"), ("code", "outOfOrder")]) == 1)
        #expect(total("requests", [("operation", "push"), ("code", "malformed")]) == 1)
        #expect(total("requests", [("operation", "pull"), ("code", "ok")]) == 1)
        #expect(try metrics.expectTimer("lockstep_server_push_duration").values.count == 3)
        #expect(try metrics.expectTimer("lockstep_server_pull_duration").values.count == 1)
    }

    @Test func mutationsAreCountedByOutcomeAndRejectionsByCode() async throws {
        _ = await push(
            PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .createBoard(id: "a", name: "B")),
            PushedMutation(3, name: "nothing", arguments: "{}"))
        #expect(total("mutations", [("outcome", "accepted")]) == 1)
        #expect(total("mutations", [("outcome", "rejected")]) == 2)
        #expect(total("rejections", [("code", "constraint")]) == 1)
        #expect(total("rejections", [("code", "unknownMutation")]) == 1)
    }

    @Test func codesThatAnAppMakesUpAreBounded() throws {
        let family = CounterFamily("family", by: "code", factory: metrics)
        for number in 0..<1_000 { family.increment("code \(number)") }
        #expect(metrics.counters(label: "family").count == CounterFamily.maximumSeries + 1)
        let rest = Int64(1_000 - CounterFamily.maximumSeries)
        #expect(metrics.counterTotal(label: "family", dimensions: [("code", "other")]) == rest)
    }

    @Test func stepsAreCountedByEncodingAndReasonAndTheLagIsRecorded() async throws {
        let start = try await pull(cursor: nil).cursor
        _ = await push(
            PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .createBoard(id: "b", name: "B")))
        let end = try await pull(cursor: start).cursor
        _ = try await pull(cursor: start, rowsOnly: true)
        _ = try await pull(cursor: end)
        _ = try await pull(cursor: "forged")
        let expected = [
            ("everything", "new"), ("mutations", "cheaper"), ("rows", "asked"), ("mutations", "upToDate"),
            ("everything", "invalidCursor"),
        ]
        for (encoding, reason) in expected {
            #expect(total("steps", [("encoding", encoding), ("reason", reason)]) == 1, "\(encoding) \(reason)")
        }
        #expect(try metrics.expectRecorder("lockstep_server_lag_versions").values == [2, 2, 0])
    }

    @Test func commitsAreMeasuredWithTheirSize() async throws {
        _ = await push(
            PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .createBoard(id: "b", name: "B")))
        _ = await push(PushedMutation(3, .fail(how: "inputOutput")))
        #expect(try metrics.expectRecorder("lockstep_server_commit_pushes").values == [1, 1])
        #expect(try metrics.expectRecorder("lockstep_server_commit_mutations").values == [2, 1])
        #expect(try metrics.expectTimer("lockstep_server_commit_duration").values.count == 2)
        #expect(total("commits", [("result", "ok")]) == 1)
        #expect(total("commits", [("result", "failed")]) == 1)
        #expect(try metrics.expectMeter("lockstep_server_queue_depth").lastValue == 0)
    }

    @Test func pushesPullsAndCommitsAreSpansWithoutArguments() async throws {
        let start = try await pull(cursor: nil).cursor
        _ = await push(
            PushedMutation(1, .createBoard(id: "secret-id", name: "secret")),
            PushedMutation(2, .createBoard(id: "secret-id", name: "secret")), cursor: .some(start))
        let spans = tracer.finishedSpans
        #expect(
            spans.map(\.operationName) == ["lockstep_server_pull", "lockstep_server_commit", "lockstep_server_push"])
        let (pull, commit, push) = (spans[0], spans[1], spans[2])
        #expect(commit.parentSpanID == push.spanID)
        #expect(pull.attributes.get("lockstep.encoding") == .string("everything"))
        #expect(commit.attributes.get("lockstep.mutations") == .int64(2))
        #expect(push.attributes.get("lockstep.client") == .string(ann.id.lowercaseString))
        #expect(push.attributes.get("lockstep.rejected") == .int64(1))
        #expect(push.attributes.get("lockstep.version") == .int64(3))
        for span in spans {
            span.attributes.forEach { name, value in
                #expect(!"\(name) \(value)".contains("secret"))
                #expect(!"\(value)".contains("\"ann\""))
            }
        }
    }

    @Test func aRequestThatTheStoreFailedIsASpanWithAnError() async throws {
        _ = await push(PushedMutation(1, .fail(how: "inputOutput")))
        let spans = tracer.finishedSpans
        #expect(spans.map(\.status?.code) == [.error, .error])
        #expect(spans.last?.attributes.get("lockstep.code") == .string("unavailable"))
    }
}
