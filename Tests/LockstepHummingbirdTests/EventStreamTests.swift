import Foundation
import HTTPTestSupport
import IssueListSchema
import Lockstep
import LockstepServer
import Testing

@Suite("The event stream", .timeLimit(.minutes(10)))
struct EventStreamTests {
    /// The version in the next event.
    func head(_ connection: TextConnection) async throws -> Int64 {
        let text = await connection.text(through: "}\n\n")
        let match = try #require(
            text.firstMatch(of: /event: head\ndata: \{"version": ([0-9]+)(?:, "spread": [0-9]+)?\}\n\n$/))
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
            for second in 1...45 {
                // One clock beats for all streams.
                await clock.sleeper(until: .seconds(second))
                clock.advance(by: .seconds(1))
                // The stream was the first to subscribe, and so hears the first beat of each fifteen.
                if second % 15 == 1 { #expect(await connection.text(through: "\n\n").hasSuffix("\r\n:\n\n")) }
            }
        }
    }

    @Test("Commits that follow each other closely share an event, and the last one is told")
    func coalesced() async throws {
        var configuration = ServerConfiguration()
        configuration.minimumEventInterval = .milliseconds(500)
        configuration.headPollInterval = .seconds(3_600)
        let clock = ManualClock()
        try await TestApplication.run(configuration: configuration, clock: clock) { application in
            let (connection, _) = try await application.events()
            _ = try await head(connection)
            func commit() async throws -> Int64 {
                try await application.server.mutate(.createIssue(title: "One more", description: ""), as: "cron")
            }
            // Whether the server's start begins a pause depends on which of its loops is first.
            let start = try await commit()
            try await clock.pass(by: .milliseconds(500)) {
                while try await head(connection) < start { try Task.checkCancellation() }
            }
            clock.advance(by: .milliseconds(500))
            await clock.sleepers(1)
            let first = try await commit()
            #expect(try await head(connection) == first)
            await clock.sleepers(2)
            var newest = first
            for _ in 1...5 { newest = try await commit() }
            clock.advance(by: .milliseconds(500))
            #expect(try await head(connection) == newest)
        }
    }

    @Test("With many streams the event says over what time pulls are to be spread")
    func spread() async throws {
        var configuration = ServerConfiguration()
        configuration.eventSpreadPerStream = .milliseconds(20)
        try await TestApplication.run(configuration: configuration) { application in
            let (first, _) = try await application.events()
            _ = try await head(first)
            let (second, _) = try await application.events()
            #expect(await second.text(through: "}\n\n").hasSuffix(", \"spread\": 20}\n\n"))
            _ = try await application.server.mutate(.createIssue(title: "News", description: ""), as: "cron")
            #expect(await first.text(through: "}\n\n").hasSuffix(", \"spread\": 40}\n\n"))
        }
    }

    @Test("An actor has so many streams, and all actors together; one that ends makes room")
    func limits() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumStreamsPerActor = 2
        configuration.maximumStreams = 3
        try await TestApplication.run(configuration: configuration) { application in
            let (first, _) = try await application.events()
            let (second, _) = try await application.events()
            _ = try await head(first)
            _ = try await head(second)
            let third = try await application.answer("GET /sync/events")
            #expect(third.status == 429)
            #expect(third.headers["retry-after"] == "30")
            #expect(try ErrorResponse(json: third.body).code == .tooManyStreams)
            let (others, _) = try await application.events(actor: "bob")
            _ = try await head(others)
            let fourth = try await application.answer("GET /sync/events", actor: "cid")
            #expect(fourth.status == 503)
            #expect(try ErrorResponse(json: fourth.body).code == .overloaded)
            first.close()
            while application.server.admission.streamCount > 2 {
                try Task.checkCancellation()
                await Task.yield()
            }
            let (next, _) = try await application.events()
            _ = try await head(next)
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
        try await TestApplication.run { application in
            let (gone, _) = try await application.events()
            let (stays, _) = try await application.events()
            _ = try await head(gone)
            _ = try await head(stays)
            #expect(application.server.admission.streamCount == 2)
            gone.close()
            while application.server.admission.streamCount > 1 {
                try Task.checkCancellation()
                await Task.yield()
            }
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
