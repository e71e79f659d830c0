import Foundation
import Testing

/// `docs/deploy.md` and the files in `deploy/`, as far as this machine can follow them.
@Suite("The production guide", .timeLimit(.minutes(10)))
struct DeploymentTests {
    private static let executables = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    private static let package = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: package.appending(path: path), encoding: .utf8)
    }

    private static func hasTool(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path)
    }

    private func names(in text: String, _ pattern: Regex<(Substring, Substring)>) -> Set<String> {
        Set(text.matches(of: pattern).map { String($0.output.1) })
    }

    @Test("systemd accepts the unit", .enabled(if: hasTool("/usr/bin/systemd-analyze"), "systemd is not installed"))
    func unit() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-unit-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // The program is where it was built, and the user is one that is there.
        let unit = try Self.text("deploy/issue-tracker.service")
            .replacing("/usr/local/bin/issue-tracker", with: Self.executables.appending(path: "issue-tracker").path())
            .replacing("User=issue-tracker", with: "User=root")
            .replacing("Group=issue-tracker", with: "Group=root")
        let file = folder.appending(path: "issue-tracker.service")
        try unit.write(to: file, atomically: true, encoding: .utf8)
        let process = try RunningProcess(
            URL(filePath: "/bin/sh"),
            ["-c", "systemd-analyze verify --man=no '\(file.path())' 2>&1 | grep issue-tracker.service; true"])
        #expect(await process.stop() == 0)
        #expect(process.lines.isEmpty, "\(process.lines)")
    }

    @Test("What the unit and the container set are settings of the server")
    func variables() async throws {
        let serve = try RunningProcess(
            Self.executables.appending(path: "issue-tracker"), ["serve", "--print-settings"])
        #expect(await serve.stop() == 0)
        let known = Set(serve.lines.map { String($0.prefix { $0 != "=" }) })
        for file in ["deploy/issue-tracker.service", "deploy/Dockerfile", "docs/deploy.md"] {
            let used = names(in: try Self.text(file), /(ISSUE_TRACKER_[A-Z_]+[A-Z])/).subtracting(["ISSUE_TRACKER_NAME"]
            )
            #expect(!used.isEmpty)
            #expect(used.isSubset(of: known), "\(file): \(used.subtracting(known))")
        }
    }

    @Test("The stop that the unit waits for is longer than the server's drain")
    func bounds() async throws {
        let unit = try Self.text("deploy/issue-tracker.service")
        let stop = try #require(names(in: unit, /TimeoutStopSec=(\d+)/).first.flatMap { Double($0) })
        let serve = try RunningProcess(
            Self.executables.appending(path: "issue-tracker"), ["serve", "--print-settings"])
        _ = await serve.stop()
        let drain = try #require(
            serve.lines.first { $0.hasPrefix("ISSUE_TRACKER_DRAIN_SECONDS=") }?.split(separator: "=").last
                .flatMap { Double($0) })
        #expect(stop > drain + 10)
        #expect(try Self.text("docs/deploy.md").contains("--stop-timeout \(Int(stop))"))
    }

    @Test("The container file has known steps, and builds what it runs")
    func containerFile() throws {
        let known: Set<String> = [
            "FROM", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "ENV", "STOPSIGNAL", "ENTRYPOINT", "CMD",
        ]
        let lines = try Self.text("deploy/Dockerfile").replacing("\\\n", with: " ").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        for line in lines {
            let word = String(line.prefix { $0 != " " })
            #expect(known.contains(word), "\(line)")
        }
        let text = lines.joined(separator: "\n")
        #expect(text.contains("--product issue-tracker"))
        #expect(text.contains("COPY --from=build /out/issue-tracker /usr/local/bin/issue-tracker"))
        #expect(text.contains(#"ENTRYPOINT ["/usr/local/bin/issue-tracker"]"#))
        let user = try #require(lines.firstIndex { $0.hasPrefix("USER ") })
        let start = try #require(lines.firstIndex { $0.hasPrefix("ENTRYPOINT ") })
        #expect(user < start, "it does not run as root")
    }

    @Test("nginx accepts the proxy", .enabled(if: hasTool("/usr/sbin/nginx"), "nginx is not installed"))
    func nginx() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-nginx-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Without the certificate, which this machine does not have.
        let server = try Self.text("deploy/nginx.conf").replacing("listen 443 ssl;", with: "listen 18443;")
            .split(separator: "\n").filter { !$0.contains("ssl_certificate") }.joined(separator: "\n")
        let file = folder.appending(path: "nginx.conf")
        try "pid \(folder.path())/pid; events {} http {\n\(server)\n}".write(
            to: file, atomically: true, encoding: .utf8)
        let process = try RunningProcess(URL(filePath: "/usr/sbin/nginx"), ["-t", "-q", "-c", file.path()])
        #expect(await process.stop() == 0)
    }

    @Test("Proxies pass events on as they come")
    func proxies() throws {
        let nginx = try Self.text("deploy/nginx.conf")
        let events = try #require(nginx.split(separator: "location ").first { $0.hasPrefix("= /sync/events") })
        #expect(events.contains("proxy_buffering off;"))
        #expect(events.contains("gzip off;"))
        #expect(try Self.text("deploy/Caddyfile").contains("flush_interval -1"))
    }

    @Test("The guide names every metric, span and reason, and none that is not there")
    func names() throws {
        let guide = try Self.text("docs/deploy.md")
        let table = try #require(
            guide.split(separator: "| `lockstep_server_…`").last?.split(separator: "Worth an alarm").first)
        let source = try Self.text("Sources/LockstepServer/Instruments/ServerInstruments.swift")
        let metrics = names(in: source, /(?:family|timer|meter|recorder|prefix \+) ?\(?"([a-z_]+)"/)
        #expect(metrics.count > 20)
        let documented = names(in: String(table), /`([a-z]+_?[a-z_]*)`/)
        #expect(metrics.subtracting(documented).isEmpty, "\(metrics.subtracting(documented))")
        let dimensions: Set = [
            "operation", "code", "outcome", "encoding", "reason", "result", "status", "kind", "what", "other", "after",
        ]
        #expect(documented.subtracting(metrics).isSubset(of: dimensions))
        let reasons = names(
            in: try Self.text("Sources/LockstepServer/Store/StoreNotReady.swift"), /case ([a-zA-Z]+)\n/)
        for reason in reasons { #expect(guide.contains("| `\(reason)` |"), "\(reason)") }
        let spans = names(
            in: try Self.text("Sources/LockstepServer/Instruments/ServerInstruments+Spans.swift"),
            /"(lockstep_server_[a-z]+)"/)
        for span in spans { #expect(guide.contains("`\(span)`"), "\(span)") }
    }

    @Test("The guide's commands are commands")
    func commands() async throws {
        let guide = try Self.text("docs/deploy.md")
        let commands = names(in: guide, /(?m)^(?:[A-Z_=0-9]+ )?issue-tracker ([a-z]+)/)
        #expect(commands == ["serve", "backup", "restore"])
        for command in commands.union(["trim"]) {
            let process = try RunningProcess(
                Self.executables.appending(path: "issue-tracker"), [command, "--help"])
            #expect(await process.stop() == 0)
            #expect(process.lines.contains { $0.contains("issue-tracker \(command)") })
        }
    }
}
