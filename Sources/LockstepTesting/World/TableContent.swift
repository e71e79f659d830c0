import CSQLite
import Lockstep

/// A table's stored columns, and its rows as bytes.
struct TableContent: Hashable {
    let name: String
    let columns: [String]

    /// Every table of a database but SQLite's and Lockstep's own, in the order in which they were made.
    static func all(in connection: SQLiteConnection) throws -> [TableContent] {
        let names = try connection.statement(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
              AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND name NOT LIKE 'lockstep^_%' ESCAPE '^' ORDER BY rowid
            """ as StaticString
        ).all { try $0.value(String.self, at: 0) }
        return try names.map { name in
            let columns = try connection.statement(
                "SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid" as StaticString)
            try columns.bind(name, at: 1)
            return TableContent(name: name, columns: try columns.all { try $0.value(String.self, at: 0) })
        }
    }

    init(name: String, columns: [String]) {
        self.name = name
        self.columns = columns
    }

    /// A replicated table.
    init(_ description: TableDescription) {
        self.init(
            name: description.name, columns: description.storedColumns.map { description.columns[$0].name })
    }

    private var columnList: String { columns.map(SQLIdentifier.quoted).joined(separator: ", ") }

    func selection(where condition: String = "true") -> String {
        "SELECT \(columnList) FROM \(SQLIdentifier.quoted(name)) WHERE \(condition)"
    }

    /// The rows that meet a condition, in an order of their own.
    func rows(in connection: SQLiteConnection, where condition: String = "true") throws -> [RowContent] {
        try connection.statement(selection(where: condition)).all { RowContent($0) }.sorted()
    }

    /// Replaces the rows by those of another database, or by a part of them, whatever the triggers and keys.
    ///
    /// - Parameter order: Where the rows are to stand in another order than that in the source.
    func copy(
        from source: SQLiteConnection, where condition: String = "true", to target: SQLiteConnection,
        inOrder order: String? = nil
    ) throws {
        let parameters = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        try target.statement("DELETE FROM \(SQLIdentifier.quoted(name))").run()
        let insert = try target.statement(
            "INSERT INTO \(SQLIdentifier.quoted(name)) (\(columnList)) VALUES (\(parameters))")
        let ordering = order.map { " ORDER BY \($0)" } ?? ""
        let select = try source.statement(selection(where: condition) + ordering)
        defer { select.reset() }
        while try select.step() {
            for index in columns.indices { try insert.bind(select.column(Int32(index)), at: Int32(index + 1)) }
            try insert.run()
        }
    }
}

/// A row as bytes: of each column its type, its length and its text.
struct RowContent: Hashable, Comparable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ row: SQLiteStatement) {
        var bytes: [UInt8] = []
        for index in 0..<row.columnCount {
            let type = sqlite3_column_type(row.handle, index)
            bytes.append(UInt8(type))
            let content: UnsafeRawBufferPointer =
                type == SQLITE_BLOB
                ? row.column(index).blob : UnsafeRawBufferPointer(row.column(index).text)
            withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: content)
        }
        self.bytes = bytes
    }

    static func < (first: RowContent, second: RowContent) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }

    var description: String {
        String(decoding: bytes.map { (32..<127).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
    }
}
