/// A generated struct for the elements of a bulk parameter, `-- rows cards: card(id, lane_id)`.
///
/// A list of them is bound as TEXT, a JSON array of objects, for `json_each(:cards)`; the members have the names of the
/// columns, and values as the columns store them. In a mutation's arguments the members have the same names, and values
/// as arguments have them.
public protocol BulkRow: ColumnValue {}

extension BulkRow {
    /// Reads a single one from a column that holds its JSON as arguments have it.
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.text)
        do {
            self = try JSONReader.read(column.text) { try Self(from: &$0) }
        } catch let error as JSONError {
            throw ColumnMismatch(expected: "a JSON object", found: "text that \(error.problem)")
        }
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        let object = JSONWriter.write { encodeElement(to: &$0) }
        try object.withUnsafeBufferPointer { try statement.bind(text: $0, at: index) }
    }
}
