import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import TestSupport
import Testing

/// Devices and a server, to which a seed decides what happens.
actor Simulation {
    /// A client of a device, and what was made on it. Two clients may share a file.
    struct Seat: Sendable {
        var device: Device
        let file: Int
    }

    let world: World
    let goesBack: Bool
    var generator: SeededGenerator
    var seats: [Seat] = []

    /// By file: the tokens of what was made there, in order.
    var made: [[UUID]] = []

    /// What happened, for whoever looks into a failure.
    private(set) var journal: [String] = []

    private let history: ServerHistory
    private var server: TestDatabase
    private var clientConfiguration = ClientConfiguration()

    /// How many syncs are under way, and of whom the first.
    private var depth = 0
    private var syncing: Int?

    /// Names of device files of which there is an older copy.
    private var copies: Set<String> = []
    private var hasBackup = false
    private var wasRestored = false

    /// - Parameter goesBack: True if files of clients and of the server are copied and restored as well.
    init(seed: UInt64, goesBack: Bool) async throws {
        generator = SeededGenerator(seed: seed)
        self.goesBack = goesBack
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = [1, 3, 1_000].randomElement(using: &generator) ?? 1
        clientConfiguration.maximumMutationsPerPush = [1, 3, 100].randomElement(using: &generator) ?? 1
        world = try World(seed: generator.next(), configuration: configuration)
        history = try ServerHistory()
        server = try TestDatabase(world.folder.path(Backend.file))
        for (name, actor, file) in [("one", "ann", 0), ("two", "ann", 1), ("three", "bob", 2), ("three", "bob", 2)] {
            let device = try await world.device(name, as: actor, configuration: clientConfiguration)
            seats.append(Seat(device: device, file: file))
        }
        made = [[], [], []]
        try history.follow(server)
        await world.backend.setObserver { [weak self] in try await self?.followLog() }
    }

    func note(_ words: String) {
        journal.append(String(repeating: "  ", count: depth) + words)
    }

    private func followLog() throws {
        try history.follow(server)
    }

    // MARK: What may happen

    func step() async throws {
        world.clock.advance(by: .random(in: -50...200, using: &generator))
        let seat = Int.random(in: seats.indices, using: &generator)
        switch Int.random(in: 0..<26, using: &generator) {
        case 0...8: try await mutate(seat)
        case 9...15: try await sync(seat)
        case 16: try await mutateOnServer()
        case 17: try edit()
        case 18: try await reopen(seat)
        case 19: try await reopenServer()
        case 20: try await redeliver(seat)
        case 21 where goesBack: try await goBack(seat)
        case 22, 23: try await trim()
        default: try checkOptimisticState(of: seat)
        }
    }

    private func mutation() -> IssueList.Mutation {
        // Few ids, so that mutations meet.
        let id = UUID.id(.random(in: 1...6, using: &generator))
        if Int.random(in: 0..<4, using: &generator) == 0 {
            return .createIssue(id: id, title: .arbitrary(using: &generator), description: "")
        }
        switch IssueList.Mutation.arbitrary(using: &generator) {
        case .createIssue(_, let title, let description):
            return .createIssue(id: id, title: title, description: description)
        case .updateIssue(_, let title, let description):
            return .updateIssue(id: id, title: title, description: description)
        case .updateIssueStatus(_, let status): return .updateIssueStatus(id: id, status: status)
        case .deleteIssue: return .deleteIssue(id: id)
        }
    }

    private func mutate(_ seat: Int) async throws {
        let mutations = (0..<Int.random(in: 1...3, using: &generator)).map { _ in mutation() }
        do {
            let tokens = try await seats[seat].device.mutate(mutations)
            made[seats[seat].file] += tokens
            note("\(seat) makes \(mutations.map { "\($0)" }.joined(separator: ", "))")
        } catch let error as ClientError where error.code == .constraint {
            note("\(seat) cannot make \(mutations.count) mutations: \(error)")
        }
    }

    private func mutateOnServer() async throws {
        let mutation = mutation()
        note("the server makes \(mutation)")
        do {
            try await world.backend.mutate(mutation)
        } catch is MutationRejection {
            note("and rejects it")
        }
        try followLog()
    }

    /// What somebody types into the `sqlite3` shell on the server's file.
    private func edit() throws {
        func id() -> String {
            UUID.id(.random(in: 1...6, using: &generator)).uuidString.lowercased()
        }
        let edits = [
            "UPDATE issue SET title = title || '!', status = 'done' WHERE id <> '\(id())' AND length(title) < 200",
            "INSERT OR REPLACE INTO issue VALUES ('\(id())', 'by hand', '', 'doing', 'root', 5)",
            "DELETE FROM issue WHERE id > '\(id())'",
            "UPDATE OR REPLACE issue SET id = '\(id())' WHERE id = '\(id())'",
            "BEGIN; DELETE FROM issue WHERE id = '\(id())'; ROLLBACK",
        ]
        let edit = edits[Int.random(in: edits.indices, using: &generator)]
        note("edit: \(edit)")
        try world.edit(edit)
        try followLog()
    }

    /// Leaves few of the log's entries, or some. Clients with an older base are given everything.
    private func trim() async throws {
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = .random(in: 1...12, using: &generator)
        policy.rowsPerTransaction = .random(in: 1...4, using: &generator)
        policy.pause = .zero
        let work = try await world.backend.server.trim(policy)
        note("the log is trimmed to \(policy.maximumEntries ?? 0) entries: \(work)")
    }

    private func sync(_ seat: Int) async throws {
        if let syncing, syncing != seat, seats[syncing].file == seats[seat].file {
            // It would wait for the end of the sync that this one happens in.
            note("\(seat) has to wait for its turn")
            return
        }
        if depth == 0 { syncing = seat }
        defer { if depth == 0 { syncing = nil } }
        let device = seats[seat].device
        let faults = (0..<Int.random(in: 0...3, using: &generator)).map { _ in fault() }
        await device.network.replaceFaults(by: faults.map(\.fault))
        note("\(seat) syncs: \(faults.map(\.name))")
        depth += 1
        defer { depth -= 1 }
        do {
            try await device.client.sync()
            note("in step")
            try checkOptimisticState(of: seat)
        } catch let error as ClientError {
            note("\(error.code)")
        }
    }

    private func fault() -> (name: String, fault: Network.Fault) {
        let isNested = depth > 0
        let meanwhile: @Sendable () async throws -> Void = { [weak self] in
            if !isNested { try await self?.step() }
        }
        return switch Int.random(in: 0..<12, using: &generator) {
        case 0: ("refused", .refused)
        case 1: ("answer lost", .answerLost)
        case 2: ("repeated", .requestRepeated)
        case 3: ("after an old one", .requestPrecededBy(Int.random(in: 0..<20, using: &generator)))
        case 4: ("cut", .answerCut(Int.random(in: 0..<800, using: &generator)))
        case 5...8: ("request held", .requestHeld(meanwhile))
        default: ("answer held", .answerHeld(meanwhile))
        }
    }

    private func redeliver(_ seat: Int) async throws {
        let network = seats[seat].device.network
        guard let request = await network.requests.randomElement(using: &generator) else { return }
        note("an old request of \(seat) arrives again")
        await network.redeliver(request)
    }

    private func reopen(_ seat: Int, _ body: (TestFolder) throws -> Void = { _ in }) async throws {
        // Whoever closes a client ends its syncs; this is about files.
        guard depth == 0 else { return }
        note("\(seat) is opened again")
        let others = seats.indices.filter { seats[$0].file == seats[seat].file }
        for other in others {
            try checkOptimisticState(of: other)
            try await seats[other].device.client.close()
        }
        try body(world.folder)
        for other in others {
            let device = seats[other].device
            seats[other].device = try await world.device(
                device.name, as: device.actor, over: device.network, configuration: clientConfiguration)
        }
    }

    private func reopenServer(_ body: @Sendable (TestFolder) throws -> Void = { _ in }) async throws {
        note("the server is opened again")
        // A connection that stays open would keep the old file.
        server = try TestDatabase()
        try await world.backend.reopen(body)
        server = try TestDatabase(world.folder.path(Backend.file))
    }

    /// Copies a file, or restores one.
    private func goBack(_ seat: Int) async throws {
        let device = seats[seat].device
        let other = "copy of " + device.name
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            note("the server is backed up")
            try await reopenServer { try $0.copy(Backend.file, to: "backup.sqlite") }
            hasBackup = true
        case 1 where hasBackup:
            note("the server is restored")
            try await reopenServer { try $0.copy("backup.sqlite", to: Backend.file) }
            try history.restart(server)
            wasRestored = true
        case 2 where depth == 0:
            note("\(seat) is backed up")
            try await reopen(seat) { try $0.copy(device.name, to: other) }
            copies.insert(other)
        case 3 where depth == 0 && copies.contains(other):
            note("\(seat) is restored")
            try await reopen(seat) { try $0.copy(other, to: device.name) }
        case 4 where depth == 0 && copies.contains("copy of one"):
            note("1 becomes a copy of 0")
            try await reopen(1) { try $0.copy("copy of one", to: "two") }
        default: break
        }
    }

    // MARK: What must hold

    /// What the log says of mutations, with what is kept of the entries that were trimmed.
    private static let outcomes = """
        (SELECT version, kind, client, number, token FROM lockstep_log
        UNION ALL
        SELECT version, CASE WHEN is_repeat THEN 'repeat' WHEN code IS NULL THEN 'mutation' ELSE 'rejection' END,
          client, number, token FROM lockstep_token)
        """

    func checkOptimisticState(of seat: Int) throws {
        let device = seats[seat].device
        let replica = try device.database()
        let expected = try history.expectedIssues(of: replica, server: server, actor: device.actor)
        try #require(try replica.issues() == expected, "\(seat) shows its base and what is pending")
        // Rows would mend a base that a fault has spoilt.
        try #require(device.client.status.divergenceCount == 0, "\(seat) could apply every step")
    }

    /// Ends all faults, and syncs until nobody has anything for anybody.
    func settle() async throws {
        for seat in seats { await seat.device.network.replaceFaults(by: []) }
        note("the faults end")
        for index in [0, 1, 2, 3, 0, 1, 2, 3] {
            note("\(index) syncs")
            try await seats[index].device.client.sync()
        }
        for seat in seats {
            let report = try await seat.device.client.sync()
            try #require(report.roundTrips == 1, "nothing is left to be done")
        }
    }

    func checkEnd() async throws {
        let issues = try server.issues()
        for seat in seats.indices {
            try checkOptimisticState(of: seat)
            let replica = try seats[seat].device.database()
            try #require(try replica.issues() == issues, "\(seat) has what the server has")
            try #require(try replica.values("SELECT count(*) FROM lockstep_pending") == ["0"])
            try #require(try replica.values("SELECT count(*) FROM lockstep_base") == ["0"])
            try #require(try replica.values("PRAGMA integrity_check") == ["ok"])
        }
        try #require(try server.values("PRAGMA integrity_check") == ["ok"])
        try #require(
            try server.values("SELECT max(version) - min(version) + 1 - count(*) FROM lockstep_log") == ["0"])
        try #require(
            try server.values(
                """
                SELECT token FROM \(Self.outcomes) WHERE kind IN ('mutation', 'rejection') GROUP BY token
                HAVING count(*) > 1
                """) == [], "no token has two outcomes")
        try #require(
            try server.values(
                """
                SELECT a.token FROM \(Self.outcomes) a JOIN \(Self.outcomes) b USING (client)
                WHERE a.number < b.number AND a.version > b.version
                """) == [], "the order of each client is kept")
        if goesBack { try checkWhatFilesKnow() } else { try await checkOutcomes() }
    }

    /// Every mutation that was made has one outcome, the same on both sides, in the order in which it was made.
    private func checkOutcomes() async throws {
        let log = try server.rows(
            "SELECT token, kind FROM \(Self.outcomes) WHERE token IS NOT NULL ORDER BY version")
        let tokens = log.map { $0[0] }
        let kinds = Dictionary(log.map { ($0[0], $0[1]) }) { first, _ in first }
        for (file, made) in made.enumerated() {
            let own = made.map { $0.uuidString.lowercased() }
            let names = Set(own)
            try #require(
                tokens.filter { names.contains($0) } == own, "what was made on file \(file), once and in order")
            guard let device = seats.first(where: { $0.file == file })?.device else { continue }
            let rejections = Set(try await device.client.rejections().map(\.token))
            for token in made {
                let isRejected = kinds[token.uuidString.lowercased()] == "rejection"
                try #require(rejections.contains(token) == isRejected)
            }
            for token in made.suffix(2) {
                try #require(try await device.rejection(of: token) == nil || rejections.contains(token))
            }
        }
    }

    /// Whatever a replica counts as applied the server has applied. What it counts as rejected, not: unless a restored
    /// server was sent it again by a copy of the replica that did not know.
    private func checkWhatFilesKnow() throws {
        let applied = try Set(server.values("SELECT token FROM \(Self.outcomes) WHERE kind = 'mutation'"))
        for seat in seats.prefix(3) {
            let replica = try seat.device.database()
            let known = try replica.rows(
                "SELECT token, rejection_code IS NULL FROM lockstep_acknowledged ORDER BY sequence")
            for row in known {
                if row[1] == "0", wasRestored { continue }
                try #require(applied.contains(row[0]) == (row[1] == "1"), "\(seat.device.name): \(row)")
            }
        }
    }

    func close() async throws {
        for seat in seats { try await seat.device.client.close() }
        try await world.backend.close()
    }
}
