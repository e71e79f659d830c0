import Testing

@testable import LockstepServer

@Suite struct SnapshotShelfTests {
    private func snapshot(
        _ id: String, version: Int64 = 10, grants: UInt64 = 0, bytes: Int64 = 100, madeAt: Int64 = 0
    ) -> SnapshotShelf.Snapshot {
        SnapshotShelf.Snapshot(
            id: id,
            content: SnapshotContent(
                head: LogHead(version: version, tag: 1, committedAt: 1), grants: grants, rows: 1),
            path: "/\(id)", bytes: bytes, sha256: "", madeAt: madeAt, usedAt: madeAt)
    }

    private var configuration: SnapshotConfiguration {
        var configuration = SnapshotConfiguration()
        configuration.maximumAge = .seconds(10)
        configuration.minimumInterval = .seconds(2)
        configuration.lifetime = .seconds(100)
        configuration.maximumCount = 3
        configuration.maximumBytes = 1_000
        return configuration
    }

    private func shelf(_ snapshots: SnapshotShelf.Snapshot...) -> SnapshotShelf {
        var shelf = SnapshotShelf(configuration)
        for snapshot in snapshots { _ = shelf.add(snapshot, at: snapshot.madeAt) }
        return shelf
    }

    private func wish(_ grants: UInt64, after base: Int64? = nil, oldest: Int64 = 0) -> SnapshotWish {
        SnapshotWish(grants: grants, base: base, oldest: oldest, head: 100)
    }

    @Test func theNewestOfTheSameGrantsIsGivenOut() {
        let shelf = shelf(snapshot("a"), snapshot("b", version: 12), snapshot("c", version: 20, grants: 7))
        #expect(shelf.newest(for: wish(0), at: 0)?.id == "b")
        #expect(shelf.newest(for: wish(7), at: 0)?.id == "c")
        #expect(shelf.newest(for: wish(8), at: 0) == nil)
    }

    /// Else a client whose next step is too large would be given the same snapshot for ever.
    @Test func itLeadsBeyondTheClientsBase() {
        let shelf = shelf(snapshot("a", version: 10))
        #expect(shelf.newest(for: wish(0, after: 9), at: 0)?.id == "a")
        #expect(shelf.newest(for: wish(0, after: 10), at: 0) == nil)
        #expect(shelf.newest(for: wish(0, after: 11), at: 0) == nil)
    }

    /// Else an actor would be given rows that were deleted before it could see them.
    @Test func itIsNotFromBeforeTheActorHadItsGrants() {
        let shelf = shelf(snapshot("a", version: 10))
        #expect(shelf.newest(for: wish(0, oldest: 10), at: 0)?.id == "a")
        #expect(shelf.newest(for: wish(0, oldest: 11), at: 0) == nil)
    }

    @Test func oneThatIsTooOldIsNotGivenOut() {
        let shelf = shelf(snapshot("a", madeAt: 1_000))
        #expect(shelf.newest(for: wish(0), at: 10_999)?.id == "a")
        #expect(shelf.newest(for: wish(0), at: 11_000) == nil)
        #expect(shelf.isYoung(snapshot("a", madeAt: 1_000), at: 2_999))
        #expect(!shelf.isYoung(snapshot("a", madeAt: 1_000), at: 3_000))
    }

    @Test func itIsKeptAsLongAsItIsUsed() {
        var shelf = shelf(snapshot("a"), snapshot("b"))
        shelf.use("b", at: 50_000)
        #expect(shelf.expire(at: 99_999).isEmpty)
        #expect(shelf.expire(at: 100_000).map(\.id) == ["a"])
        #expect(shelf["a"] == nil)
        #expect(shelf["b"] != nil)
        #expect(shelf.expire(at: 150_000).map(\.id) == ["b"])
    }

    @Test func whatWasUsedLongestAgoMakesRoom() {
        var shelf = shelf(snapshot("a"), snapshot("b"), snapshot("c"))
        shelf.use("a", at: 5)
        #expect(shelf.add(snapshot("d", madeAt: 6), at: 6).map(\.id) == ["b"])
        #expect(shelf.add(snapshot("e", bytes: 850, madeAt: 7), at: 7).map(\.id) == ["c", "a"])
        #expect(Set(shelf.all.map(\.id)) == ["d", "e"])
    }

    @Test func theNewestStaysHoweverLargeItIs() {
        var shelf = shelf(snapshot("a"))
        #expect(shelf.add(snapshot("huge", bytes: 5_000), at: 1).map(\.id) == ["a"])
        #expect(shelf["huge"] != nil)
    }
}
