import CSQLite
import Foundation
import Lockstep
import TestSupport
import Testing

/// Real processes, killed by the operating system under load: the devices of five users, who change the same rows while
/// four of them come and go, and their server.
@Suite("kill -9", .timeLimit(.minutes(90)))
struct KillTests {
    private static let executables = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    private static let owner = "ann"
    private static let members = ["ben", "cleo", "dan", "eve"]
    private static let users = [owner] + members

    @Test("What mutate returned for has one outcome, what was acknowledged is there once, and each sees what they may")
    func killedAtAnyMoment() async throws {
        let scale = Scale()
        let stage = try Stage(executables: Self.executables, devicesPerUser: max(scale.clients / Self.users.count, 1))
        defer { stage.remove() }
        var random = SeededGenerator(seed: 20_240_509)
        var server = try await stage.startServer()
        var projects: [String] = []
        for name in ["House", "Garden", "Street"] { projects.append(try await stage.createProject(name, Self.owner)) }
        var testimonies = [Testimony](repeating: Testimony(), count: Self.users.count)
        var apps: [RunningProcess] = []
        func startApp(_ index: Int) throws -> RunningProcess {
            try stage.startApp(
                Self.users[index], members: index == 0 ? Self.members : [], projects: projects, seed: random.next())
        }
        for index in Self.users.indices { apps.append(try startApp(index)) }

        for round in 0..<2 * scale.kills {
            let victim = Int.random(in: apps.indices, using: &random)
            let progress = Int.random(in: 1...10 * stage.devicesPerUser, using: &random)
            await apps[victim].waitForLines(apps[victim].lines.count + progress)
            if round % 2 == 0 {
                await server.kill()
                server = try await stage.startServer()
            } else {
                await apps[victim].kill()
                for line in apps[victim].lines { testimonies[victim].add(line) }
                apps[victim] = try startApp(victim)
            }
        }
        for index in apps.indices {
            #expect(await apps[index].stop() == 0)
            for line in apps[index].lines { testimonies[index].add(line) }
        }

        // Twice, since the first round may bring something to push into somebody's past.
        for _ in 0..<2 { for user in Self.users { try await stage.settle(user) } }
        #expect(await server.stop(bySignal: true) == 0)

        let record = try ServerRecord(stage.serverFile)
        var verdict = Verdict()
        try verdict.expectConsistency(of: record)
        for (user, testimony) in zip(Self.users, testimonies) {
            for device in 0..<stage.devicesPerUser {
                try verdict.expect(testimony, of: user, device, on: stage, by: record, atLeast: 11)
            }
        }
        #expect(verdict.problems == [])
    }
}
