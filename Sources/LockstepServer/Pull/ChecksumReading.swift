import Lockstep

/// Reads what a client compares its base with: sums over the rows of tables that its actor may read, or the rows
/// themselves.
///
/// Whatever a table holds, an answer is bounded: no table is begun after a time, and rows beyond a number of bytes are
/// left out, whole buckets at a time. What is missing the client asks for again.
struct ChecksumReading<Schema: ServerSchema>: Sendable {
    let request: ChecksumRequest
    let configuration: ServerConfiguration

    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int64

    /// - Throws: `JSONError` if the request names what the schema does not have; the store's errors.
    func read(
        _ transaction: some StoreReadTransaction, at head: LogHead, for actor: String
    ) throws -> ChecksumResponse {
        let indexes = try request.tables.map { table in
            guard let index = Schema.tables.firstIndex(where: { $0.name == table.name }) else {
                throw JSONError(field: table.name, problem: "is not a replicated table")
            }
            return index
        }
        let start = clock()
        var bytes = 0
        var tables: [ChecksumResponse.Table] = []
        for (table, index) in zip(request.tables, indexes) {
            let isOver =
                clock() - start >= configuration.checksumDuration.milliseconds
                || bytes >= configuration.maximumRowBytesPerChecksum
            if !tables.isEmpty, isOver { break }
            let content: ChecksumResponse.Content
            if let wanted = table.rows {
                let rows = try rows(
                    of: wanted, among: table.buckets, maximumBytes: configuration.maximumRowBytesPerChecksum - bytes,
                    table: index, for: actor, transaction)
                bytes += rows.rows.count
                content = .rows(rows)
            } else {
                var checksum = TableChecksum(buckets: table.buckets)
                try transaction.forEachRow(ofTable: index, for: actor) { checksum.add($0) }
                content = .sums(checksum)
            }
            tables.append(ChecksumResponse.Table(name: table.name, content: content))
        }
        return ChecksumResponse(version: head.version, tables: tables)
    }

    private func rows(
        of wanted: [Int], among buckets: Int, maximumBytes: Int, table: Int, for actor: String,
        _ transaction: some StoreReadTransaction
    ) throws -> ChecksumResponse.BucketRows {
        var selection = BucketSelection(wanted, maximumBytes: maximumBytes)
        try transaction.forEachRow(ofTable: table, for: actor) { row in
            let bucket = TableChecksum.bucket(of: row.keyHash, among: buckets)
            guard selection.contains(bucket) else { return }
            selection.add(try JSONWriter.write { try row.writeValues(to: &$0) }, to: bucket)
        }
        let description = Schema.tables[table]
        return ChecksumResponse.BucketRows(
            buckets: selection.buckets, columns: description.storedColumns.map { description.columns[$0].name },
            rows: JSONWriter.write { json in
                json.array { array in
                    for row in selection.rows { array.raw(row) }
                }
            })
    }
}

/// The rows of buckets, as they come in a scan of the table: once they are too many, the last bucket is left out, and
/// so on, but for the first.
struct BucketSelection {
    private(set) var buckets: [Int]
    private var rowsByBucket: [Int: [[UInt8]]]
    private var bytes = 0
    private let maximumBytes: Int

    /// - Parameter buckets: Ascending, at least one.
    init(_ buckets: [Int], maximumBytes: Int) {
        self.buckets = buckets
        self.maximumBytes = maximumBytes
        rowsByBucket = Dictionary(uniqueKeysWithValues: buckets.map { ($0, []) })
    }

    /// The rows of `buckets`, bucket by bucket.
    var rows: [[UInt8]] { buckets.flatMap { rowsByBucket[$0] ?? [] } }

    func contains(_ bucket: Int) -> Bool {
        rowsByBucket[bucket] != nil
    }

    mutating func add(_ row: [UInt8], to bucket: Int) {
        rowsByBucket[bucket]?.append(row)
        bytes += row.count
        while bytes > maximumBytes, buckets.count > 1 {
            let dropped = rowsByBucket.removeValue(forKey: buckets.removeLast()) ?? []
            bytes -= dropped.reduce(0) { $0 + $1.count }
        }
    }
}
