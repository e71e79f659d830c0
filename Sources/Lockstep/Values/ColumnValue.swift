/// A Swift type that a column can hold and a mutation can carry: it knows its form in SQLite and its form in JSON.
///
/// Conform a type of your own and name it in a definition file (`-- type: FractionalIndex`). What is bound must read
/// back as an equal value, and so must what is encoded; the bytes must be the same on every device.
public protocol ColumnValue: Hashable, Sendable {
    /// Reads a column's value.
    /// - Throws: `ColumnMismatch` if it is not one of this type's.
    init(_ column: SQLiteValueRef) throws

    /// Binds the value to a parameter.
    func bind(to statement: SQLiteStatement, at index: Int32) throws

    /// Reads the value as an argument of a mutation.
    /// - Throws: `JSONError` if it is not one of this type's.
    init(from json: inout JSONReader) throws

    /// Writes the value as an argument of a mutation.
    func encode(to json: inout JSONWriter)

    /// Writes the value as an element of a list parameter: what `json_each` makes of it must equal what `bind` binds.
    ///
    /// A type need not implement it whose JSON is what SQLite stores, which is most.
    func encodeElement(to json: inout JSONWriter)

    /// An arbitrary value for tests and simulations. The same generator gives the same value; often one that was given
    /// before, so that mutations meet in the same rows.
    static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self
}

extension ColumnValue {
    @inlinable
    public func encodeElement(to json: inout JSONWriter) {
        encode(to: &json)
    }
}

/// A stored value that is not of the type that its column is declared with.
public struct ColumnMismatch: Error, Hashable, Sendable {
    public let expected: String
    public let found: String

    public init(expected: String, found: String) {
        self.expected = expected
        self.found = found
    }

    @usableFromInline
    init(_ expected: SQLiteStorageClass, _ found: SQLiteValueRef) {
        self.init(expected: expected.description, found: found.type.description)
    }
}

extension SQLiteValueRef {
    @inlinable
    func require(_ type: SQLiteStorageClass) throws {
        guard self.type == type else { throw ColumnMismatch(type, self) }
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self = column.isNull ? nil : try Wrapped(column)
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        if let self { try self.bind(to: statement, at: index) } else { try statement.bindNull(at: index) }
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self = try json.null() ? nil : try Wrapped(from: &json)
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        if let self { self.encode(to: &json) } else { json.null() }
    }

    @inlinable
    public func encodeElement(to json: inout JSONWriter) {
        if let self { self.encodeElement(to: &json) } else { json.null() }
    }
}

extension String: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.text)
        self.init(decoding: column.text, as: UTF8.self)
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        var text = self
        try text.withUTF8 { try statement.bind(text: $0, at: index) }
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self = try json.string()
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.string(self)
    }
}

extension Int64: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.integer)
        self = column.int64
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(integer: self, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self = try json.int64()
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.int64(self)
    }
}

extension Int: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self = Int(try Int64(column))
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(integer: Int64(self), at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self = Int(try json.int64())
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.int64(Int64(self))
    }
}

extension Bool: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self = try Int64(column) != 0
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(integer: self ? 1 : 0, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self = try json.bool()
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.bool(self)
    }
}

extension Double: ColumnValue {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        // SQLite stores a REAL without fraction as an integer, and an untyped expression may give one.
        guard column.type == .real || column.type == .integer else { throw ColumnMismatch(.real, column) }
        self = column.double
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try statement.bind(real: self, at: index)
    }

    public init(from json: inout JSONReader) throws {
        self = try json.taggedDouble()
    }

    public func encode(to json: inout JSONWriter) {
        json.taggedDouble(self)
    }
}
