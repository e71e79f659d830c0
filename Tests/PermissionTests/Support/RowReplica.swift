import Lockstep

/// What a client holds that only takes rows, row by row as JSON.
struct RowReplica {
    private(set) var cursor: String?

    /// By table and key.
    private(set) var rows: [String: [String: String]] = [:]

    /// - Throws: `Surprise` if the step says more than a client needs to hear: the key of a row that it never had.
    ///
    /// - Parameter file: The rows of the step's snapshot, by table and key, if it is one.
    mutating func apply(_ response: PullResponse, file: [String: [String: String]]? = nil) throws {
        if response.from == nil { rows = [:] } else { guard response.from == cursor else { throw Surprise.otherStart } }
        switch response.changes {
        case .rows(let bytes):
            var change = Change(rows: rows)
            try JSONReader.read(bytes) { try RowChanges.read(&$0, &change) }
            rows = change.rows
        case .mutations(let mutations): guard mutations.isEmpty else { throw Surprise.mutations }
        case .snapshot:
            guard let file else { throw Surprise.snapshot }
            rows = file
        }
        cursor = response.cursor
    }

    enum Surprise: Error {
        case otherStart, mutations, snapshot
        case unknownKey(table: String, key: String)
    }

    private struct Change: RowChanges.Visitor {
        var rows: [String: [String: String]]
        private var table = RuledSchema.tables[0]

        init(rows: [String: [String: String]]) {
            self.rows = rows
        }

        mutating func table(_ name: String, columns: [String]) throws {
            guard let table = RuledSchema.tables.first(where: { $0.name == name }) else {
                throw JSONError.missing(name)
            }
            self.table = table
            guard columns == table.columns.map(\.name) else { throw JSONError(field: "columns", problem: "differ") }
        }

        mutating func delete(key json: inout JSONReader) throws {
            let key = try json.elements().joined(separator: " ")
            let isKnown = rows[table.name]?.removeValue(forKey: key) != nil
            // Where everyone reads everything, there is nothing to hide of a row that came and went.
            guard isKnown || !RuledSchema.readRules.contains(where: { $0.table == table.name }) else {
                throw Surprise.unknownKey(table: table.name, key: key)
            }
        }

        mutating func upsert(row json: inout JSONReader) throws {
            let values = try json.elements()
            let key = table.keyColumns.map { values[$0] }.joined(separator: " ")
            rows[table.name, default: [:]][key] = "[\(values.joined(separator: ","))]"
        }
    }
}

extension JSONReader {
    /// The elements of an array, each as its text.
    fileprivate mutating func elements() throws -> [String] {
        try array { String(decoding: try $0.raw(), as: UTF8.self) }
    }
}
