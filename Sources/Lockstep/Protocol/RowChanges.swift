/// The encoding *rows* of a step: per table the keys of rows that changed or went, and the rows as they are.
///
///     {"issue": {"columns": ["id", "title"], "delete": [["k1"]], "upsert": [["k2", "Title"]]}}
///
/// A key has the values of the table's key columns, in the key's order; a row those of `columns`, which are the table's
/// stored columns. Values are JSON as `JSONWriter.value` writes them.
package struct RowChanges {
    /// What a reader of the encoding is told, in the order of the text.
    package protocol Visitor {
        /// A table begins; its columns are known, its rows follow.
        mutating func table(_ name: String, columns: [String]) throws

        /// A row is gone. The visitor reads the key, an array.
        mutating func delete(key json: inout JSONReader) throws

        /// A row is as given. The visitor reads it, an array of the columns' values.
        mutating func upsert(row json: inout JSONReader) throws
    }

    /// - Throws: `JSONError`, and what the visitor throws.
    package static func read(_ json: inout JSONReader, _ visitor: inout some Visitor) throws {
        try json.beginObject()
        while let key = try json.nextKey() {
            try readTable(key.name, &json, &visitor)
        }
    }

    private static func readTable(
        _ table: String, _ json: inout JSONReader, _ visitor: inout some Visitor
    ) throws {
        var hasColumns = false
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "columns":
                try visitor.table(table, columns: try json.array { try $0.string() })
                hasColumns = true
            case "delete":
                guard hasColumns else { throw json.error("must come after `columns`") }
                try json.beginArray()
                while try json.nextElement() { try visitor.delete(key: &json) }
            case "upsert":
                guard hasColumns else { throw json.error("must come after `columns`") }
                try json.beginArray()
                while try json.nextElement() { try visitor.upsert(row: &json) }
            default: throw json.unknown(key)
            }
        }
        guard hasColumns else { throw JSONError.missing("columns") }
    }
}
