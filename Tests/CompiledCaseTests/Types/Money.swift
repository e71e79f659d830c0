import Lockstep

/// A type of an app's own, which a definition file names: an amount in cents.
struct Money: ColumnValue {
    let cents: Int

    init(cents: Int) {
        self.cents = cents
    }

    init(_ column: SQLiteValueRef) throws {
        cents = try Int(column)
    }

    init(from json: inout JSONReader) throws {
        cents = try Int(from: &json)
    }

    func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try cents.bind(to: statement, at: index)
    }

    func encode(to json: inout JSONWriter) {
        cents.encode(to: &json)
    }

    static func arbitrary(using generator: inout some RandomNumberGenerator) -> Money {
        Money(cents: .arbitrary(using: &generator))
    }
}
