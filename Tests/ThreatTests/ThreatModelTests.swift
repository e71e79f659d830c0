import Foundation
import Testing

@Suite("The threat model")
struct ThreatModelTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct Line: Hashable {
        let threat: String
        let tests: [String]
    }

    /// The lines of the tables whose last column names tests.
    func lines() throws -> [Line] {
        let document = try String(contentsOf: Self.root.appending(path: "docs/threat-model.md"), encoding: .utf8)
        var lines: [Line] = []
        var isThreats = false
        for text in document.split(separator: "\n", omittingEmptySubsequences: false) {
            guard text.hasPrefix("|") else {
                isThreats = false
                continue
            }
            let cells = text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.last == "test" {
                isThreats = true
            } else if isThreats, let first = cells.first, !first.hasPrefix("---"), let last = cells.last {
                lines.append(Line(threat: first, tests: last.matches(of: /`([^`]+)`/).map { String($0.1) }))
            }
        }
        return lines
    }

    /// The names of the tests in the sources below a folder: the displayed ones, and those of functions.
    func tests(below folder: String) throws -> Set<String> {
        var names: Set<String> = []
        let folder = Self.root.appending(path: folder).resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /@Test\(\s*"((?:[^"\\]|\\.)*)"/) { names.insert(String(match.1)) }
            for match in text.matches(of: /@Test(?:\([^"]*?\))?\s+func (\w+)\(/) { names.insert(String(match.1)) }
        }
        return names
    }

    @Test("Every line names tests, and there are tests of these names")
    func everyLineIsTested() throws {
        let lines = try lines()
        #expect(lines.count >= 40)
        let tests = try tests(below: "Tests")
        for line in lines {
            #expect(!line.tests.isEmpty, "No test: \(line.threat)")
            for test in line.tests { #expect(tests.contains(test), "\(line.threat): there is no test `\(test)`") }
        }
    }

    @Test("Every test of a threat has a line")
    func everyTestIsNamed() throws {
        let named = Set(try lines().flatMap(\.tests))
        let ownTests = [
            "Every line names tests, and there are tests of these names", "Every test of a threat has a line",
        ]
        for test in try tests(below: "Tests/ThreatTests").subtracting(ownTests) {
            #expect(named.contains(test), "`\(test)` is in no line of docs/threat-model.md")
        }
    }
}
