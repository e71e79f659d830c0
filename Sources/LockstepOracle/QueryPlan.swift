import CSQLite

/// What SQLite says of how it would run a statement (https://www.sqlite.org/eqp.html).
public struct QueryPlan: Hashable, Sendable {
    public struct Step: Hashable, Sendable {
        public let id: Int

        /// The step that this one is part of; 0 for none.
        public let parent: Int

        /// SQLite's own words.
        public let detail: String
    }

    public let steps: [Step]

    /// The steps as SQLite's shell prints them, two spaces deeper for each level.
    public var lines: [String] {
        var depths: [Int: Int] = [:]
        return steps.map { step in
            let depth = (depths[step.parent] ?? -1) + 1
            depths[step.id] = depth
            return String(repeating: "  ", count: depth) + step.detail
        }
    }

    /// The steps that read all rows of a source, or that make an index for the time that the statement runs.
    var scans: [Scan] {
        steps.compactMap { step in
            if step.detail.hasPrefix("SCAN ") {
                guard !Self.matches(step.detail, "SCAN * VIRTUAL TABLE *"),
                    let label = Self.label(after: "SCAN ", in: step.detail)
                else { return nil }
                return Scan(label: label, step: step, indexedColumns: nil)
            }
            guard Self.matches(step.detail, "SEARCH * USING AUTOMATIC *"),
                let label = Self.label(after: "SEARCH ", in: step.detail), let columns = Self.columns(in: step.detail)
            else { return nil }
            return Scan(label: label, step: step, indexedColumns: columns)
        }
    }

    /// The scan of an outer loop that a step runs again for each row of.
    func outerScan(of step: Step) -> Step? {
        let siblings = steps.prefix { $0 != step }.filter { $0.parent == step.parent }
        if let outer = siblings.last(where: { $0.detail.hasPrefix("SCAN ") && $0.detail != "SCAN CONSTANT ROW" }) {
            return outer
        }
        guard let parent = steps.first(where: { $0.id == step.parent }) else { return nil }
        if parent.detail.hasPrefix("CORRELATED ") {
            return steps.prefix { $0 != parent }.last { $0.parent == parent.parent && $0.detail.hasPrefix("SCAN ") }
        }
        return nil
    }

    /// True if a text is like a pattern, as GLOB compares them.
    private static func matches(_ text: String, _ pattern: String) -> Bool {
        sqlite3_strglob(pattern, text) == 0
    }

    private static func label(after word: String, in detail: String) -> String? {
        guard detail.hasPrefix(word) else { return nil }
        var label = detail.dropFirst(word.count)
        for end in [" USING ", " VIRTUAL TABLE ", " LEFT-JOIN"] {
            if let range = label.firstRange(of: end) { label = label[..<range.lowerBound] }
        }
        return String(label)
    }

    /// `(a=? AND b>?)` names `a` and `b`.
    private static func columns(in detail: String) -> [String]? {
        guard let start = detail.lastIndex(of: "("), detail.hasSuffix(")") || detail.contains(") ") else { return nil }
        let list = detail[detail.index(after: start)...].prefix { $0 != ")" }
        let names = list.split(separator: " ").filter { $0 != "AND" }.map { part in
            String(part.prefix { $0 != "=" && $0 != "<" && $0 != ">" })
        }
        return names.isEmpty ? nil : names
    }
}

/// A step of a plan that reads every row of a source.
struct Scan {
    /// What the statement calls the source.
    let label: String

    let step: QueryPlan.Step

    /// The columns of the index that SQLite makes on its own; nil if it reads the rows one after the other.
    let indexedColumns: [String]?
}
