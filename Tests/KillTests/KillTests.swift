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
        try record.expectConsistency()
        for (user, testimony) in zip(Self.users, testimonies) {
            for device in 0..<stage.devicesPerUser {
                try expect(testimony, of: user, device, on: stage, by: record)
            }
        }
    }

    /// Compares what a device said and holds with what the server has.
    private func expect(
        _ testimony: Testimony, of user: String, _ device: Int, on stage: Stage, by record: ServerRecord
    ) throws {
        let name: Comment = "\(user), device \(device)"
        let replica = try Database(stage.replicaFile(user, device))
        let client = try #require(try replica.column("SELECT client FROM lockstep_replica").first)
        let applied = try record.tokens("mutation", of: client)
        let rejected = try record.tokens("rejection", of: client)
        let made = testimony.made[device] ?? []

        #expect(made.count > 10, "\(name): not much of a load")
        #expect(Set(made).subtracting(applied + rejected) == [], "\(name): what was made is lost")
        for (ended, kind) in [(applied, "applied"), (rejected, "rejected")] {
            let ended = Set(ended)
            let told = kind == "applied" ? testimony.applied : testimony.rejected
            let others = kind == "applied" ? testimony.rejected : testimony.applied
            #expect(told.intersection(made).isSubset(of: ended), "\(name): told \(kind), and it was not")
            #expect(others.isDisjoint(with: ended), "\(name): \(kind), and told otherwise")
        }
        let order = Dictionary(uniqueKeysWithValues: applied.enumerated().map { ($1, $0) })
        let appliedOrder = made.compactMap { order[$0] }
        #expect(appliedOrder == appliedOrder.sorted(), "\(name): the order changed")
        #expect(
            try Set(replica.column("SELECT token FROM lockstep_rejection")) == Set(rejected),
            "\(name): rejections that were not told, or twice")

        #expect(try replica.column("PRAGMA integrity_check") == ["ok"], name)
        #expect(try replica.column("SELECT name FROM lockstep_pending") == [], name)
        for (table, condition) in ServerRecord.visible(to: user) {
            let expected = try record.rows(of: table, where: condition)
            #expect(try replica.rows(of: table) == expected, "\(name): \(table)")
        }
    }
}
