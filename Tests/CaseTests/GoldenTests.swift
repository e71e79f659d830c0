import Foundation
import LockstepEmitter
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepTool

/// Definition files and what they must become; see `Case`. A new case is a new folder:
///
///     LOCKSTEP_UPDATE_GOLDENS=1 swift test --filter CaseTests.GoldenTests
///
/// writes what is expected of it. Read the difference before it is committed.
@Suite("Cases")
struct GoldenTests {
    @Test("Definition files with mistakes are refused, in these words", arguments: Case.refused)
    func refused(_ each: Case) throws {
        let outcome = try each.run()
        #expect(outcome.schema?.name == nil)
        #expect(outcome.diagnostics.contains { $0.severity == .error })
        try Golden.expect(outcome.report, in: each.folder.appending(path: "expected.txt"))
    }

    @Test("Definition files without mistakes become this model and this Swift", arguments: Case.accepted)
    func accepted(_ each: Case) throws {
        let outcome = try each.run()
        guard let schema = outcome.schema else {
            Issue.record("\(outcome.report)")
            return
        }
        let report = outcome.report.isEmpty ? nil : outcome.report
        try Golden.expect(report, in: each.folder.appending(path: "expected.txt"))
        let model = each.relative(String(decoding: try SchemaReport(schema).json, as: UTF8.self))
        try Golden.expect(model, in: each.folder.appending(path: "expected.json"))
        let swift = GeneratedCase(SwiftEmitter.files(for: schema)).text
        try Golden.expect(swift, in: GeneratedCase.file(named: schema.name.name))
    }

    @Test("Every accepted case is compiled and run, and nothing else is")
    func registry() throws {
        let roots = try Case.accepted.compactMap { each in
            try each.run().schema.map { (path: each.path, root: $0.name.name) }
        }
        #expect(Set(roots.map(\.root)).count == roots.count, "two cases have one root type")
        try Golden.expect(GeneratedCase.registry(of: roots), in: GeneratedCase.file(named: GeneratedCase.registryName))
        let expected = Set(roots.map(\.root) + [GeneratedCase.registryName]).map { $0 + ".swift" }.sorted()
        let folder = GeneratedCase.folder.path
        let actual = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for stale in Set(actual).subtracting(expected) where Golden.isUpdating {
            try FileManager.default.removeItem(atPath: "\(folder)/\(stale)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == expected)
    }

    @Test("There are at least 150 cases, and half of them are mistakes")
    func count() {
        #expect(Case.all.count >= 150)
        #expect(Case.refused.count * 2 >= 150)
    }
}
