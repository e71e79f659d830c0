public import Foundation

/// A Swift type in a column of another storage class than its usual one. In JSON it looks as always.
public protocol StoredForm: ColumnValue {
    associatedtype Value: ColumnValue
    init(_ value: Value)
    var value: Value { get }
}

extension StoredForm {
    public init(from json: inout JSONReader) throws {
        self.init(try Value(from: &json))
    }

    public func encode(to json: inout JSONWriter) {
        value.encode(to: &json)
    }

    public static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self {
        Self(Value.arbitrary(using: &generator))
    }
}

/// A UUID in a BLOB column: its 16 bytes.
public struct UUIDBlob: StoredForm {
    public let value: UUID

    public init(_ value: UUID) {
        self.value = value
    }

    public init(_ column: SQLiteValueRef) throws {
        try column.require(.blob)
        let blob = column.blob
        guard blob.count == 16 else { throw ColumnMismatch(expected: "16 bytes", found: "\(blob.count)") }
        self.init(UUID(uuid: blob.loadUnaligned(as: uuid_t.self)))
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try withUnsafeBytes(of: value.uuid) { try statement.bind(blob: $0, at: index) }
    }
}

/// A time in a REAL column: seconds since 1970, with the precision of a millisecond.
public struct DateSeconds: StoredForm {
    public let value: Date

    public init(_ value: Date) {
        self.value = value
    }

    public init(_ column: SQLiteValueRef) throws {
        let seconds = try Double(column)
        guard seconds.magnitude < 9e12 else { throw ColumnMismatch(expected: "a time", found: "\(seconds)") }
        // What another writer stored may be more precise, and would be written back as another time.
        self.init(Date(millisecondsSince1970: Date(timeIntervalSince1970: seconds).millisecondsSince1970))
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(real: seconds, at: index)
    }

    public func encodeElement(to json: inout JSONWriter) {
        json.double(seconds)
    }

    private var seconds: Double { Double(value.millisecondsSince1970) / 1000 }
}

/// A time in a TEXT column: ISO 8601 in UTC with milliseconds, `2026-05-09T01:20:00.000Z`, which sorts by time.
public struct DateISO8601: StoredForm {
    public let value: Date

    public init(_ value: Date) {
        self.value = value
    }

    public init(_ column: SQLiteValueRef) throws {
        let text = try String(column)
        // Other writers leave the fraction out.
        for hasFraction in [true, false] {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
            // An error means the other form, or no time at all, which is reported below.
            if let date = try? style.parse(text) {
                self.init(Date(millisecondsSince1970: date.millisecondsSince1970))
                return
            }
        }
        throw ColumnMismatch(expected: "an ISO 8601 time", found: "other text")
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try text.bind(to: statement, at: index)
    }

    public func encodeElement(to json: inout JSONWriter) {
        json.string(text)
    }

    private var text: String {
        // The style cuts off what is below a millisecond, and a Double may be a little below the one that is meant.
        let middle = Date(timeIntervalSince1970: (Double(value.millisecondsSince1970) + 0.5) / 1000)
        return Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(middle)
    }
}
