import Foundation
import Testing

/// The server as an operator runs it: stopped, backed up, restored and configured from outside.
@Suite("Operating the server", .serialized, .timeLimit(.minutes(5)))
struct OperationsTests {
    private static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    private let users = ["ann", "ben"]

    private func run(_ arguments: String...) async throws -> (status: Int32, lines: [String]) {
        let process = try RunningProcess(Self.folder.appending(path: "issue-tracker"), arguments)
        let status = await process.stop()
        return (status, process.lines)
    }

    private func runWithEnvironment(_ variables: [String], _ arguments: String...) async throws -> (Int32, [String]) {
        let path = Self.folder.appending(path: "issue-tracker").path()
        let process = try RunningProcess(URL(filePath: "/usr/bin/env"), variables + [path] + arguments)
        let status = await process.stop()
        return (status, process.lines)
    }

    /// Starts the server and an app for each user, on a project that all of them are to work on.
    private func start(_ stage: Stage) async throws -> (server: RunningProcess, apps: [RunningProcess]) {
        let server = try await stage.startServer()
        let project = try await stage.createProject("House", users[0])
        let apps = try users.enumerated().map { index, user in
            try stage.startApp(
                user, members: index == 0 ? Array(users.dropFirst()) : [], projects: [project], seed: UInt64(index))
        }
        return (server, apps)
    }

    /// Ends the apps, syncs all, and expects each token that an app printed in the log, once, and each device to have
    /// what its user may read.
    private func expectNothingLost(_ stage: Stage, _ apps: [RunningProcess]) async throws {
        var made: [[String]] = []
        for app in apps {
            #expect(await app.stop() == 0)
            var testimony = Testimony()
            for line in app.lines { testimony.add(line) }
            made.append(testimony.made.values.flatMap(\.self))
        }
        for _ in 0..<2 { for user in users { try await stage.settle(user) } }
        let log = try ServerLog(stage.serverFile)
        let record = try ServerRecord(stage.serverFile)
        for (user, made) in zip(users, made) {
            let tokens = try log.tokens(of: user)
            #expect(Set(tokens).count == tokens.count, "\(user): something ran twice")
            let lost = Set(made).subtracting(tokens)
            #expect(lost.isEmpty, "\(user): something was lost")
            #expect(!made.isEmpty)
            let replica = try Database(stage.replicaFile(user, 0))
            for (table, condition) in ServerRecord.visible(to: user) {
                let expected = try record.rows(of: table, where: condition)
                #expect(try replica.rows(of: table) == expected, "\(user): \(table)")
            }
        }
    }

    @Test("SIGTERM ends the server within a bound, with nothing acknowledged lost")
    func terminated() async throws {
        let stage = try Stage(executables: Self.folder, devicesPerUser: 1)
        defer { stage.remove() }
        let (first, apps) = try await start(stage)
        var server = first
        let clock = ContinuousClock()
        for round in 1...5 {
            for app in apps { await app.waitForLines(round * 20) }
            let start = clock.now
            #expect(await server.stop(bySignal: true) == 0)
            #expect(clock.now - start < .seconds(30))
            server = try await stage.startServer()
        }
        try await expectNothingLost(stage, apps)
        #expect(await server.stop(bySignal: true) == 0)
    }

    @Test("What is backed up, lost and restored comes back from the devices, once")
    func restored() async throws {
        let stage = try Stage(executables: Self.folder, devicesPerUser: 1)
        defer { stage.remove() }
        let (first, apps) = try await start(stage)
        var server = first
        for app in apps { await app.waitForLines(30) }
        let backup = stage.serverFile.path() + ".backup"
        let made = try await run("backup", backup, "--database", stage.serverFile.path())
        #expect(made.status == 0)
        let again = try await run("backup", backup, "--database", stage.serverFile.path())
        #expect(again.status != 0, "a backup is not replaced by accident")

        for app in apps { await app.waitForLines(80) }
        let early = try await run("restore", backup, "--database", stage.serverFile.path())
        #expect(early.status != 0, "the server is running")
        await server.kill()
        let restored = try await run("restore", backup, "--database", stage.serverFile.path())
        #expect(restored.status == 0)
        server = try await stage.startServer()

        for app in apps { await app.waitForLines(120) }
        try await expectNothingLost(stage, apps)
        #expect(await server.stop(bySignal: true) == 0)
    }

    @Test("The log can be trimmed beside the running server")
    func trimmed() async throws {
        let stage = try Stage(executables: Self.folder, devicesPerUser: 1)
        defer { stage.remove() }
        let (server, apps) = try await start(stage)
        for app in apps { await app.waitForLines(40) }
        let trimmed = try await run("trim", "--database", stage.serverFile.path(), "--entries", "1", "--json")
        #expect(trimmed.status == 0)
        #expect(trimmed.lines.first?.contains(#""entries": "#) == true)
        for app in apps { await app.waitForLines(80) }
        for app in apps { #expect(await app.stop() == 0) }
        for _ in 0..<2 { for user in users { try await stage.settle(user) } }
        let record = try ServerRecord(stage.serverFile)
        for user in users {
            let replica = try Database(stage.replicaFile(user, 0))
            for (table, condition) in ServerRecord.visible(to: user) {
                #expect(try replica.rows(of: table) == record.rows(of: table, where: condition), "\(user): \(table)")
            }
        }
        #expect(await server.stop(bySignal: true) == 0)
    }

    @Test("Flags win over the environment, and the environment over the defaults")
    func settings() async throws {
        let (status, lines) = try await runWithEnvironment(
            ["ISSUE_TRACKER_PORT=9000", "ISSUE_TRACKER_MAX_BODY_BYTES=1000", "ISSUE_TRACKER_RETAIN_DAYS=none"],
            "serve", "--print-settings", "--limit", "max-body-bytes=2000", "--log-level", "debug")
        #expect(status == 0)
        for line in [
            "ISSUE_TRACKER_HOST=127.0.0.1", "ISSUE_TRACKER_PORT=9000", "ISSUE_TRACKER_MAX_BODY_BYTES=2000",
            "ISSUE_TRACKER_RETAIN_DAYS=none", "ISSUE_TRACKER_LOG_LEVEL=debug",
        ] { #expect(lines.contains(line), "\(line)") }
        // What is printed is what the environment takes.
        let (again, same) = try await runWithEnvironment(lines, "serve", "--print-settings")
        #expect(again == 0)
        #expect(same == lines)
    }

    @Test(
        "A setting that says nothing usable ends the command",
        arguments: [
            ["ISSUE_TRACKER_PORT=http"], ["ISSUE_TRACKER_LOG_LEVEL=loud"], ["ISSUE_TRACKER_MAX_BODY_BYTES=-1"],
            ["ISSUE_TRACKER_HOST=0.0.0.0"],
        ])
    func mistakes(variables: [String]) async throws {
        let (status, lines) = try await runWithEnvironment(variables, "serve", "--print-settings")
        #expect(status != 0)
        #expect(lines.isEmpty)
    }

    @Test("The help names every setting and its variable")
    func help() async throws {
        let help = try await run("serve", "--help").lines.joined(separator: "\n")
        let settings = try await run("serve", "--print-settings").lines
        #expect(settings.count > 20)
        for setting in settings {
            let name = setting.prefix { $0 != "=" }.dropFirst("ISSUE_TRACKER_".count)
                .lowercased().replacing("_", with: "-")
            #expect(help.contains(name), "\(name)")
        }
    }
}
