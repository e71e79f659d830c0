/// An index that might serve a condition.
public struct IndexProposal: Hashable, Sendable {
    /// The table's name, as the schema spells it.
    public let table: String

    /// What the index is on, as SQL: columns, or expressions of them. Never empty.
    public let terms: [String]

    /// How many of the terms the condition is about; the others serve ORDER BY.
    public let conditionCount: Int

    init(table: String, terms: [String], conditionCount: Int) {
        self.table = table
        self.terms = terms
        self.conditionCount = conditionCount
    }

    /// - Parameter columns: Their names, unquoted.
    public init(table: String, columns: [String]) {
        self.init(table: table, terms: columns.map(SQLQuoting.quoted), conditionCount: columns.count)
    }

    /// - Parameter name: Unquoted.
    public func sql(named name: String) -> String {
        "CREATE INDEX \(SQLQuoting.quoted(name)) ON \(SQLQuoting.quoted(table)) (\(terms.joined(separator: ", ")))"
    }

    /// `issue_by_status`, with what of the terms can stand in a name.
    public var name: String {
        let words = terms.prefix(conditionCount).map { term in
            let letters = term.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
            return letters.joined(separator: "_").lowercased()
        }
        return "\(table)_by_\(words.joined(separator: "_"))"
    }
}
