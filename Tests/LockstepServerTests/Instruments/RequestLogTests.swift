import Lockstep
import LockstepSQLiteStore
import Logging
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("What a server writes into the process's log")
struct RequestLogTests {
    @Test(arguments: [false, true])
    func eachRequestIsALineWithoutArguments(logsActors: Bool) async throws {
        let test = try TestServer()
        let lines = LogLines()
        var configuration = ServerConfiguration()
        configuration.logsActors = logsActors
        let server = try SyncServer(
            Board.self, store: test.store, configuration: configuration, clock: { 1_000_000 },
            logger: lines.logger(level: .debug))
        let ann = TestClient(1)
        let mutation = PushedMutation(1, .createBoard(id: "secret-id", name: "secret"))
        _ = await server.push(ann.push([mutation]).json, actor: "ann")
        _ = await server.push(ann.push([PushedMutation(5, .createBoard(id: "b", name: "B"))]).json, actor: "ann")

        let taken = lines.all
        #expect(taken.map(\.level) == [.debug, .info])
        #expect(taken.map(\.message) == ["Answered a push.", "Answered a push."])
        #expect(taken[0].metadata["client"] == "\(ann.id.lowercaseString)")
        #expect(taken[0].metadata["version"] == "2")
        #expect(taken[0].metadata["mutations"] == "1")
        #expect(taken[0].metadata["duration_ms"] != nil)
        #expect(taken[0].metadata["actor"] == (logsActors ? "ann" : nil))
        #expect(taken[1].metadata["code"] == "outOfOrder")
        for line in taken { #expect(!"\(line)".contains("secret")) }
    }
}
