/// A stored row as records (see `RecordWriter`), and their hashes: equal on every device where key and values are equal.
public struct RowRecord {
    public fileprivate(set) var key = RecordWriter()

    /// The stored columns, in the table's order.
    public fileprivate(set) var values = RecordWriter()

    /// The hash of table and key.
    public fileprivate(set) var keyHash: UInt64 = 0

    /// The hash of the values, as the recorder has it of a row that changes.
    public fileprivate(set) var valuesHash: UInt64 = 0

    public init() {}

    /// Writes the values as an array of the encoding *rows*.
    public func writeValues(to json: inout JSONWriter) throws {
        try values.bytes.withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            try json.array { array in
                while !reader.isAtEnd { try reader.writeNext(to: &array) }
            }
        }
    }
}

/// Reads whole rows of a replicated table as records.
public struct RowScan: Sendable {
    private struct KeyColumn: Sendable {
        let index: Int32
        let affinity: ColumnAffinity
    }

    /// Selects every row's stored columns in the table's order. An index that holds them all is not read in the table's
    /// stead.
    public let sql: String

    /// The names of the columns that `sql` selects.
    public let columns: [String]

    private let affinities: [ColumnAffinity]
    private let key: [KeyColumn]
    private let seed: UInt64

    public init(_ description: TableDescription) {
        let stored = description.storedColumns
        columns = stored.map { description.columns[$0].name }
        affinities = stored.map { description.columns[$0].affinity }
        key = description.keyColumns.map { column in
            guard let index = stored.firstIndex(of: column) else {
                preconditionFailure("A key column of \(description.name) is not stored.")
            }
            return KeyColumn(index: Int32(index), affinity: description.columns[column].affinity)
        }
        seed = StableHash(Array(description.name.utf8)).value
        let list = columns.map(SQLIdentifier.quoted).joined(separator: ", ")
        sql = "SELECT \(list) FROM \(SQLIdentifier.quoted(description.name)) NOT INDEXED"
    }

    /// Reads the row at which a statement stands that has the columns of `sql`.
    public func read(_ statement: SQLiteStatement, into row: inout RowRecord) {
        row.key.removeAll()
        row.values.removeAll()
        for (index, affinity) in affinities.enumerated() {
            row.values.append(statement.column(Int32(index)), affinity)
        }
        for column in key { row.key.append(key: statement.column(column.index), column.affinity) }
        row.keyHash = hash(ofKey: row.key.bytes)
        row.valuesHash = Self.hash(ofValues: row.values.bytes)
    }

    /// Runs a statement that has the columns of `sql`, and lends its rows one by one.
    public func forEach(_ statement: SQLiteStatement, _ body: (RowRecord) throws -> Void) throws {
        defer { statement.reset() }
        var row = RowRecord()
        while try statement.step() {
            read(statement, into: &row)
            try body(row)
        }
    }

    /// The hash of table and key, for a key that the recorder wrote.
    public func hash(ofKey key: [UInt8]) -> UInt64 {
        StableHash(key, seed: seed).value
    }

    /// The hash of a row's values that the recorder wrote.
    public static func hash(ofValues values: [UInt8]) -> UInt64 {
        // 0 says that there is no row.
        max(StableHash(values).value, 1)
    }
}
