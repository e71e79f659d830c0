import Foundation
import LockstepSQL

/// SQLite's verdict on a corpus of statements, a JSON object `{"sql": …}` a line.
struct LineVerdicts {
    private struct Line: Decodable {
        let sql: String
    }

    /// One for each line: whether SQLite's parser takes its statement; false for a line that is no such object. A line
    /// break at the end begins no line.
    let verdicts: [Bool]

    init(_ text: Data) {
        let decoder = JSONDecoder()
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        verdicts = lines.dropLast(lines.last?.isEmpty == true ? 1 : 0).map { line in
            guard let sql = try? decoder.decode(Line.self, from: line).sql else { return false }
            return Parser.verdict(on: SourceText(path: "line", text: sql)).parses
        }
    }

    /// `{"parses": true}` or `{"parses": false}` for each line.
    var json: Data {
        var text = Data()
        for verdict in verdicts {
            text.append(contentsOf: (verdict ? "{\"parses\": true}\n" : "{\"parses\": false}\n").utf8)
        }
        return text
    }
}
