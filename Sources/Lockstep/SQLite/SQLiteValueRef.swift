public import CSQLite

/// A value that SQLite lends: a column of the current row, or a column of a row change inside the preupdate hook.
///
/// Valid until the statement is stepped, reset or finalized, or the hook returns. Reading it takes no mutex,
/// so it must stay on the thread that uses the connection (https://www.sqlite.org/c3ref/value.html).
public struct SQLiteValueRef {
    @usableFromInline let pointer: OpaquePointer

    @inlinable
    public init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    @inlinable public var type: SQLiteStorageClass {
        SQLiteStorageClass(rawValue: sqlite3_value_type(pointer))
    }

    @inlinable public var isNull: Bool { sqlite3_value_type(pointer) == SQLITE_NULL }

    /// The value as an integer; meaningful if `type` is `.integer`.
    @inlinable public var int64: Int64 { sqlite3_value_int64(pointer) }

    /// The value as a floating-point number; meaningful if `type` is `.integer` or `.real`.
    @inlinable public var double: Double { sqlite3_value_double(pointer) }

    /// The bytes of a TEXT value, U+0000 included, without terminator. The buffer is valid as long as the value.
    @inlinable public var text: UnsafeBufferPointer<UInt8> {
        // sqlite3_value_text before sqlite3_value_bytes: the first may convert, the second then counts.
        let start = sqlite3_value_text(pointer)
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(pointer)))
    }

    /// The bytes of a BLOB value. The buffer is valid as long as the value.
    @inlinable public var blob: UnsafeRawBufferPointer {
        let start = sqlite3_value_blob(pointer)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_value_bytes(pointer)))
    }
}

/// One of SQLite's five storage classes (https://www.sqlite.org/datatype3.html).
public struct SQLiteStorageClass: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int32

    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    @inlinable public static var integer: Self { Self(rawValue: SQLITE_INTEGER) }
    @inlinable public static var real: Self { Self(rawValue: SQLITE_FLOAT) }
    @inlinable public static var text: Self { Self(rawValue: SQLITE_TEXT) }
    @inlinable public static var blob: Self { Self(rawValue: SQLITE_BLOB) }
    @inlinable public static var null: Self { Self(rawValue: SQLITE_NULL) }

    public var description: String {
        switch self {
        case .integer: "INTEGER"
        case .real: "REAL"
        case .text: "TEXT"
        case .blob: "BLOB"
        default: "NULL"
        }
    }
}
