/// The type of a column, an argument or a field of a result: its Swift type and its form in SQLite.
public struct ValueType: Hashable, Sendable {
    public var swift: SwiftType

    /// The storage class that SQLite holds the value in: a `Date` is INTEGER milliseconds, REAL seconds or TEXT in
    /// ISO 8601, a `UUID` is TEXT or BLOB.
    public var storage: Storage

    /// True if the value may be NULL.
    public var isOptional: Bool

    /// True for an argument that is an array of such values. It is bound as TEXT: a JSON array, for `json_each`.
    public var isList: Bool

    public init(_ swift: SwiftType, _ storage: Storage, isOptional: Bool = false, isList: Bool = false) {
        self.swift = swift
        self.storage = storage
        self.isOptional = isOptional
        self.isList = isList
    }

    /// The type as Swift source has it inside the root type: `Status`, `UUID?`, `[Int]`.
    public var spelling: String {
        let element = isList ? "[\(swift.spelling)]" : swift.spelling
        return isOptional ? element + "?" : element
    }
}

/// How SQLite holds a value (https://www.sqlite.org/datatype3.html).
public enum Storage: String, Hashable, Sendable {
    case integer = "INTEGER"
    case real = "REAL"
    case text = "TEXT"
    case blob = "BLOB"

    /// Whatever a type of the app's binds, in a column that takes anything.
    case any = "ANY"
}
