import Lockstep

/// A type of an app's own: a place among others, of which there is always one between two.
struct FractionalIndex: ColumnValue {
    let digits: String

    init(_ column: SQLiteValueRef) throws {
        digits = try String(column)
    }

    init(from json: inout JSONReader) throws {
        digits = try String(from: &json)
    }

    private init(digits: String) {
        self.digits = digits
    }

    func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try digits.bind(to: statement, at: index)
    }

    func encode(to json: inout JSONWriter) {
        digits.encode(to: &json)
    }

    static func arbitrary(using generator: inout some RandomNumberGenerator) -> FractionalIndex {
        FractionalIndex(digits: String(Int.random(in: 1...99, using: &generator)))
    }
}
