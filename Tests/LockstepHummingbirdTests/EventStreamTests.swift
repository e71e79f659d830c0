import Foundation
import HTTPTestSupport
import IssueListSchema
import Lockstep
import LockstepServer
import Testing

@Suite("The event stream", .timeLimit(.minutes(5)))
struct EventStreamTests {
    /// The version in the next event.
    func head(_ connection: TextConnection) async throws -> Int64 {
        let text = await connection.text(through: "}\n\n")
        let match = try #require(text.firstMatch(of: /event: head\ndata: \{"version": ([0-9]+)\}\n\n$/))
        return try #require(Int64(match.1))
    }

    @Test("It is a stream of events that nobody may keep")
    func headers() async throws {
        try await TestApplication.run { application in
            let head = try await application.events().head.lowercased()
            #expect(head.hasPrefix("http/1.1 200 ok\r\n"))
            #expect(head.contains("content-type: text/event-stream\r\n"))
            #expect(head.contains("cache-control: no-store\r\n"))
            #expect(head.contains("x-accel-buffering: no\r\n"))
        }
    }

    @Test("The newest version comes on connection, and after each commit")
    func heads() async throws {
        try await TestApplication.run { application in
            let (connection, _) = try await application.events()
            let first = try await head(connection)
            let answer = try await application.answer("POST /sync/push", body: IssueList.push(client: UUID()))
            #expect(answer.status == 200)
            #expect(try await head(connection) == first + 1)
            let version = try await application.server.mutate(
                .createIssue(title: "From the server", description: ""), as: "cron")
            #expect(try await head(connection) == version)
            let (late, _) = try await application.events()
            #expect(try await head(late) == version)
        }
    }

    @Test("A comment comes every 15 seconds")
    func heartbeat() async throws {
        let clock = ManualClock()
        try await TestApplication.run(clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await head(connection)
            for beat in 1...3 {
                await clock.sleeper(until: .seconds(15 * beat))
                clock.advance(by: .seconds(15))
                #expect(await connection.text(through: "\n\n").hasSuffix("\r\n:\n\n"))
            }
        }
    }

    @Test("Every stream hears of a commit")
    func concurrent() async throws {
        try await TestApplication.run { application in
            var connections: [TextConnection] = []
            for number in 0..<40 {
                let (connection, _) = try await application.events(actor: "user\(number)")
                _ = try await head(connection)
                connections.append(connection)
            }
            let version = try await application.server.mutate(
                .createIssue(title: "For everybody", description: ""), as: "cron")
            for connection in connections { #expect(try await head(connection) == version) }
        }
    }

    @Test("A client that goes is noticed though nothing is written")
    func disconnect() async throws {
        let clock = ManualClock()
        try await TestApplication.run(clock: clock) { application in
            let (gone, _) = try await application.events()
            let (stays, _) = try await application.events()
            _ = try await head(gone)
            _ = try await head(stays)
            // Each stream sleeps until its next comment.
            await clock.sleepers(2)
            gone.close()
            await clock.sleepers(1)
            let version = try await application.server.mutate(
                .createIssue(title: "Still here", description: ""), as: "cron")
            #expect(try await head(stays) == version)
        }
    }

    @Test("Graceful shutdown ends the streams in order, and with them the server")
    func shutdown() async throws {
        let clock = ManualClock()
        try await TestApplication.run(clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await head(connection)
            await application.shutDown()
            #expect(await connection.rest().hasSuffix("0\r\n\r\n"))
            await clock.sleepers(0)
        }
    }

    @Test("One connection may ask for something else, and then for events")
    func keptAlive() async throws {
        try await TestApplication.run { application in
            let connection = try application.connect()
            connection.send(TestApplication.head("GET /sync/health", actor: nil))
            #expect(try await connection.answer().status == 200)
            connection.send(TestApplication.head("GET /sync/events", actor: "ann"))
            let version = try await head(connection)
            #expect(version >= 1)
        }
    }
}
