import Foundation
import Lockstep

/// What a command prints: as an object with the columns' names, or as a line for people.
protocol TerminalRow {
    func encode(to json: inout JSONWriter)

    var line: String { get }

    /// What there is none of, for a line that says so: `issues`.
    static var plural: String { get }
}

extension Terminal {
    static func print(_ rows: [some TerminalRow], asJSON: Bool) {
        if asJSON {
            print(json: JSONWriter.write { $0.array { array in for row in rows { row.encode(to: &array) } } })
        } else {
            print(lines: rows)
        }
    }

    private static func print<Row: TerminalRow>(lines rows: [Row]) {
        if rows.isEmpty { print("No \(Row.plural).") }
        for row in rows { print(row.line) }
    }

    /// Prints a row, or `null` and that it is not there.
    static func print(_ row: (some TerminalRow)?, asJSON: Bool) {
        if asJSON {
            print(json: JSONWriter.write { if let row { row.encode(to: &$0) } else { $0.null() } })
        } else {
            print(row?.line ?? "It is not in this replica.")
        }
    }
}
