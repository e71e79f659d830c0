/// An enum generated from `CHECK (column IN ('a', 'b'))`.
///
/// It has a case for every value of the schema, and `unrecognized` for one of a newer schema, so that a row that a newer
/// app wrote never breaks an older one.
public protocol TextEnum: ColumnValue, RawRepresentable where RawValue == String {
    init(rawValue: String)
}

extension TextEnum {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self.init(rawValue: try String(column))
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try rawValue.bind(to: statement, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self.init(rawValue: try json.string())
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.string(rawValue)
    }
}

/// An enum generated from `CHECK (column IN (0, 1, 2))` and `-- cases:`; see `TextEnum`.
public protocol IntegerEnum: ColumnValue, RawRepresentable where RawValue == Int64 {
    init(rawValue: Int64)
}

extension IntegerEnum {
    @inlinable
    public init(_ column: SQLiteValueRef) throws {
        self.init(rawValue: try Int64(column))
    }

    @inlinable
    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try rawValue.bind(to: statement, at: index)
    }

    @inlinable
    public init(from json: inout JSONReader) throws {
        self.init(rawValue: try json.int64())
    }

    @inlinable
    public func encode(to json: inout JSONWriter) {
        json.int64(rawValue)
    }
}
