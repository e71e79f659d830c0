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
///
/// Within 285,000 years of 1970: beyond 2^53 a `Date` has no milliseconds.
extension Date: ColumnValue {
    /// A time as the protocol and INTEGER columns have it: milliseconds since 1970, rounded to the nearest. A time out of
    /// range is the nearest in range; one that is not a number is 1970.
    @inlinable public var millisecondsSince1970: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded()
        let limit = Double(Self.maximumMilliseconds)
        if milliseconds.isNaN { return 0 }
        return Int64(min(max(milliseconds, -limit), limit))
    }

    @inlinable
    public init(millisecondsSince1970 milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    @usableFromInline static var maximumMilliseconds: Int64 { 1 << 53 }

    @usableFromInline
    init?(exactly milliseconds: Int64) {
        guard milliseconds.magnitude <= Self.maximumMilliseconds.magnitude else { return nil }
        self.init(millisecondsSince1970: milliseconds)
    }

    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        guard let date = Date(exactly: try Int64(column)) else {
            throw ColumnMismatch(expected: "a time", found: "another integer")
        }
        self = date
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(integer: millisecondsSince1970, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        guard let date = Date(exactly: try json.int64()) else { throw json.error("must be a time in milliseconds") }
        self = date
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
