import HTTPTestSupport
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("The inspector's event stream", .timeLimit(.minutes(10)))
struct InspectorStreamTests {
    /// What the next event says.
    func event(_ connection: TextConnection) async throws -> String {
        let text = await connection.text(through: "}\n\n")
        let match = try #require(text.firstMatch(of: /event: activity\ndata: (\{.*\})\n\n$/))
        return String(match.1)
    }

    /// Lets the second pass after which the stream looks again.
    func tick(_ clock: ManualClock, _ number: Int) async {
        await clock.sleeper(until: .seconds(number))
        clock.advance(by: .seconds(1))
    }

    @Test("It says at once how things stand, and then what has changed, at most every second")
    func activity() async throws {
        let clock = ManualClock()
        let test = try InspectedServer()
        try await InspectorApplication.run(test, clock: clock) { application in
            let (connection, head) = try await application.events()
            #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(head.lowercased().contains("content-type: text/event-stream\r\n"))
            #expect(head.lowercased().contains("cache-control: no-store\r\n"))
            #expect(try await event(connection).contains(#""pulls": 0"#))
            for _ in 1...3 { try await test.pull(client: 1) }
            await tick(clock, 1)
            #expect(try await event(connection).contains(#""pulls": 3"#))
            // Nothing has changed: nothing is written until something has.
            await tick(clock, 2)
            try await test.pull(client: 1)
            await tick(clock, 3)
            #expect(try await event(connection).contains(#""pulls": 4"#))
        }
    }

    @Test("Commits are told, those of other processes too")
    func commits() async throws {
        let clock = ManualClock()
        let test = try InspectedServer()
        try await InspectorApplication.run(test, clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await event(connection)
            let version = try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron")
            try await clock.pass(by: .seconds(1)) {
                var text = ""
                while !text.contains(#""version": \#(version),"#) {
                    try Task.checkCancellation()
                    text = await connection.text(through: "\n\n")
                }
            }
        }
    }

    @Test("A comment shows that a quiet stream lives")
    func heartbeat() async throws {
        let clock = ManualClock()
        let test = try InspectedServer()
        await test.server.refreshHead()
        try await InspectorApplication.run(test, clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await event(connection)
            try await clock.pass(by: .seconds(1)) {
                var text = ""
                while !text.hasSuffix(":\n\n") {
                    try Task.checkCancellation()
                    text = await connection.text(through: "\n\n")
                }
            }
            #expect(clock.now.offset >= .seconds(14))
        }
    }

    @Test("Few may look at once, and a page that goes makes room")
    func limit() async throws {
        let clock = ManualClock()
        try await InspectorApplication.run(InspectedServer(), clock: clock) { application in
            var connections: [TextConnection] = []
            for _ in 0..<8 {
                let (connection, head) = try await application.events()
                #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                connections.append(connection)
            }
            let refused = try await application.answer("/sync/inspector/events")
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == "5")
            await clock.sleepers(8)
            connections.removeLast().close()
            await clock.sleepers(7)
            var head = ""
            while !head.hasPrefix("HTTP/1.1 200 OK\r\n") { head = try await application.events().head }
        }
    }

    @Test("Graceful shutdown ends the streams in order")
    func shutdown() async throws {
        let clock = ManualClock()
        try await InspectorApplication.run(InspectedServer(), clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await event(connection)
            await application.shutDown()
            #expect(await connection.rest().hasSuffix("0\r\n\r\n"))
            await clock.sleepers(0)
        }
    }
}
