/// A list parameter: TEXT with a JSON array, for `x IN (SELECT value FROM json_each(:ids))`
/// (https://www.sqlite.org/json1.html#jeach). In a mutation's arguments it is a JSON array too. `json_each` cuts a text at
/// U+0000, so such a text finds no equal.
extension Array: ColumnValue where Element: ColumnValue {
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.text)
        do {
            self = try JSONReader.read(column.text) { try Self(from: &$0) }
        } catch let error as JSONError {
            throw ColumnMismatch(expected: "a JSON array", found: "text that \(error.problem)")
        }
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        let list = JSONWriter.write { json in
            json.array { array in for element in self { element.encodeElement(to: &array) } }
        }
        try list.withUnsafeBufferPointer { try statement.bind(text: $0, at: index) }
    }

    public init(from json: inout JSONReader) throws {
        self = try json.array { try Element(from: &$0) }
    }

    public func encode(to json: inout JSONWriter) {
        json.array { array in for element in self { element.encode(to: &array) } }
    }
}
