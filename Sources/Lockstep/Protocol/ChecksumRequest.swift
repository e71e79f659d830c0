/// What a pull asks to be compared, by table: `{"issue": {"buckets": 256}}` asks for the checksums of 256 buckets,
/// `{"issue": {"buckets": 256, "rows": [3, 17]}}` for the rows of two of them.
package struct ChecksumRequest: ProtocolMessage {
    /// The buckets of all tables together that a request may name.
    package static let maximumBuckets = 65_536

    package struct Table: Hashable, Sendable {
        package let name: String

        /// Into how many buckets the table is divided: a power of two, at most `TableChecksum.maximumBuckets`.
        package let buckets: Int

        /// The buckets whose rows are asked for, ascending; nil asks for the checksums of all.
        package let rows: [Int]?

        package init(name: String, buckets: Int, rows: [Int]? = nil) {
            self.name = name
            self.buckets = buckets
            self.rows = rows
        }
    }

    package let tables: [Table]

    package init(tables: [Table]) {
        self.tables = tables
    }

    package init(from json: inout JSONReader) throws {
        var tables: [Table] = []
        var names: Set<String> = []
        var buckets = 0
        try json.beginObject()
        while let key = try json.nextKey() {
            let name = key.name
            guard names.insert(name).inserted else { throw json.duplicate(key) }
            let table = try Table(name: name, from: &json)
            buckets += table.buckets
            guard buckets <= Self.maximumBuckets else {
                throw JSONError(field: "checksums", problem: "must name at most \(Self.maximumBuckets) buckets")
            }
            tables.append(table)
        }
        self.tables = tables
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            for table in tables {
                json.key(table.name)
                json.object { json in
                    json.key("buckets")
                    json.int64(Int64(table.buckets))
                    if let rows = table.rows {
                        json.key("rows")
                        json.array { array in for bucket in rows { array.int64(Int64(bucket)) } }
                    }
                }
            }
        }
    }
}

extension ChecksumRequest.Table {
    fileprivate init(name: String, from json: inout JSONReader) throws {
        var buckets: Int?
        var rows: [Int64]?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "buckets": buckets = Int(exactly: try json.int64())
            case "rows": rows = try json.array { try $0.int64() }
            default: throw json.unknown(key)
            }
        }
        let count = try buckets.required("buckets")
        guard TableChecksum.isBucketCount(count) else {
            throw JSONError(
                field: "buckets", problem: "must be a power of two, at most \(TableChecksum.maximumBuckets)")
        }
        self.init(name: name, buckets: count, rows: try rows.map { try bucketNumbers($0, among: count) })
    }
}

/// Checks that a text names buckets, ascending and at least one.
private func bucketNumbers(_ numbers: [Int64], among count: Int) throws -> [Int] {
    let isValid =
        !numbers.isEmpty && numbers.allSatisfy { (0..<Int64(count)).contains($0) }
        && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    guard isValid else { throw JSONError(field: "rows", problem: "must be numbers of buckets, ascending") }
    return numbers.map(Int.init)
}
