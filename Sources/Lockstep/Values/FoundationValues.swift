public import Foundation

extension Data: ColumnValue {
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.blob)
        self.init(column.blob)
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try withUnsafeBytes { try statement.bind(blob: $0, at: index) }
    }

    public init(from json: inout JSONReader) throws {
        guard let data = Data(base64Encoded: try json.string()) else { throw json.error("must be base64") }
        self = data
    }

    public func encode(to json: inout JSONWriter) {
        json.string(base64EncodedString())
    }
}

/// A point in time, with the precision of a millisecond: INTEGER milliseconds since 1970 in SQLite and in JSON.
extension Date: ColumnValue {
    /// A time as the protocol and INTEGER columns have it: milliseconds since 1970, rounded to the nearest.
    @inlinable public var millisecondsSince1970: Int64 {
        Int64((timeIntervalSince1970 * 1000).rounded())
    }

    @inlinable
    public init(millisecondsSince1970 milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self.init(millisecondsSince1970: try Int64(column))
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(integer: millisecondsSince1970, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self.init(millisecondsSince1970: try json.int64())
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.int64(millisecondsSince1970)
    }
}

extension URL: ColumnValue {
    public init(_ column: SQLiteValueRef) throws {
        guard let url = URL(string: try String(column)) else {
            throw ColumnMismatch(expected: "a URL", found: "other text")
        }
        self = url
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try absoluteString.bind(to: statement, at: index)
    }

    public init(from json: inout JSONReader) throws {
        guard let url = URL(string: try json.string()) else { throw json.error("must be a URL") }
        self = url
    }

    public func encode(to json: inout JSONWriter) {
        json.string(absoluteString)
    }
}
