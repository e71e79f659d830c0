import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import Testing

@Suite("Files that go back or are copied")
struct RestoreTests {
    private let world: World

    init() throws {
        world = try World()
    }

    /// Closes a device and copies its file for a second one.
    private func copied(_ device: Device) async throws -> (original: Device, copy: Device) {
        try await device.client.close()
        try world.folder.copy(device.name, to: "copy")
        return (
            try await world.device(device.name, as: device.actor, over: device.network),
            try await world.device("copy", as: device.actor)
        )
    }

    /// No mutation ran twice, and none that a device still knows is missing.
    private func expectOnce(_ tokens: [UUID], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let applied = try world.applied()
        #expect(applied.count == Set(applied).count, sourceLocation: sourceLocation)
        #expect(Set(applied) == Set(tokens), sourceLocation: sourceLocation)
    }

    // MARK: Replicas

    @Test("A replica that is copied to a second device goes on as two", arguments: [false, true], [false, true])
    func replicaCopied(originalComesFirst: Bool, pendingWasPushed: Bool) async throws {
        let device = try await world.device("ann")
        var tokens = [try await device.mutate(.create(1, "synced"))]
        try await device.client.sync()
        tokens += try await device.mutate([.create(2, "pending"), .updateIssueStatus(id: .id(1), status: .doing)])
        if pendingWasPushed {
            await device.network.fail(.answerLost)
            await #expect(throws: ClientError.self) { try await device.client.sync() }
        }
        let (original, copy) = try await copied(device)
        tokens += try await original.mutate([.create(3, "original's"), .create(4, "original's too")])
        tokens += try await copy.mutate([.create(5, "copy's")])
        for device in originalComesFirst ? [original, copy] : [copy, original] { try await device.client.sync() }
        #expect(try original.id() != copy.id())
        tokens += try await original.mutate([.deleteIssue(id: .id(5))])
        tokens += try await copy.mutate([.updateIssue(id: .id(3), title: .set("original's, edited by the copy"))])
        try await world.expectConvergence(original, copy)
        try expectOnce(tokens)
        #expect(
            try await copy.titles == ["original's too", "original's, edited by the copy", "pending", "synced"])
        for device in [original, copy] { #expect(try await device.client.rejections().isEmpty) }
    }

    @Test("A copy that only pulls follows the original, whatever the original pushes")
    func copyThatOnlyPulls() async throws {
        let device = try await world.device("ann")
        var tokens = [try await device.mutate(.create(1, "one"))]
        try await device.client.sync()
        let (original, copy) = try await copied(device)
        for number in 2...4 as ClosedRange<UInt8> {
            tokens.append(try await original.mutate(.create(number, "issue \(number)")))
            try await original.client.sync()
            try await copy.client.sync()
            #expect(try copy.database().issues() == world.serverIssues())
        }
        #expect(try original.id() != copy.id())
        try await world.expectConvergence(original, copy)
        try expectOnce(tokens)
    }

    @Test("A copy that makes a mutation while it hears of the original's with the same number keeps it")
    func copyThatMutatesDuringPull() async throws {
        let device = try await world.device("ann")
        var tokens = [try await device.mutate(.create(1, "one"))]
        try await device.client.sync()
        let (original, copy) = try await copied(device)
        tokens.append(try await original.mutate(.create(2, "original's")))
        try await original.client.sync()
        await copy.network.fail(.answerHeld { _ = try await copy.mutate(.create(3, "copy's")) })
        try await copy.client.sync()
        tokens.append(try world.applied()[2])
        try await world.expectConvergence(original, copy)
        try expectOnce(tokens)
        #expect(try await original.titles == ["copy's", "one", "original's"])
    }

    @Test(
        "A replica that is restored from an older copy gets back what it had sent, and goes on",
        arguments: [0, 1, 3], [false, true])
    func replicaRestored(madeSinceRestore: Int, hadPending: Bool) async throws {
        let before = try await world.device("ann")
        var tokens = [try await before.mutate(.create(1, "first"))]
        try await before.client.sync()
        if hadPending { tokens.append(try await before.mutate(.create(2, "pending at the copy"))) }
        let (lost, _) = try await copied(before)
        tokens.append(try await lost.mutate(.create(3, "sent, then forgotten")))
        try await lost.client.sync()
        tokens.append(try await lost.mutate(.create(4, "sent too")))
        try await lost.client.sync()
        try await lost.client.close()
        let restored = try await world.device("copy", over: lost.network)
        for number in 0..<madeSinceRestore {
            tokens.append(try await restored.mutate(.create(UInt8(10 + number), "after \(number)")))
        }
        let bob = try await world.device("bob", as: "bob")
        try await world.expectConvergence(restored, bob)
        try expectOnce(tokens)
        #expect(try await restored.client.rejections().isEmpty)
        #expect(try await bob.client.read(.issues).count == tokens.count)
    }

    // MARK: The server

    @Test("A server that is restored from an older file gets from its clients what it lost, once")
    func serverRestored() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        let carol = try await world.device("carol", as: "carol")
        var tokens = [try await ann.mutate(.create(1, "before the backup"))]
        try await world.expectConvergence(ann, bob, carol)
        try await world.backend.keepCopy()

        let byAnn = try await ann.mutate([.create(2, "Ann's"), .updateIssueStatus(id: .id(1), status: .doing)])
        let rejected = try await bob.mutate(.create(2, "Bob's, rejected"))
        let byBob = try await bob.mutate(.create(3, "Bob's"))
        tokens += byAnn + [byBob]
        try await world.expectConvergence(ann, bob)
        #expect(try await bob.rejection(of: rejected)?.isReverted == false)
        try await world.backend.restoreCopy()

        // The server grows past the clients' cursors with what another one does.
        for number in 20..<30 as Range<UInt8> { tokens.append(try await carol.mutate(.create(number, "\(number)"))) }
        try await carol.client.sync()
        tokens.append(try await ann.mutate(.create(4, "after the restore")))
        try await world.expectConvergence(ann, bob, carol)
        try expectOnce(tokens)
        let applied = try world.applied()
        #expect(applied.filter { byAnn.contains($0) } == byAnn)
        #expect(try #require(applied.firstIndex(of: byAnn[1])) < applied.firstIndex(of: tokens[tokens.count - 1]) ?? 0)
        #expect(
            try world.serverValues("SELECT count(*) FROM lockstep_log WHERE token = '\(rejected.lowercase)'") == ["0"])
        #expect(try await bob.rejection(of: rejected)?.isReverted == false)
        #expect(try await ann.client.rejections().isEmpty)
        #expect(try await ann.client.read(.issue(id: .id(1)))?.status == .doing)
    }

    @Test("What a restored server refuses the second time is reported as reverted, arguments kept")
    func reverted() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        try await world.expectConvergence(ann, bob)
        try await world.backend.keepCopy()
        let kept = try await ann.mutate(.create(1, "Ann's"))
        let also = try await ann.mutate(.create(2, "Ann's too"))
        try await ann.client.sync()
        #expect(try await ann.rejection(of: kept) == nil)
        try await world.backend.restoreCopy()
        // Bob, who never heard of Ann's issue, takes its id.
        let taking = try await bob.mutate(.create(1, "Bob's"))
        try await bob.client.sync()
        try await world.expectConvergence(ann, bob)
        let rejection = try #require(try await ann.rejection(of: kept))
        #expect(rejection.isReverted)
        #expect(rejection.code == "constraint")
        #expect(String(decoding: rejection.arguments, as: UTF8.self).contains("Ann's"))
        #expect(try await ann.client.rejections().map(\.token) == [kept])
        #expect(try await ann.rejection(of: also) == nil)
        #expect(try await ann.titles == ["Ann's too", "Bob's"])
        try expectOnce([taking, also])
    }

    @Test("A server that is restored again while a client sends its tail still gets all of it")
    func restoredTwice() async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        try await world.backend.keepCopy()
        var tokens = try await ann.mutate([.create(1, "one"), .create(2, "two")])
        try await ann.client.sync()
        tokens.append(try await ann.mutate(.create(3, "three")))
        try await world.backend.restoreCopy()
        // The first request finds the server restored; it is restored once more before the tail arrives.
        let backend = world.backend
        await ann.network.fail(
            .answerHeld { try await backend.restoreCopy() }, .answerHeld { try await backend.restoreCopy() })
        try await world.expectConvergence(ann)
        #expect(try world.applied() == tokens)
    }

    @Test("A client that forked before the server was restored sends what it sent under its former id too")
    func forkedThenRestored() async throws {
        let device = try await world.device("ann")
        try await device.client.sync()
        try await world.backend.keepCopy()
        var tokens = [try await device.mutate(.create(1, "under the former id"))]
        try await device.client.sync()
        let (original, copy) = try await copied(device)
        tokens.append(try await original.mutate(.create(2, "original's")))
        try await original.client.sync()
        tokens.append(try await copy.mutate(.create(3, "copy's")))
        try await copy.client.sync()
        #expect(try original.id() != copy.id())
        try await world.backend.restoreCopy()
        // The original never comes back.
        try await copy.client.sync()
        try await world.expectConvergence(copy)
        try expectOnce([tokens[0], tokens[2]])
        // And when it does after all, what the copy has sent does not run again.
        try await world.expectConvergence(original, copy)
        try expectOnce(tokens)
    }
}

extension UUID {
    fileprivate var lowercase: String { uuidString.lowercased() }
}
