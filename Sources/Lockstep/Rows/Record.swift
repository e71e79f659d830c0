/// Writes SQLite values one after the other as bytes: the form of base images, keys and hashes.
///
/// A value is a tag, then its bytes: `0` NULL; `1` INTEGER, 8 bytes; `2` REAL, 8 bytes; `3` TEXT and `4` BLOB, a count
/// of 4 bytes and that many. Numbers are little-endian. Inside one device only; what crosses the network is JSON.
public struct RecordWriter {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends a column's value as a reader of the table would see it.
    ///
    /// Inside the preupdate hook a REAL column may show an integer, the form in which SQLite stores a number without
    /// fraction; and an old value of a WITHOUT ROWID table may show a REAL where the column has an integer, since SQLite
    /// 3.40.1 looks the affinity up under the index of another column. The column's own affinity says what it is.
    @inlinable
    public mutating func append(_ value: SQLiteValueRef, _ affinity: ColumnAffinity) {
        switch value.type {
        case .integer:
            if affinity == .real { append(real: Double(value.int64)) } else { append(integer: value.int64) }
        case .real: append(real: value.double, affinity)
        case .text: append(tag: 3, UnsafeRawBufferPointer(value.text))
        case .blob: append(tag: 4, value.blob)
        default: appendNull()
        }
    }

    /// Appends a key column's value. SQLite takes 1 and 1.0 for the same key, so they become the same bytes.
    @inlinable
    public mutating func append(key value: SQLiteValueRef, _ affinity: ColumnAffinity) {
        if value.type == .real, let integer = Int64(exactly: value.double) {
            append(integer: integer)
        } else {
            append(value, affinity == .real ? .numeric : affinity)
        }
    }

    @usableFromInline
    mutating func append(real: Double, _ affinity: ColumnAffinity) {
        // No such column stores a REAL without fraction (https://www.sqlite.org/datatype3.html#type_affinity).
        if affinity == .integer || affinity == .numeric, let integer = Int64(exactly: real) {
            append(integer: integer)
        } else {
            append(real: real)
        }
    }

    @usableFromInline
    mutating func appendNull() {
        bytes.append(0)
    }

    @usableFromInline
    mutating func append(integer: Int64) {
        bytes.append(1)
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @usableFromInline
    mutating func append(real: Double) {
        bytes.append(2)
        withUnsafeBytes(of: real.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    @usableFromInline
    mutating func append(tag: UInt8, _ content: UnsafeRawBufferPointer) {
        bytes.append(tag)
        withUnsafeBytes(of: UInt32(content.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: content)
    }
}

/// Reads what a `RecordWriter` wrote.
public struct RecordReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    public var isAtEnd: Bool { position == bytes.count }

    /// Binds the next value to a parameter.
    ///
    /// - Throws: `MalformedRecord` if the bytes are not a record.
    public mutating func bindNext(to statement: SQLiteStatement, at index: Int32) throws {
        switch try take(1)[0] {
        case 0: try statement.bindNull(at: index)
        case 1: try statement.bind(integer: Int64(bitPattern: try number()), at: index)
        case 2: try statement.bind(real: Double(bitPattern: try number()), at: index)
        case 3: try statement.bind(text: try content().bindMemory(to: UInt8.self), at: index)
        case 4: try statement.bind(blob: try content(), at: index)
        default: throw MalformedRecord()
        }
    }

    /// The next value. A text's and a blob's bytes are the record's own.
    ///
    /// - Throws: `MalformedRecord` if the bytes are not a record.
    package mutating func next() throws -> RecordValue {
        switch try take(1)[0] {
        case 0: .null
        case 1: .integer(Int64(bitPattern: try number()))
        case 2: .real(Double(bitPattern: try number()))
        case 3: .text(try content())
        case 4: .blob(try content())
        default: throw MalformedRecord()
        }
    }

    /// Writes the next value as JSON.
    public mutating func writeNext(to json: inout JSONWriter) throws {
        switch try take(1)[0] {
        case 0: json.null()
        case 1: json.int64(Int64(bitPattern: try number()))
        case 2: json.taggedDouble(Double(bitPattern: try number()))
        case 3: json.taggedText(try content().bindMemory(to: UInt8.self))
        case 4: json.taggedBlob(try content())
        default: throw MalformedRecord()
        }
    }

    /// The bytes that the value at a position takes, tag included. The bytes must be a record of this process.
    static func width(of bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
        switch bytes[position] {
        case 0: 1
        case 1, 2: 9
        default: 5 + Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 1, as: UInt32.self)))
        }
    }

    private mutating func number() throws -> UInt64 {
        UInt64(littleEndian: try take(8).loadUnaligned(as: UInt64.self))
    }

    private mutating func content() throws -> UnsafeRawBufferPointer {
        let count = UInt32(littleEndian: try take(4).loadUnaligned(as: UInt32.self))
        return try take(Int(count))
    }

    private mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard bytes.count - position >= count else { throw MalformedRecord() }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }
}

/// A value of a record.
package enum RecordValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)
}

/// Bytes that should be a record and are not: the file is damaged.
public struct MalformedRecord: Error, Hashable, Sendable {
    package init() {}
}
