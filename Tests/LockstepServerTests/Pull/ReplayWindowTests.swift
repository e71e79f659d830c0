import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct ReplayWindowTests {
    private func entry(
        _ version: Int64, _ mutation: BoardMutation = .deleteBoard(id: "a"), fingerprint: String? = nil
    ) -> LogEntry {
        let fingerprint = fingerprint ?? "fingerprint of \(mutation.name)"
        return entry(
            version, .applied(submitted(version, mutation), effect: EffectHash(value: 9), fingerprint: fingerprint))
    }

    private func entry(_ version: Int64, _ content: LogEntry.Content) -> LogEntry {
        LogEntry(version: version, tag: version * 10, committedAt: version * 100, content: content)
    }

    private func submitted(_ number: Int64, _ mutation: BoardMutation) -> SubmittedMutation {
        SubmittedMutation(
            client: TestClient(1).id, number: number, token: .test(1), actor: "ann", name: mutation.name,
            arguments: mutation.encodedArguments, at: 5)
    }

    /// Takes entries until the window is full.
    private func window(
        _ entries: [LogEntry], maximumEntries: Int = 10, maximumArgumentBytes: Int = 1_000
    ) -> ReplayWindow {
        var window = ReplayWindow(maximumEntries: maximumEntries, maximumArgumentBytes: maximumArgumentBytes)
        for entry in entries where !window.take(entry, description: BoardMutation.description(of:)) { break }
        return window
    }

    @Test func mutationsAreSaidAsTheLogHasThem() {
        let window = window([entry(3), entry(4)])
        #expect(!window.isUnsound)
        #expect(window.end == LogHead(version: 4, tag: 40, committedAt: 400))
        #expect(
            window.mutations.last
                == LoggedMutation(
                    version: 4, client: TestClient(1).id, id: 4, actor: "ann", name: "deleteBoard",
                    arguments: Array(#"{"id":"a"}"#.utf8), at: 5, committedAt: 400, effect: EffectHash(value: 9)))
    }

    @Test func entriesWithoutEffectArePassedOver() {
        let no = MutationRejection(.constraint, "no")
        let window = window([
            entry(3, .rejected(submitted(3, .deleteBoard(id: "a")), no)), entry(4),
            entry(5, .repeated(submitted(5, .deleteBoard(id: "a")), nil)),
        ])
        #expect(window.mutations.map(\.version) == [4])
        #expect(window.end?.version == 5)
        #expect(!window.isUnsound)
    }

    @Test func itIsCutAfterSoManyEntries() {
        let window = window([entry(3), entry(4), entry(5)], maximumEntries: 2)
        #expect(window.mutations.map(\.version) == [3, 4])
        #expect(window.end?.version == 4)
    }

    @Test func itIsCutBeforeTooManyBytes() {
        // Each has 10 bytes of arguments.
        #expect(window([entry(3), entry(4), entry(5)], maximumArgumentBytes: 29).mutations.map(\.version) == [3, 4])
        #expect(window([entry(3), entry(4), entry(5)], maximumArgumentBytes: 30).mutations.count == 3)
        #expect(window([entry(3), entry(4)], maximumArgumentBytes: 1).mutations.map(\.version) == [3])
    }

    @Test func itIsUnsoundWithWhatCannotBeReplayed() {
        #expect(window([entry(3), entry(4, .external)]).isUnsound)
        #expect(window([entry(3, .migration)]).isUnsound)
        #expect(window([entry(3, .shuffleBoards(suffix: "x"))]).isUnsound)
        #expect(window([entry(3, fingerprint: "another definition")]).isUnsound)
        #expect(!window([entry(3), entry(4), entry(5, .external)], maximumEntries: 2).isUnsound)
        let gone = LogEntry.Content.applied(
            SubmittedMutation(
                client: TestClient(1).id, number: 1, token: .test(1), actor: "ann", name: "gone", arguments: [], at: 5),
            effect: EffectHash(), fingerprint: "")
        #expect(window([entry(3, gone)]).isUnsound)
    }
}
