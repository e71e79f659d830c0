import Foundation
import Testing

/// The server as an operator runs it: stopped, backed up, restored and configured from outside.
@Suite("Operating the server", .serialized, .timeLimit(.minutes(10)))
struct OperationsTests {
    private static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    private static let user = "ann"
    private static let devices = 2

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

    /// A server, and two devices that mutate all the while.
    private func scene() async throws -> (stage: Stage, server: RunningProcess, app: RunningProcess) {
        let stage = try Stage(executables: Self.folder, devicesPerUser: Self.devices)
        let server = try await stage.startServer()
        let project = try await stage.createProject("House", Self.user)
        let app = try stage.startApp(Self.user, members: [], projects: [project], seed: 1)
        return (stage, server, app)
    }

    /// Ends it all, and expects that each mutation has its outcome, once, and that the devices have what the server has.
    private func expectNothingLost(_ stage: Stage, _ server: RunningProcess, _ app: RunningProcess) async throws {
        #expect(await app.stop() == 0)
        for _ in 0..<2 { try await stage.settle(Self.user) }
        #expect(await server.stop(bySignal: true) == 0)
        var testimony = Testimony()
        for line in app.lines { testimony.add(line) }
        let file = try Database(stage.serverFile)
        let ended = try file.column(
            """
            SELECT token FROM lockstep_log WHERE kind IN ('mutation', 'rejection')
            UNION ALL SELECT token FROM lockstep_token WHERE is_repeat = 0
            """)
        #expect(Set(ended).count == ended.count, "a mutation with two outcomes")
        let applied = try file.column(
            """
            SELECT CAST(sum(count) AS TEXT) FROM (SELECT count(*) AS count FROM lockstep_log WHERE kind = 'mutation'
            UNION ALL SELECT count(*) FROM lockstep_token WHERE is_repeat = 0 AND code IS NULL)
            """)
        #expect(try file.column("SELECT CAST(count(*) AS TEXT) FROM audit") == applied, "something ran twice")
        for device in 0..<Self.devices {
            let made = testimony.made[device] ?? []
            #expect(!made.isEmpty)
            let replica = try Database(stage.replicaFile(Self.user, device))
            // A rejection that a restored server does not know of was told to the device.
            let rejected = try replica.column("SELECT token FROM lockstep_rejection")
            #expect(Set(made).subtracting(rejected).isSubset(of: ended), "device \(device): something was lost")
            for (table, condition) in ServerRecord.visible(to: Self.user) {
                #expect(try replica.rows(of: table) == file.rows(of: table, where: condition), "\(device): \(table)")
            }
        }
    }

    @Test("SIGTERM ends the server within a bound, with nothing acknowledged lost")
    func terminated() async throws {
        var (stage, server, app) = try await scene()
        defer { stage.remove() }
        for round in 1...5 {
            await app.waitForLines(round * 40)
            let start = ContinuousClock.now
            #expect(await server.stop(bySignal: true) == 0)
            // Not by now: this task may have waited for its turn since.
            #expect(try #require(server.end) - start < .seconds(30))
            server = try await stage.startServer()
        }
        try await expectNothingLost(stage, server, app)
    }

    @Test("What is backed up, lost and restored comes back from the devices, once")
    func restored() async throws {
        var (stage, server, app) = try await scene()
        defer { stage.remove() }
        await app.waitForLines(40)
        let backup = stage.serverFile.path() + ".backup"
        let made = try await run("backup", backup, "--database", stage.serverFile.path())
        #expect(made.status == 0)
        let again = try await run("backup", backup, "--database", stage.serverFile.path())
        #expect(again.status != 0, "a backup is not replaced by accident")

        await app.waitForLines(120)
        let early = try await run("restore", backup, "--database", stage.serverFile.path())
        #expect(early.status != 0, "the server is running")
        await server.kill()
        let restored = try await run("restore", backup, "--database", stage.serverFile.path())
        #expect(restored.status == 0)
        server = try await stage.startServer()
        await app.waitForLines(200)
        try await expectNothingLost(stage, server, app)
    }

    @Test("The log can be trimmed beside the running server")
    func trimmed() async throws {
        let (stage, server, app) = try await scene()
        defer { stage.remove() }
        for round in 1...3 {
            await app.waitForLines(round * 60)
            let trimmed = try await run("trim", "--database", stage.serverFile.path(), "--entries", "1", "--json")
            #expect(trimmed.status == 0)
            #expect(trimmed.lines.first?.contains(#""entries": "#) == true)
        }
        try await expectNothingLost(stage, server, app)
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
