import Foundation
import LockstepEmitter
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepTool

/// The examples of `docs/definition-files.md`, section by section.
///
/// A code block with a path is a file of the section's folder, or replaces it; with `alone` behind the path a new folder
/// begins. A block of Swift has lines that the files so far generate. A block `text errors` or `text warnings` is what
/// is printed of the files so far; where no block says otherwise, nothing is. `LOCKSTEP_UPDATE_GOLDENS=1` rewrites these.
/// A section with a remark `waits for:` is left out.
@Suite("The reference of definition files")
struct ReferenceTests {
    private static let file = Case.tests.deletingLastPathComponent().appending(path: "docs/definition-files.md")

    @Test("Every example is accepted or refused as the text says")
    func examples() throws {
        var document = ReferenceDocument(try String(contentsOf: Self.file, encoding: .utf8))
        for section in document.sections where !section.isWaiting {
            var files: [String: String] = [:]
            var isChecked = true
            for index in section.blocks {
                let block = document.blocks[index]
                if let path = block.path {
                    if block.isAlone { files = [:] }
                    files[path] = block.text
                    isChecked = false
                    continue
                }
                let printed = try check(block, against: files, in: section)
                if let printed { document.replace(index, by: printed) }
                isChecked = true
            }
            if !isChecked { #expect(try Self.run(files).report == "", "\(section.title)") }
        }
        if Golden.isUpdating { try Data(document.text.utf8).write(to: Self.file) }
    }

    @Test("Every section of the format has an example")
    func sections() throws {
        let document = ReferenceDocument(try String(contentsOf: Self.file, encoding: .utf8))
        let without = document.sections.filter(\.blocks.isEmpty).map(\.title)
        #expect(without == ["The command"])
        for section in document.sections {
            let anchor = section.title.lowercased().replacing(" ", with: "-").replacing(".", with: "")
            #expect(document.text.contains("[\(section.title)](#\(anchor))"), "\(section.title)")
        }
    }

    /// - Returns: What a block of diagnostics must say.
    private func check(
        _ block: ReferenceDocument.Block, against files: [String: String], in section: ReferenceDocument.Section
    ) throws -> String? {
        let (report, schema) = try Self.run(files)
        switch block.language {
        case "swift":
            #expect(report == "", "\(section.title)")
            let generated = schema.map { SwiftEmitter.files(for: $0).map(\.text).joined(separator: "\n") } ?? ""
            let text = Self.squeezed(generated)
            for line in block.text.split(separator: "\n") {
                let isGenerated = text.contains(Self.squeezed(String(line)))
                #expect(isGenerated, "\(section.title): \(line)")
            }
            return nil
        case "text errors", "text warnings":
            #expect((schema == nil) == (block.language == "text errors"), "\(section.title)")
            if !Golden.isUpdating { #expect(report == block.text, "\(section.title)") }
            return report
        default:
            Issue.record("\(section.title): a block of `\(block.language)` is not checked")
            return nil
        }
    }

    private static func run(_ files: [String: String]) throws -> (report: String, schema: Schema?) {
        let sources = files.sorted { $0.key < $1.key }.map { SourceText(path: $0.key, text: $0.value) }
        let result = Pipeline().run(DefinitionFiles(sorting: sources), module: "IssueTrackerSchema")
        return (result.report, result.schema)
    }

    /// Line breaks and indentation are the emitter's choice.
    private static func squeezed(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
            .replacing("( ", with: "(").replacing(" )", with: ")")
    }
}
