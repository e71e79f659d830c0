import Foundation
import LockstepSQL

/// The statements of a file and what is wrong with it, for `lockstep parse`.
struct ParseReport {
    /// Members are added, and never renamed or removed, so that tools can rely on them. Offsets count bytes from 0, lines
    /// and columns characters from 1.
    struct Entry: Encodable {
        /// `SELECT`, `CREATE TABLE`; nil for an error or a warning.
        var kind: String?
        var error: String?
        var warning: String?
        var suggestion: String?
        let start: Int
        let end: Int
        let line: Int
        let column: Int
        let startLine: Int
        let startColumn: Int
        let endLine: Int
        let endColumn: Int
    }

    let isFreeOfErrors: Bool
    let entries: [Entry]

    /// A line for each statement, `1:1–1:9 SELECT`, and the errors as compilers print them, by place.
    let text: String

    init(_ source: SourceText) {
        let file = Parser.parseStatements(in: source)
        var items = file.statements.map { statement in
            let place = Self.place(statement.span, source)
            var entry = Self.entry(statement.span, source)
            entry.kind = statement.kind.words
            return (entry: entry, text: "\(place) \(statement.kind.words)\n")
        }
        items += file.diagnostics.map { diagnostic in
            var entry = Self.entry(diagnostic.place.span, source)
            entry.suggestion = diagnostic.suggestion
            if diagnostic.severity == .error {
                entry.error = diagnostic.message
            } else {
                entry.warning = diagnostic.message
            }
            return (entry: entry, text: diagnostic.rendered + "\n")
        }
        items.sort { ($0.entry.start, $0.entry.end) < ($1.entry.start, $1.entry.end) }
        isFreeOfErrors = !file.diagnostics.contains { $0.severity == .error }
        entries = items.map(\.entry)
        text = items.map(\.text).joined()
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(entries) + Data("\n".utf8)
        }
    }

    private static func place(_ span: SourceSpan, _ source: SourceText) -> String {
        "\(source.location(at: span.start))–\(source.location(at: span.end))"
    }

    private static func entry(_ span: SourceSpan, _ source: SourceText) -> Entry {
        let start = source.location(at: span.start)
        let end = source.location(at: span.end)
        return Entry(
            start: span.start, end: span.end, line: start.line, column: start.column, startLine: start.line,
            startColumn: start.column, endLine: end.line, endColumn: end.column)
    }
}

extension Statement.Kind {
    /// The words that name the kind in SQL.
    fileprivate var words: String {
        switch self {
        case .select: "SELECT"
        case .insert(let insert): insert.isReplace ? "REPLACE" : "INSERT"
        case .update: "UPDATE"
        case .delete: "DELETE"
        case .createTable: "CREATE TABLE"
        case .createVirtualTable: "CREATE VIRTUAL TABLE"
        case .createIndex: "CREATE INDEX"
        case .createView: "CREATE VIEW"
        case .createTrigger: "CREATE TRIGGER"
        case .alterTable: "ALTER TABLE"
        case .drop(let drop): "DROP \(drop.subject.rawValue)"
        case .utility(let utility): utility.kind.rawValue
        }
    }
}
