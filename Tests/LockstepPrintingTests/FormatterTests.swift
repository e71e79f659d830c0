import Foundation
import LockstepSQL
import LockstepSchema
import TestSupport
import Testing

private func format(_ sql: String) -> String {
    Formatter.format(SourceText(path: "test.sql", text: sql)).text
}

@Suite("Formatting")
struct FormatterTests {
    @Test("A formatted file stays as it is", arguments: DefinitionFolders.files)
    func idempotentFile(path: String) throws {
        let source = SourceText(path: path, bytes: [UInt8](try Data(contentsOf: URL(filePath: path))))
        let formatted = Formatter.format(source)
        #expect(formatted.unformatted.isEmpty)
        #expect(format(formatted.text) == formatted.text)
    }

    @Test("Formatting changes nothing in what a schema says", arguments: DefinitionFolders.all)
    func sameModel(folder: String) throws {
        let before = try DefinitionFolders.sources(of: folder)
        let after = before.map { file in
            file.path.hasSuffix(".sql") ? SourceText(path: file.path, text: Formatter.format(file).text) : file
        }
        let old = try #require(analyze(files: DefinitionFiles(sorting: before), targetName: "Test").schema)
        let new = try #require(analyze(files: DefinitionFiles(sorting: after), targetName: "Test").schema)
        #expect(Outline.text(of: new) == Outline.text(of: old))
    }

    /// The schema's own reader says which column a comment belongs to: the types and the documentation must stay.
    @Test("A comment anywhere in a definition file belongs to what it belonged to", arguments: DefinitionFolders.all)
    func commentedModel(folder: String) throws {
        let files = try DefinitionFolders.sources(of: folder)
        for (index, file) in files.enumerated() where file.path.hasSuffix(".sql") {
            for (number, text) in CommentedVariants.single(in: file).enumerated() where number % 7 == 0 {
                var written = files
                written[index] = SourceText(path: file.path, text: text)
                var formatted = files
                formatted[index] = SourceText(path: file.path, text: Formatter.format(written[index]).text)
                let old = analyze(files: DefinitionFiles(sorting: written), targetName: "Test")
                let new = analyze(files: DefinitionFiles(sorting: formatted), targetName: "Test")
                #expect(new.diagnostics.map(\.message) == old.diagnostics.map(\.message), "\(text)")
                #expect(Outline.text(of: new.schema as Any) == Outline.text(of: old.schema as Any), "\(text)")
            }
        }
    }

    @Test("Tokens and comments stay, wherever a comment is put", arguments: TrickyStatements.all)
    func comments(sql: String) {
        for variant in CommentedVariants(of: sql).all {
            let formatted = Formatter.format(SourceText(path: "test.sql", text: variant))
            expectFaithful(formatted.text, to: variant)
            let again = format(formatted.text)
            #expect(again == formatted.text, "\(variant)")
        }
    }

    @Test("The corpus", .enabled(if: StatementCorpus.isPresent, "sqlite-statements.jsonl is absent"))
    func corpus() throws {
        var formatted = 0
        var verbatim: [String] = []
        var unstable: [String] = []
        for sql in try StatementCorpus.lines().map(\.sql) {
            let result = Formatter.format(SourceText(path: "corpus.sql", text: sql))
            guard result.diagnostics.isEmpty else { continue }
            formatted += 1
            if !result.unformatted.isEmpty { verbatim.append(sql) }
            expectFaithful(result.text, to: sql)
            let again = format(result.text)
            if again != result.text { unstable.append("\(sql)\n\(result.text)\n\(again)") }
        }
        print("\(formatted) texts formatted, \(verbatim.count) with a statement left as it was")
        #expect(unstable.isEmpty, "\(unstable.count): \(unstable.prefix(10).joined(separator: "\n\n"))")
        #expect(verbatim.count < 30, "\(verbatim.prefix(40).joined(separator: "\n\n"))")
        #expect(formatted > 13_000)
    }

    /// Every token and every comment of a text, white space and the case of keywords aside.
    private func expectFaithful(
        _ text: String, to original: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let old = Pieces(original)
        let new = Pieces(text)
        #expect(new.tokens == old.tokens, "\(original)\n\(text)", sourceLocation: sourceLocation)
        #expect(new.comments == old.comments, "\(original)\n\(text)", sourceLocation: sourceLocation)
    }
}

/// The tokens and the comments of a text.
private struct Pieces {
    private(set) var tokens: [String] = []
    private(set) var comments: [String] = []

    init(_ text: String) {
        let source = SourceText(path: "test.sql", text: text)
        var lexer = Lexer(source)
        while true {
            let token = lexer.next()
            let text = source.text(in: token.span)
            switch token.kind {
            case .endOfInput: return
            case .lineComment, .blockComment: comments.append(text.trimmingCharacters(in: .whitespaces))
            case .keyword: tokens.append(text.uppercased())
            case .identifier where ["strict", "rowid", "stored"].contains(text.lowercased()):
                tokens.append(text.uppercased())
            default: tokens.append(text)
            }
        }
    }
}
