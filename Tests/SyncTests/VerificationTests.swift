import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import TestSupport
import Testing

@Suite("Comparing a replica with its server")
struct VerificationTests {
    private let world: World

    init() throws {
        world = try World()
    }

    /// A device with issues 1 to `count`, in step with the server.
    private func device(_ count: UInt8) async throws -> Device {
        for number in 1...count { try await world.backend.mutate(.create(number, "issue \(number)")) }
        let device = try await world.device("ann")
        try await device.client.sync()
        return device
    }

    /// The differences as `kind number`, sorted.
    private func found(_ report: VerificationReport) -> [String] {
        report.differences.map { difference in
            let digits = difference.key.map(\.description).joined().suffix(3).prefix(2)
            return "\(difference.kind) \(Int(digits, radix: 16) ?? -1)"
        }.sorted()
    }

    private func expectEqualRows(_ device: Device, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try device.database().issues() == world.serverIssues(), sourceLocation: sourceLocation)
    }

    @Test("An intact replica is told to be equal, in one round trip", arguments: [false, true])
    func intact(repairing: Bool) async throws {
        let ann = try await device(40)
        let before = await ann.network.requests.count
        let report = try await ann.client.verify(repairing: repairing)
        #expect(report.isEqual)
        #expect(report.tables.map(\.name) == ["issue"])
        #expect(report.tables.map(\.rowCount) == [40])
        #expect(report.roundTrips == 1)
        #expect(await ann.network.requests.count == before + 1)
        #expect(try report.version == Int64(world.serverValues("SELECT max(version) FROM lockstep_log")[0]))
    }

    @Test("Rows that another program changed, deleted and added are named and repaired")
    func editedReplica() async throws {
        let ann = try await device(100)
        try ann.database().execute(
            """
            UPDATE issue SET title = 'edited' WHERE id = '\(UUID.id(7).lowercase)';
            DELETE FROM issue WHERE id = '\(UUID.id(50).lowercase)';
            INSERT INTO issue SELECT '\(UUID.id(200).lowercase)', title, description, status, owner, created_at
              FROM issue LIMIT 1;
            """)
        let expected = ["different 7", "extra 200", "missing 50"]
        let looked = try await ann.client.verify(repairing: false)
        #expect(found(looked) == expected)
        #expect(looked.differences.allSatisfy { !$0.isRepaired })
        #expect(found(try await ann.client.verify(repairing: false)) == expected)
        let repaired = try await ann.client.verify()
        #expect(found(repaired) == expected)
        #expect(!repaired.differences.contains { !$0.isRepaired })
        #expect(repaired.tables[0].differenceCount == 3)
        try expectEqualRows(ann)
        #expect(try await ann.client.verify().isEqual)
    }

    @Test("What is pending stays pending, and has its effect on the repaired rows")
    func pendingIsKept() async throws {
        let ann = try await device(20)
        await ann.network.setOffline(true)
        let tokens = try await ann.mutate([
            .updateIssueStatus(id: .id(3), status: .done), .create(30, "pending"), .deleteIssue(id: .id(4)),
            .updateIssue(id: .id(5), description: .set("pending")),
        ])
        let database = try ann.database()
        try database.execute(
            """
            UPDATE issue SET title = 'edited' WHERE id IN ('\(UUID.id(5).lowercase)', '\(UUID.id(6).lowercase)');
            DELETE FROM issue WHERE id = '\(UUID.id(8).lowercase)';
            """)
        await ann.network.setOffline(false)
        // Of issue 5 the base is kept apart: the edit is of the optimistic state, which the next rebase makes anew.
        let report = try await ann.client.verify()
        #expect(found(report) == ["different 6", "missing 8"])
        #expect(try await ann.client.pendingMutations().map(\.token) == tokens)
        #expect(try await ann.client.read(.issue(id: .id(3)))?.status == .done)
        #expect(try await ann.client.read(.issue(id: .id(4))) == nil)
        #expect(try await ann.client.read(.issue(id: .id(5)))?.title == "issue 5")
        #expect(try await ann.client.read(.issue(id: .id(5)))?.description == "pending")
        #expect(try await ann.client.read(.issue(id: .id(6)))?.title == "issue 6")
        #expect(try world.applied().allSatisfy { !tokens.contains($0) }, "nothing was pushed")
        try await world.expectConvergence(ann)
    }

    @Test("A kept image of the base that is damaged is found, and the row repaired")
    func damagedImage() async throws {
        let ann = try await device(5)
        await ann.network.setOffline(true)
        _ = try await ann.mutate(.updateIssueStatus(id: .id(3), status: .done))
        try ann.database().execute("UPDATE lockstep_base SET row = NULL")
        await ann.network.setOffline(false)
        #expect(found(try await ann.client.verify()) == ["missing 3"])
        #expect(try await ann.client.read(.issue(id: .id(3)))?.status == .done)
        try await world.expectConvergence(ann)
    }

    @Test("The base moves to the server's newest version on the way, and what arrives with it is no difference")
    func movesTheBase() async throws {
        let ann = try await device(10)
        try await world.backend.mutate(.create(11, "later"), .deleteIssue(id: .id(1)))
        try ann.database().execute("DELETE FROM issue WHERE id = '\(UUID.id(2).lowercase)'")
        let report = try await ann.client.verify()
        #expect(found(report) == ["missing 2"])
        #expect(report.tables[0].rowCount == 10)
        try expectEqualRows(ann)
    }

    @Test("A new replica is filled and then compared")
    func newReplica() async throws {
        for number in 1...3 as ClosedRange<UInt8> { try await world.backend.mutate(.create(number, "\(number)")) }
        let ann = try await world.device("ann")
        #expect(try await ann.client.verify().isEqual)
        try expectEqualRows(ann)
    }

    @Test("A server whose log is cut in many answers is followed to its head before anything is compared")
    func farBehind() async throws {
        let ann = try await device(3)
        for number in 10...60 as ClosedRange<UInt8> { try await world.backend.mutate(.create(number, "\(number)")) }
        #expect(try await ann.client.verify().isEqual)
        try expectEqualRows(ann)
    }

    @Test("A row that the server lost without a version goes on the replica too")
    func serverLostARow() async throws {
        let ann = try await device(6)
        // As OR REPLACE without recursive triggers does on a UNIQUE column.
        try world.edit(
            """
            PRAGMA recursive_triggers = OFF;
            CREATE UNIQUE INDEX one_title ON issue (title);
            INSERT OR REPLACE INTO issue SELECT '\(UUID.id(9).lowercase)', title, description, status, owner, created_at
              FROM issue WHERE id = '\(UUID.id(4).lowercase)';
            DROP INDEX one_title;
            """)
        try await ann.client.sync()
        #expect(try ann.database().issues() != world.serverIssues())
        #expect(found(try await ann.client.verify()) == ["extra 4"])
        try expectEqualRows(ann)
    }

    @Test("Rows that were changed on the server past its triggers are repaired here")
    func serverChangedSilently() async throws {
        let ann = try await device(6)
        try world.edit(
            """
            DROP TRIGGER IF EXISTS lockstep_version_issue_update;
            """)
        let triggers = try world.serverValues("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        let names = try world.serverValues("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        try world.edit(names.map { "DROP TRIGGER \"\($0)\";" }.joined())
        try world.edit("UPDATE issue SET status = 'done' WHERE id = '\(UUID.id(2).lowercase)'")
        try world.edit(triggers.map { $0 + ";" }.joined())
        try await ann.client.sync()
        #expect(try ann.database().issues() != world.serverIssues())
        #expect(found(try await ann.client.verify()) == ["different 2"])
        try expectEqualRows(ann)
    }

    @Test("A replica whose rows are all gone, or all others, is repaired")
    func everythingDiffers() async throws {
        let ann = try await device(250)
        try ann.database().execute("DELETE FROM issue")
        let report = try await ann.client.verify()
        #expect(report.differenceCount == 250)
        try expectEqualRows(ann)
        try ann.database().execute("UPDATE issue SET description = description || 'x'")
        #expect(try await ann.client.verify().differenceCount == 250)
        try expectEqualRows(ann)
    }

    @Test("Rows that do not fit one answer come in several", arguments: [1, 2_000, 20_000])
    func boundedAnswers(bytes: Int) async throws {
        var configuration = ServerConfiguration()
        configuration.maximumRowBytesPerChecksum = bytes
        let world = try World(configuration: configuration)
        for number in 1...150 as ClosedRange<UInt8> { try await world.backend.mutate(.create(number, "\(number)")) }
        let ann = try await world.device("ann")
        try await ann.client.sync()
        try ann.database().execute("UPDATE issue SET title = title || '!' WHERE rowid % 3 = 0")
        let report = try await ann.client.verify()
        #expect(report.differenceCount == 50)
        #expect(report.roundTrips > 3)
        #expect(try ann.database().issues() == world.serverIssues())
    }

    @Test("Live queries are told of repaired rows")
    func liveQueries() async throws {
        let ann = try await device(3)
        try ann.database().execute("UPDATE issue SET title = 'edited'")
        var results = ann.client.observe(.issues).makeAsyncIterator()
        #expect(try await results.next()?.map(\.title) == ["edited", "edited", "edited"])
        _ = try await ann.client.verify()
        #expect(try await results.next()?.map(\.title).sorted() == ["issue 1", "issue 2", "issue 3"])
    }

    // MARK: Servers and networks

    @Test("A server that does not know the comparison is told to be too old")
    func oldServer() async throws {
        let ann = try await device(2)
        await ann.network.fail(
            .answerReplaced(400, #"{"error":{"code":"malformed","message":"`checksums` is unknown"}}"#))
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("updated first") == true)
    }

    @Test("A verification that is cut off says so, and can be repeated")
    func unreachable() async throws {
        let ann = try await device(30)
        try ann.database().execute("DELETE FROM issue WHERE rowid < 4")
        await ann.network.fail(.requestHeld {}, .refused)
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .unreachable)
        #expect(try await ann.client.verify().differenceCount == 3)
        try expectEqualRows(ann)
    }

    @Test("Another client that moves the base meanwhile makes the comparison begin again")
    func superseded() async throws {
        let ann = try await device(8)
        let other = try await world.device("ann")
        let running = Task { try await other.client.run() }
        defer { running.cancel() }
        for await status in other.client.statusUpdates where status.connection == .idle { break }
        let world = world
        func step(_ title: String) -> Network.Fault {
            .answerHeld {
                try await world.backend.mutate(.updateIssue(id: .id(1), title: .set(title)))
                other.client.retryNow()
                for try await issues in other.client.observe(.issues)
                where issues.contains(where: { $0.title == title }) {
                    break
                }
            }
        }
        await ann.network.fail(step("first"), step("second"))
        let report = try await ann.client.verify()
        #expect(report.isEqual)
        #expect(report.roundTrips == 3)
        #expect(try await ann.client.read(.issue(id: .id(1)))?.title == "second")
    }

    @Test(
        "A server that answers with what was not asked for repairs nothing",
        arguments: [
            (#""counts":[3]"#, #""counts":[3,1]"#), (#""counts":[3]"#, #""counts":[-3]"#),
            (#""issue":{"#, #""other":{"#),
            (#""sums":["#, #""sums":["x","#), (#""version""#, #""versoin""#),
        ])
    func hostileSums(replaced: String, replacement: String) async throws {
        let ann = try await device(3)
        let before = try ann.database().issues()
        await ann.network.fail(.answerChanged { $0.replacing(replaced, with: replacement) })
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .malformedAnswer)
        #expect(try ann.database().issues() == before)
        #expect(try await ann.client.verify().isEqual)
    }

    @Test(
        "Rows of other buckets, of too few columns, or twice repair nothing",
        arguments: [
            (#""buckets":[0]"#, #""buckets":[1]"#), (#""buckets":[0]"#, #""buckets":[]"#),
            (#""columns":["id","#, #""columns":["#),
            (#""rows":[["#, #""rows":[["x"],["#), (#""rows":[["#, #""rows":[7,["#),
        ])
    func hostileRows(replaced: String, replacement: String) async throws {
        let ann = try await device(3)
        try ann.database().execute("DELETE FROM issue WHERE rowid = 1")
        let before = try ann.database().issues()
        await ann.network.fail(.requestHeld {}, .answerChanged { $0.replacing(replaced, with: replacement) })
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .malformedAnswer)
        #expect(try ann.database().issues() == before)
        #expect(try await ann.client.verify().differenceCount == 1)
    }

    @Test("A server whose sums never agree with its rows ends in an error, not in a loop")
    func lyingServer() async throws {
        let ann = try await device(3)
        try ann.database().execute("DELETE FROM issue WHERE rowid = 1")
        await ann.network.fail(
            .requestHeld {}, .requestHeld {},
            .answerChanged { $0.replacing(/"sums":\["[0-9a-f]{4}/, with: #""sums":["0000"#) })
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .diverged)
    }

    @Test("A closed client does not verify")
    func closed() async throws {
        let ann = try await device(1)
        try await ann.client.close()
        let error = await #expect(throws: ClientError.self) { try await ann.client.verify() }
        #expect(error?.code == .closed)
    }

    @Test("A client that runs verifies, and goes on running")
    func whileRunning() async throws {
        let ann = try await device(12)
        let running = Task { try await ann.client.run() }
        defer { running.cancel() }
        for await status in ann.client.statusUpdates where status.connection == .idle { break }
        try ann.database().execute("DELETE FROM issue WHERE rowid < 3")
        let token = try await ann.mutate(.create(20, "meanwhile"))
        let report = try await ann.client.verify()
        #expect(report.differenceCount == 2)
        #expect(try await ann.rejection(of: token) == nil)
        try await world.expectConvergence(ann)
    }

    @Test("A restored server's client gets its rows, and keeps its tail")
    func restoredServer() async throws {
        let ann = try await device(5)
        try await world.backend.keepCopy()
        let token = try await ann.mutate(.create(10, "lost by the server"))
        try await ann.client.sync()
        try await world.backend.restoreCopy()
        #expect(try await ann.client.verify().isEqual)
        #expect(try await ann.client.pendingMutations().map(\.token) == [token])
        try await world.expectConvergence(ann)
        #expect(try world.applied().contains(token))
    }

    @Test("Whatever is damaged is found and repaired", arguments: 1...60 as ClosedRange<UInt64>)
    func randomDamage(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let count = UInt8.random(in: 1...120, using: &generator)
        let ann = try await device(count)
        if Bool.random(using: &generator) {
            await ann.network.setOffline(true)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let id = UUID.id(.random(in: 1...count, using: &generator))
                _ = try await ann.mutate(.updateIssueStatus(id: id, status: .doing))
            }
            await ann.network.setOffline(false)
        }
        let database = try ann.database()
        let touched = Set(try database.values("SELECT substr(key, 6) FROM lockstep_base"))
        var damaged: [UInt8: String] = [:]
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let number = UInt8.random(in: 1...200, using: &generator)
            let id = UUID.id(number).lowercase
            guard damaged[number] == nil, !touched.contains(id) else { continue }
            if number > count {
                try database.execute(
                    "INSERT INTO issue SELECT '\(id)', title, description, status, owner, created_at FROM issue LIMIT 1"
                )
                if try !database.values("SELECT id FROM issue WHERE id = '\(id)'").isEmpty { damaged[number] = "extra" }
            } else if Bool.random(using: &generator) {
                try database.execute("DELETE FROM issue WHERE id = '\(id)'")
                damaged[number] = "missing"
            } else {
                let change = [
                    "title = title || ' '", "created_at = created_at + 1", "owner = char(0) || owner",
                    "description = 'x'", "status = 'done'",
                ].randomElement(using: &generator)
                try database.execute("UPDATE issue SET \(change ?? "") WHERE id = '\(id)'")
                damaged[number] = "different"
            }
        }
        let pending = try await ann.client.pendingMutations()
        let report = try await ann.client.verify()
        #expect(found(report) == damaged.map { "\($0.value) \($0.key)" }.sorted())
        #expect(try await ann.client.pendingMutations() == pending)
        try await world.expectConvergence(ann)
        #expect(try await ann.client.verify().isEqual)
    }
}

extension UUID {
    fileprivate var lowercase: String { uuidString.lowercased() }
}
