import Lockstep

/// A replicated table as the base has it, read beside the optimistic state: the rows of the table, but for those that
/// pending mutations touched, of which the base's are kept as images. Needs no writer, and undoes nothing.
///
/// Valid inside the read transaction of its connection.
struct BaseTable {
    private let name: String
    private let key: [String]
    private let scan: RowScan

    /// The connection's prepared form of a statement.
    private let statement: (String) throws -> SQLiteStatement

    init(_ description: TableDescription, statement: @escaping (String) throws -> SQLiteStatement) {
        self.statement = statement
        name = description.name
        scan = RowScan(description)
        key = description.key
    }

    func checksum(buckets: Int) throws -> TableChecksum {
        var checksum = TableChecksum(buckets: buckets)
        try scan.forEach(statement(scan.sql)) { checksum.add($0) }
        let condition = key.enumerated().map { "\(SQLIdentifier.quoted($1)) = ?\($0 + 1)" }.joined(separator: " AND ")
        let row = try statement("\(scan.sql) WHERE \(condition)")
        try forEachImage { key, image in
            let keyHash = scan.hash(ofKey: key)
            try row.bind(record: key)
            try scan.forEach(row) { checksum.remove(keyHash: keyHash, valuesHash: $0.valuesHash) }
            if let image { checksum.add(keyHash: keyHash, valuesHash: RowScan.hash(ofValues: image)) }
        }
        return checksum
    }

    /// Compares the rows of buckets.
    ///
    /// - Parameters:
    ///   - rows: The server's rows of these buckets.
    ///   - buckets: How many buckets the table has.
    ///   - displaced: The keys of rows that are not there any longer, and of which it is known that they differed.
    /// - Throws: `JSONError` if `rows` are not rows of these buckets.
    func differences(
        from rows: ChecksumResponse.BucketRows, among buckets: Int, displaced: Set<[UInt8]>
    ) throws -> [RowDifference] {
        let wanted = Set(rows.buckets)
        func isWanted(_ keyHash: UInt64) -> Bool {
            wanted.contains(TableChecksum.bucket(of: keyHash, among: buckets))
        }
        var server = try serverRows(rows, isWanted)
        var differences: [RowDifference] = []
        func compare(_ key: [UInt8], _ values: [UInt8]) {
            let row = server.removeValue(forKey: key)
            guard row != values else { return }
            differences.append(RowDifference(key: key, kind: row == nil ? .extra : .different, row: row))
        }
        var images: [[UInt8]: [UInt8]?] = [:]
        try forEachImage { key, image in
            if isWanted(scan.hash(ofKey: key)) { images[key] = .some(image) }
        }
        try scan.forEach(statement(scan.sql)) { row in
            guard isWanted(row.keyHash), images[row.key.bytes] == nil else { return }
            compare(row.key.bytes, row.values.bytes)
        }
        for case (let key, let image?) in images { compare(key, image) }
        for (key, row) in server {
            differences.append(
                RowDifference(key: key, kind: displaced.contains(key) ? .different : .missing, row: row))
        }
        let named = Set(differences.map(\.key))
        for key in displaced where isWanted(scan.hash(ofKey: key)) && !named.contains(key) {
            differences.append(RowDifference(key: key, kind: .extra, row: nil))
        }
        return differences.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// The server's rows as records, by their keys.
    private func serverRows(
        _ rows: ChecksumResponse.BucketRows, _ isWanted: (UInt64) -> Bool
    ) throws -> [[UInt8]: [UInt8]] {
        guard rows.columns.count == scan.columns.count, Set(rows.columns) == Set(scan.columns) else {
            throw JSONError(field: "columns", problem: "must be the stored columns of \(name)")
        }
        let parameters = rows.columns.map { Int32((scan.columns.firstIndex(of: $0) ?? 0) + 1) }
        // SQLite gives back what is bound, and so a row can be read as from the table.
        let list = scan.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let echo = try statement("SELECT \(list)")
        defer { echo.reset() }
        var records: [[UInt8]: [UInt8]] = [:]
        var record = RowRecord()
        try JSONReader.read(rows.rows) { json in
            try json.beginArray()
            while try json.nextElement() {
                var position = 0
                try json.beginArray()
                while try json.nextElement() {
                    guard position < parameters.count else { throw json.error("has too many values") }
                    try json.bindValue(to: echo, at: parameters[position])
                    position += 1
                }
                guard position == parameters.count, try echo.step() else { throw json.error("has too few values") }
                scan.read(echo, into: &record)
                echo.reset()
                guard isWanted(record.keyHash), records[record.key.bytes] == nil else {
                    throw json.error("has a row that was not asked for")
                }
                records[record.key.bytes] = record.values.bytes
            }
        }
        return records
    }

    private func forEachImage(_ body: (_ key: [UInt8], _ image: [UInt8]?) throws -> Void) throws {
        let images = try statement("SELECT key, row FROM lockstep_base WHERE table_name = ?1")
        try images.bind(name, at: 1)
        try images.forEach { row in
            try body(Array(row.column(0).blob), row.column(1).isNull ? nil : Array(row.column(1).blob))
        }
    }
}

extension SQLiteStatement {
    /// Binds the values of a record to the parameters from 1 on.
    func bind(record: [UInt8]) throws {
        try record.withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            var index: Int32 = 1
            while !reader.isAtEnd {
                try reader.bindNext(to: self, at: index)
                index += 1
            }
        }
    }
}
