import Foundation
import LockstepEmitter
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepTool

/// A folder `Tests/Cases/KIND/GROUP/NAME` of definition files, and beside them what they must become.
///
/// `expected.txt` has the diagnostics, `expected.json` the report of `lockstep check --json`; either is missing where it
/// would be empty. The Swift of an accepted case is `CompiledCaseTests/Generated/ROOT.swift`.
struct Case: CustomTestStringConvertible {
    enum Kind: String, CaseIterable {
        /// Refused: at least one error.
        case errors
        /// Accepted, perhaps with warnings.
        case accepted
        /// Accepted: the definition files of a whole app.
        case apps
    }

    let kind: Kind

    /// `errors/names/unknown-column`
    let path: String

    var testDescription: String { path }

    var folder: URL { Self.root.appending(path: path) }

    /// The folder's name in UpperCamelCase, which is the root type's name unless `lockstep.json` has another.
    var name: String {
        let words = path.split(separator: "/").last?.split(separator: "-") ?? []
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// Diagnostics have paths relative to the case.
    func run() throws -> Outcome {
        let result = try Pipeline().run(schema: folder.path, module: name + "Schema")
        return Outcome(diagnostics: result.diagnostics, report: relative(result.report), schema: result.schema)
    }

    /// The text with paths relative to the case: what is expected must not depend on where the package is.
    func relative(_ text: String) -> String { text.replacing(folder.path + "/", with: "") }

    struct Outcome {
        let diagnostics: [Diagnostic]
        let report: String
        let schema: Schema?
    }

    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    static let root = tests.appending(path: "Cases")

    /// Sorted by path.
    static let all: [Case] = Kind.allCases.flatMap { kind in
        let folders = kind == .apps ? ["apps"] : folders(in: kind.rawValue)
        return folders.flatMap { Self.folders(in: $0) }.map { Case(kind: kind, path: $0) }
    }

    static let accepted = all.filter { $0.kind != .errors }
    static let refused = all.filter { $0.kind == .errors }

    private static func folders(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)) ?? []
        return names.filter { !$0.contains(".") }.sorted().map { "\(path)/\($0)" }
    }
}
