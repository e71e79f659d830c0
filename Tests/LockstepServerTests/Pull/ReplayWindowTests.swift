import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct ReplayWindowTests {
    private let forms = ReplayForms(BoardMutation.descriptions)

    /// An entry of the log, whose texts are lent to `body`.
    private func withEntry(
        _ version: Int64, _ mutation: BoardMutation = .stampBoard(id: "a"), name: String? = nil, actor: String = "ann",
        arguments: String? = nil, fingerprint: String? = nil, _ body: (StoredEntry) throws -> Void
    ) rethrows {
        let name = Array((name ?? mutation.name).utf8)
        let fingerprint = Array((fingerprint ?? "fingerprint of \(mutation.name)").utf8)
        let arguments = arguments.map { Array($0.utf8) } ?? mutation.encodedArguments
        let texts = [Array(TestClient(1).id.lowercaseString.utf8), Array(actor.utf8), name, arguments, fingerprint]
        try texts[0].withUnsafeBufferPointer { client in
            try texts[1].withUnsafeBufferPointer { actor in
                try texts[2].withUnsafeBufferPointer { name in
                    try texts[3].withUnsafeBufferPointer { arguments in
                        try texts[4].withUnsafeBufferPointer { fingerprint in
                            try body(
                                StoredEntry(
                                    head: head(version),
                                    content: .applied(
                                        StoredEntry.Mutation(
                                            client: client, number: version, actor: actor, name: name,
                                            arguments: arguments, at: 5,
                                            effect: EffectHash(value: 0xfedc_0000_0000_0009),
                                            fingerprint: fingerprint))))
                        }
                    }
                }
            }
        }
    }

    private func head(_ version: Int64) -> LogHead {
        LogHead(version: version, tag: version * 10, committedAt: version * 100)
    }

    private func logged(_ version: Int64, actor: String = "ann") -> LoggedMutation {
        LoggedMutation(
            version: version, client: TestClient(1).id, id: version, actor: actor, name: "stampBoard",
            arguments: Array(#"{"id":"a"}"#.utf8), at: 5, committedAt: version * 100,
            effect: EffectHash(value: 0xfedc_0000_0000_0009))
    }

    private func mutations(_ json: [UInt8]) throws -> [LoggedMutation] {
        try JSONReader.read(json) { try $0.array { try LoggedMutation(from: &$0) } }
    }

    // MARK: The JSON

    @Test func mutationsAreWrittenAsTheLogHasThem() throws {
        let entries = EncodedEntries(forms: forms)
        for version in [3, 4, 5] as [Int64] {
            withEntry(version) { #expect(entries.append($0) == .mutation(argumentBytes: 10)) }
        }
        #expect(try mutations(entries.json(0..<3)) == [logged(3), logged(4), logged(5)])
        #expect(try mutations(entries.json(1..<2)) == [logged(4)])
        #expect(entries.json(1..<1) == Array("[]".utf8))
        #expect(
            entries.json(0..<2)
                == JSONWriter.write { json in
                    json.array { for version in [3, 4] { logged(Int64(version)).encode(to: &$0) } }
                })
        entries.dropFirst(1)
        #expect(try mutations(entries.json(0..<2)) == [logged(4), logged(5)])
        entries.dropFirst(2)
        withEntry(6) { entries.append($0) }
        #expect(try mutations(entries.json(0..<1)) == [logged(6)])
    }

    /// An actor is whatever the host says.
    @Test(arguments: ["", "a\"b", "\\", "\u{0}\u{1f}\n", "Zoë 🐟", String(repeating: "\u{1}", count: 3_000)])
    func textsAreEscaped(actor: String) throws {
        let entries = EncodedEntries(forms: forms)
        withEntry(1, actor: actor) { entries.append($0) }
        #expect(try mutations(entries.json(0..<1)) == [logged(1, actor: actor)])
    }

    @Test func nobodyIsNamedWhereAReplayDoesNotNeedIt() throws {
        let entries = EncodedEntries(forms: forms)
        withEntry(1, .deleteBoard(id: "a")) { entries.append($0) }
        #expect(try mutations(entries.json(0..<1)).map(\.actor) == [""])
    }

    @Test func argumentsAreCopied() throws {
        let arguments = #"{ "id" : "a" , "x": [1.50, null] }"#
        let entries = EncodedEntries(forms: forms)
        withEntry(1, arguments: arguments) { entries.append($0) }
        #expect(String(decoding: entries.json(0..<1), as: UTF8.self).contains(#""args":"# + arguments))
    }

    @Test func negativeTimesAndLargeNumbersAreWritten() throws {
        let entries = EncodedEntries(forms: forms)
        withEntry(.max / 200) { entries.append($0) }
        #expect(try mutations(entries.json(0..<1))[0].version == .max / 200)
    }

    @Test func whatRanUnderAnotherDefinitionIsNotReplayable() {
        let entries = EncodedEntries(forms: forms)
        withEntry(1, .shuffleBoards(suffix: "x")) { #expect(entries.append($0) == .notReplayable) }
        withEntry(2, fingerprint: "another") { #expect(entries.append($0) == .notReplayable) }
        withEntry(3, fingerprint: "") { #expect(entries.append($0) == .notReplayable) }
        withEntry(4, name: "gone") { #expect(entries.append($0) == .notReplayable) }
        #expect(entries.append(StoredEntry(head: head(5), content: .changed)) == .notReplayable)
        #expect(entries.append(StoredEntry(head: head(6), content: .unchanged)) == .unchanged)
        #expect(entries.json(0..<6) == Array("[]".utf8))
    }

    // MARK: What an answer takes

    /// Takes contents until the window is full.
    private func window(
        _ contents: [EncodedEntries.Content], maximumEntries: Int = 10, maximumArgumentBytes: Int = 1_000
    ) -> ReplayWindow {
        var window = ReplayWindow(maximumEntries: maximumEntries, maximumArgumentBytes: maximumArgumentBytes)
        for (index, content) in contents.enumerated() where !window.take(head(Int64(index + 3)), content) { break }
        return window
    }

    private let ten = EncodedEntries.Content.mutation(argumentBytes: 10)

    @Test func entriesWithoutEffectArePassedOver() {
        let window = window([.unchanged, ten, .unchanged])
        #expect(window.count == 3)
        #expect(window.end == head(5))
        #expect(!window.isUnsound)
    }

    @Test func itIsCutAfterSoManyEntries() {
        let window = window([ten, ten, ten], maximumEntries: 2)
        #expect(window.count == 2)
        #expect(window.end == head(4))
    }

    @Test func itIsCutBeforeTooManyBytes() {
        #expect(window([ten, ten, ten], maximumArgumentBytes: 29).count == 2)
        #expect(window([ten, ten, ten], maximumArgumentBytes: 30).count == 3)
        #expect(window([ten, ten], maximumArgumentBytes: 1).count == 1)
        #expect(window([.unchanged, ten, ten], maximumArgumentBytes: 1).count == 2)
    }

    @Test func itIsUnsoundWithWhatCannotBeReplayed() {
        #expect(window([ten, .notReplayable]).isUnsound)
        #expect(window([.notReplayable]).end == nil)
        #expect(!window([ten, ten, .notReplayable], maximumEntries: 2).isUnsound)
    }
}
