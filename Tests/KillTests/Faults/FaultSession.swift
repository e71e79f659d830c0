import Foundation
import HTTPTestSupport
import TestSupport

/// A server and the apps of some users, to which a seed lets things happen; each app has its own way to the server.
///
/// What lasts is over when a process says that it was noticed: nothing here depends on how fast the machine is.
final class FaultSession {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let users = ["ann", "ben", "cleo"]

    /// A request without an answer has failed after so many seconds.
    private static let requestTimeout = 1.0

    /// Far longer than anything takes; a process that is silent for so long hangs.
    private static let limit = Duration.seconds(60)

    private let seed: UInt64
    private var random: SeededGenerator
    private let stage: Stage
    private var timeline = FaultTimeline()
    private var server: RunningProcess
    private var projects: [String] = []
    private var proxies: [FaultyProxy] = []
    private var apps: [RunningProcess] = []
    private var testimonies = [Testimony](repeating: Testimony(), count: users.count)
    #if os(Linux)
    private var serverDisk: SmallFileSystem?
    private var appDisk: SmallFileSystem?
    #endif

    /// - Parameter hasDisks: Whether the server's folder and that of the first user are small file systems.
    private init(seed: UInt64, hasDisks: Bool, executables: URL) async throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        stage = try Stage(executables: executables, devicesPerUser: 1)
        #if os(Linux)
        if hasDisks {
            serverDisk = SmallFileSystem(over: stage.serverFolder, kilobytes: 65_536)
            appDisk = SmallFileSystem(over: try stage.replicaFolder(Self.users[0]), kilobytes: 65_536)
        }
        #endif
        server = try await stage.startServer()
        for name in ["House", "Garden"] { projects.append(try await stage.createProject(name, Self.users[0])) }
        for _ in Self.users { proxies.append(try FaultyProxy(to: Int(stage.port))) }
        for user in Self.users.indices { apps.append(try startApp(user)) }
    }

    deinit {
        stage.remove()
    }

    /// - Throws: `Failure` with the seed, what happened, and what is wrong.
    static func run(seed: UInt64, faults: Int, hasDisks: Bool, executables: URL) async throws {
        let session = try await FaultSession(seed: seed, hasDisks: hasDisks, executables: executables)
        var problems: [String] = []
        do {
            for user in users.indices { try await session.progress(of: user, by: 20) }
            for _ in 0..<faults {
                let fault = ProcessFault(users: users.count, hasDisks: hasDisks, using: &session.random)
                session.timeline.add(fault.description)
                try await session.happen(fault)
            }
            problems = try await session.end()
        } catch {
            problems = ["\(error)"]
        }
        await session.stopEverything()
        guard problems.isEmpty else { throw session.failure(problems) }
    }

    // MARK: Faults

    private func happen(_ fault: ProcessFault) async throws {
        switch fault {
        case .killServer, .killApp:
            try await progress(of: anyUser(), by: Int.random(in: 1...10, using: &random))
            try await kill(fault)
        case .both(let lasting, let other): try await last(lasting, meanwhile: other)
        default: try await last(fault, meanwhile: nil)
        }
    }

    private func kill(_ fault: ProcessFault) async throws {
        try await end(fault)
        try await start(fault)
    }

    private func end(_ fault: ProcessFault) async throws {
        guard case .killApp(let user) = fault else { return await server.kill() }
        await apps[user].kill()
        collect(user)
    }

    private func start(_ fault: ProcessFault) async throws {
        if case .killApp(let user) = fault {
            apps[user] = try startApp(user)
        } else {
            server = try await stage.startServer()
        }
    }

    /// Lets a fault begin, waits until it was noticed, and ends it.
    ///
    /// - Parameter other: A process that is killed in between, and started again where the fault lets it start.
    private func last(_ fault: ProcessFault, meanwhile other: ProcessFault?) async throws {
        let startsLate = other.map { $0.startsAfter(fault) } ?? false
        switch fault {
        case .stopServer: server.pause()
        case .stopApp(let user): apps[user].pause()
        case .network(let user, let fault): proxies[user].fault = fault
        case .fullServerDisk: setFull(server: true)
        case .fullAppDisk: setFull(app: true)
        case .killServer, .killApp, .both: preconditionFailure("\(fault) does not last.")
        }
        if let other, !startsLate { try await kill(other) }
        try await wait(untilNoticed: fault)
        if let other, startsLate { try await end(other) }
        switch fault {
        case .stopServer: if !startsLate { server.resume() }
        case .stopApp(let user): apps[user].resume()
        case .network(let user, _): proxies[user].fault = .none
        case .fullServerDisk: setFull(server: false)
        case .fullAppDisk: setFull(app: false)
        case .killServer, .killApp, .both: break
        }
        if let other, startsLate { try await start(other) }
        timeline.add("  over")
        for user in Self.users.indices { try await progress(of: user, by: 2) }
    }

    private func wait(untilNoticed fault: ProcessFault) async throws {
        switch fault {
        case .network(let user, _), .fullServerDisk(let user): try await wait(for: "failed ", of: user)
        case .stopServer: try await wait(for: "failed ", of: anyUser())
        case .stopApp(let user):
            try await progress(of: (user + 1) % Self.users.count, by: Int.random(in: 20...60, using: &random))
        // What is seen first depends on whether it waits for outcomes.
        case .fullAppDisk: try await wait(for: "full ", "failed 0 diskFull", of: 0)
        case .killServer, .killApp, .both: break
        }
    }

    private func setFull(server isFull: Bool) {
        #if os(Linux)
        if isFull { serverDisk?.fill() } else { serverDisk?.free() }
        #endif
    }

    private func setFull(app isFull: Bool) {
        #if os(Linux)
        if isFull { appDisk?.fill() } else { appDisk?.free() }
        #endif
    }

    // MARK: Processes

    private func anyUser() -> Int { Int.random(in: Self.users.indices, using: &random) }

    private func startApp(_ user: Int) throws -> RunningProcess {
        try stage.startApp(
            Self.users[user], members: user == 0 ? Array(Self.users.dropFirst()) : [], projects: projects,
            seed: random.next(), through: proxies[user].url, requestTimeout: Self.requestTimeout)
    }

    private func collect(_ user: Int) {
        for line in apps[user].lines { testimonies[user].add(line) }
    }

    /// Waits until an app has learnt of so many outcomes more.
    private func progress(of user: Int, by count: Int) async throws {
        let isOutcome = { @Sendable (line: String) in line.hasPrefix("applied ") || line.hasPrefix("rejected ") }
        let goal = apps[user].lines.count(where: isOutcome) + count
        try await wait(user, for: "\(count) outcomes") { $0.count(where: isOutcome) >= goal }
    }

    /// Waits until an app says another line that begins so.
    private func wait(for prefixes: String..., of user: Int) async throws {
        let isSuch = { @Sendable (line: String) in prefixes.contains { line.hasPrefix($0) } }
        let goal = apps[user].lines.count(where: isSuch) + 1
        try await wait(user, for: "\(prefixes)") { $0.count(where: isSuch) >= goal }
    }

    private func wait(
        _ user: Int, for what: String, until isOver: @escaping @Sendable ([String]) -> Bool
    ) async throws {
        let app = apps[user]
        let isInTime = await app.wait(atMost: Self.limit, until: isOver)
        if let status = app.exitStatus {
            throw Failure(description: "app \(user) ended with status \(status) while it was to say \(what)")
        }
        if let status = server.exitStatus { throw Failure(description: "the server ended with status \(status)") }
        guard isInTime else { throw Failure(description: "app \(user) never says \(what)") }
    }

    // MARK: The end

    private func end() async throws -> [String] {
        timeline.add("the end")
        var verdict = Verdict()
        for user in apps.indices {
            let status = await apps[user].stop()
            verdict.expect(status == 0, "app \(user) ended with status \(status)")
            collect(user)
        }
        // Twice, since the first round may bring something to push into somebody's past.
        for _ in 0..<2 { for user in Self.users { try await stage.settle(user) } }
        let status = await server.stop(bySignal: true)
        verdict.expect(status == 0, "the server ended with status \(status)")
        let record = try ServerRecord(stage.serverFile)
        try verdict.expectConsistency(of: record)
        for (user, testimony) in zip(Self.users, testimonies) {
            try verdict.expect(testimony, of: user, 0, on: stage, by: record, atLeast: 20)
        }
        return verdict.problems
    }

    /// No process is left, whatever happened.
    private func stopEverything() async {
        for proxy in proxies { proxy.fault = .none }
        for process in apps + [server] where process.exitStatus == nil { await process.kill() }
    }

    private func failure(_ problems: [String]) -> Failure {
        let lastLines = apps.enumerated().map { user, app in
            "app \(user) last said:\n" + app.lines.suffix(12).joined(separator: "\n")
        }
        return Failure(
            description: """
                seed \(seed):
                \(problems.joined(separator: "\n"))
                \(timeline)
                \(lastLines.joined(separator: "\n"))
                """)
    }
}

extension ProcessFault {
    /// Whether a process that is killed cannot start again while a fault lasts, or what is seen of the fault would be
    /// over with the process.
    fileprivate func startsAfter(_ fault: ProcessFault) -> Bool {
        switch (self, fault) {
        case (.killServer, .stopServer), (.killServer, .fullServerDisk), (.killApp(0), .fullAppDisk): true
        default: false
        }
    }
}
