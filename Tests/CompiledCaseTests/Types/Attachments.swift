import Lockstep

/// A type of an app's own: a list, kept as the text of a JSON array.
struct Attachments: ColumnValue {
    let text: String

    init(_ column: SQLiteValueRef) throws {
        text = try String(column)
    }

    init(from json: inout JSONReader) throws {
        text = try String(from: &json)
    }

    private init(text: String) {
        self.text = text
    }

    func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try text.bind(to: statement, at: index)
    }

    func encode(to json: inout JSONWriter) {
        text.encode(to: &json)
    }

    static func arbitrary(using generator: inout some RandomNumberGenerator) -> Attachments {
        Attachments(text: "[]")
    }
}
