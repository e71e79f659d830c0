import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import Testing

@Suite("Replicas and servers that heal")
struct HealingTests {
    private let world: World

    init() throws {
        world = try World()
    }

    private func expectOnce(_ tokens: [UUID], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let applied = try world.applied()
        #expect(applied.count == Set(applied).count, sourceLocation: sourceLocation)
        #expect(Set(applied) == Set(tokens), sourceLocation: sourceLocation)
    }

    // MARK: Restored servers

    @Test(
        "A server restored to any point of a history gets back what its clients know",
        arguments: 0...7 as ClosedRange<Int>, [1, 2])
    func restoredAnywhere(point: Int, restores: Int) async throws {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 2
        let ann = try await world.device("ann", configuration: configuration)
        let bob = try await world.device("bob", as: "bob")
        var tokens: [UUID] = []
        var rejected: UUID?
        for step in 0...7 {
            if step == point { try await world.backend.keepCopy() }
            switch step {
            case 0:
                tokens += try await ann.mutate([.create(1, "one"), .create(2, "two")])
                try await ann.client.sync()
            case 1:
                try await bob.client.sync()
                tokens.append(try await bob.mutate(.updateIssueStatus(id: .id(1), status: .doing)))
                try await bob.client.sync()
            case 2:
                tokens.append(try await bob.mutate(.create(5, "Bob's")))
                try await bob.client.sync()
                rejected = try await ann.mutate(.create(5, "Ann's"))
                try await ann.client.sync()
            case 3:
                tokens += try await ann.mutate([.create(6, "six"), .create(7, "seven"), .create(8, "eight")])
                await ann.network.fail(.answerLost)
                await #expect(throws: ClientError.self) { try await ann.client.sync() }
            case 4: try await ann.client.sync()
            case 5: tokens.append(try await ann.mutate(.updateIssue(id: .id(6), title: .set("six, edited"))))
            case 6:
                tokens.append(try await bob.mutate(.deleteIssue(id: .id(2))))
                try await bob.client.sync()
            default: tokens.append(try await ann.mutate(.create(9, "nine")))
            }
        }
        try await world.backend.restoreCopy()
        if restores == 2 {
            let backend = world.backend
            await ann.network.fail(.answerHeld {}, .answerHeld { try await backend.restoreCopy() })
            try await ann.client.sync()
            try await backend.restoreCopy()
        }
        try await world.expectConvergence(ann, bob)
        try expectOnce(tokens)
        #expect(try await ann.client.rejections().map(\.token) == [rejected])
        #expect(try await bob.client.rejections().isEmpty)
        #expect(try await ann.client.verify().isEqual)
    }

    @Test("A tail that is larger than a push goes up in several, in its order")
    func longTail() async throws {
        var configuration = ClientConfiguration()
        configuration.maximumMutationsPerPush = 3
        let ann = try await world.device("ann", configuration: configuration)
        try await ann.client.sync()
        try await world.backend.keepCopy()
        var tokens: [UUID] = []
        for number in 1...25 as ClosedRange<UInt8> {
            tokens.append(try await ann.mutate(.create(number, "\(number)")))
            if number % 4 == 0 { try await ann.client.sync() }
        }
        try await world.backend.restoreCopy()
        try await world.expectConvergence(ann)
        #expect(try world.applied() == tokens)
    }

    @Test("What was sent under a former id and is refused after a restore is reported once, as reverted")
    func heldAndRefused() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        try await world.expectConvergence(ann, bob)
        try await world.backend.keepCopy()
        let former = try await ann.mutate(.create(1, "under the former id"))
        try await ann.client.sync()
        // The server takes the replica for a copy, and it goes on under another id.
        try world.edit("UPDATE lockstep_client SET number = 99, token = '\(UUID().uuidString.lowercased())'")
        let later = try await ann.mutate(.create(2, "under the later id"))
        try await ann.client.sync()
        for _ in 1...2 {
            try await world.backend.restoreCopy()
            if try world.applied().isEmpty, try await bob.client.read(.issue(id: .id(1))) == nil {
                _ = try await bob.mutate(.create(1, "Bob's"))
            }
            try await bob.client.sync()
            try await world.expectConvergence(ann, bob)
            let rejections = try await ann.client.rejections()
            #expect(rejections.map(\.token) == [former])
            #expect(rejections.first?.isReverted == true)
            #expect(rejections.map { String(decoding: $0.arguments, as: UTF8.self).contains("former") } == [true])
            #expect(try world.applied().contains(later))
        }
    }

    @Test("A server that knows of mutations from the future gets another id, and what is pending once")
    func numberFromTheFuture() async throws {
        let ann = try await world.device("ann")
        let first = try await ann.mutate(.create(1, "one"))
        try await ann.client.sync()
        let before = try ann.id()
        try world.edit("UPDATE lockstep_client SET number = 99, token = '\(UUID().uuidString.lowercased())'")
        let tokens = try await ann.mutate([.create(2, "two"), .create(3, "three")])
        try await world.expectConvergence(ann)
        #expect(try ann.id() != before)
        try expectOnce([first] + tokens)
        #expect(try await ann.client.rejections().isEmpty)
    }

    @Test("A server without any memory is filled again by its clients")
    func resetServer() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        var tokens = try await ann.mutate([.create(1, "one"), .create(2, "two")])
        try await world.expectConvergence(ann, bob)
        tokens.append(try await bob.mutate(.create(3, "three")))
        try await world.expectConvergence(ann, bob)
        tokens.append(try await ann.mutate(.updateIssueStatus(id: .id(3), status: .done)))
        try await world.backend.reset()
        try await bob.client.sync()
        try await world.expectConvergence(ann, bob)
        try expectOnce(tokens)
    }

    @Test("What had its outcome longer ago than is kept does not come back, and what is younger does")
    func expiry() async throws {
        var configuration = ClientConfiguration()
        configuration.keepsAcknowledged = .seconds(1_000)
        let ann = try await world.device("ann", configuration: configuration)
        try await ann.client.sync()
        try await world.backend.keepCopy()
        _ = try await ann.mutate(.create(1, "old"))
        try await ann.client.sync()
        world.clock.advance(by: 1_000_001)
        let young = try await ann.mutate(.create(2, "young"))
        try await ann.client.sync()
        let pending = try await ann.mutate(.create(3, "pending"))
        try await world.backend.restoreCopy()
        try await world.expectConvergence(ann)
        #expect(try world.applied() == [young, pending])
    }

    @Test("A clock that jumps loses nothing that is pending, and set back nothing that is kept", arguments: [-1, 1])
    func clockJumps(direction: Int64) async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        try await world.backend.keepCopy()
        let kept = try await ann.mutate(.create(1, "kept"))
        try await ann.client.sync()
        world.clock.advance(by: direction * 400 * 86_400_000)
        let tokens = try await ann.mutate([.create(2, "two"), .create(3, "three")])
        if direction < 0 {
            try await ann.client.sync()
            try await world.backend.restoreCopy()
        }
        try await world.expectConvergence(ann)
        try expectOnce([kept] + tokens)
        if direction < 0 { #expect(try world.applied() == [kept] + tokens) }
    }

    // MARK: Divergence

    /// Gives the effect of a mutation of the answer, counted from 0, another hash.
    private func changedEffect(_ index: Int) -> Network.Fault {
        .answerChanged { answer in
            var parts = answer.components(separatedBy: #""effect":""#)
            guard parts.indices.contains(index + 1) else { return answer }
            parts[index + 1] = (parts[index + 1].hasPrefix("f") ? "0" : "f") + parts[index + 1].dropFirst()
            return parts.joined(separator: #""effect":""#)
        }
    }

    private func rowsOnly(_ requests: some Sequence<Network.Request>) -> [Bool] {
        requests.map { String(decoding: $0.body, as: UTF8.self).contains(#""rowsOnly":true"#) }
    }

    @Test("A replay with another effect makes the client ask for rows, wherever in the batch it is", arguments: 0...4)
    func divergesInABatch(index: Int) async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        for number in 1...5 as ClosedRange<UInt8> { try await world.backend.mutate(.create(number, "\(number)")) }
        let before = await ann.network.requests.count
        await ann.network.fail(changedEffect(index))
        try await ann.client.sync()
        #expect(rowsOnly(await ann.network.requests.dropFirst(before)) == [false, true])
        #expect(ann.client.status.divergenceCount == 1)
        #expect(try ann.database().issues() == world.serverIssues())
    }

    @Test("What is pending survives a divergence, and is applied once")
    func divergesWithPending() async throws {
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "one"))
        try await ann.client.sync()
        try await world.backend.mutate(.create(2, "two"), .updateIssueStatus(id: .id(1), status: .doing))
        let tokens = try await ann.mutate([
            .updateIssue(id: .id(1), title: .set("Ann's")), .create(3, "three"), .deleteIssue(id: .id(3)),
            .create(4, "four"),
        ])
        await ann.network.fail(changedEffect(1))
        try await ann.client.sync()
        #expect(ann.client.status.divergenceCount == 1)
        try await world.expectConvergence(ann)
        #expect(try world.applied().suffix(4) == tokens)
        #expect(try await ann.client.read(.issue(id: .id(1)))?.title == "Ann's")
    }

    @Test("A server that diverges again and again costs one more request each time, and does not loop")
    func divergesAgain() async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        for round in 1...5 as ClosedRange<UInt8> {
            try await world.backend.mutate(.create(round, "\(round)"))
            await ann.network.fail(changedEffect(0))
            let before = await ann.network.requests.count
            try await ann.client.sync()
            #expect(await ann.network.requests.count == before + 2)
            #expect(ann.client.status.divergenceCount == Int(round))
            #expect(try ann.database().issues() == world.serverIssues())
        }
    }

    @Test(
        "A replica whose rows were changed replays with another effect, and is healed by the rows",
        arguments: [
            "UPDATE issue SET title = 'changed'", "DELETE FROM issue",
        ])
    func damageIsFoundByAReplay(sql: String) async throws {
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "one"))
        try await ann.client.sync()
        try ann.database().execute(sql)
        try await world.backend.mutate(.updateIssueStatus(id: .id(1), status: .done))
        try await ann.client.sync()
        #expect(ann.client.status.divergenceCount == 1)
        #expect(try ann.database().issues() == world.serverIssues())
    }

    @Test("Rows that something else put where the base's belong do not keep the replica from syncing")
    func undoThatFails() async throws {
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "one"), .create(2, "two"))
        try await ann.client.sync()
        await ann.network.setOffline(true)
        let token = try await ann.mutate(.deleteIssue(id: .id(1)))
        // As an index that another program made: the base's row of issue 1 cannot come back beside this one.
        try ann.database().execute(
            """
            UPDATE issue SET title = 'one' WHERE id = '\(UUID.id(2).uuidString.lowercased())';
            CREATE UNIQUE INDEX one_title ON issue (title);
            """)
        await ann.network.setOffline(false)
        try await world.backend.mutate(.create(3, "three"))
        try await ann.client.sync()
        #expect(ann.client.status.divergenceCount > 0)
        #expect(try await ann.client.pendingMutations().isEmpty)
        #expect(try await ann.rejection(of: token) == nil)
        // Nothing but a comparison finds the other row, unless the base had to be replaced.
        _ = try await ann.client.verify()
        try await world.expectConvergence(ann)
        #expect(try await ann.titles == ["three", "two"])
    }
}
