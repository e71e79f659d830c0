/// The server's tables as of the cursor of the answer that this is part of.
package struct ChecksumResponse: ProtocolMessage {
    package struct Table: Hashable, Sendable {
        package let name: String
        package let content: Content

        package init(name: String, content: Content) {
            self.name = name
            self.content = content
        }
    }

    package enum Content: Hashable, Sendable {
        case sums(TableChecksum)
        case rows(BucketRows)
    }

    /// All rows of some buckets.
    package struct BucketRows: Hashable, Sendable {
        /// Ascending: the first of those that were asked for, as many as the answer has room for.
        package let buckets: [Int]

        /// The names of the stored columns.
        package let columns: [String]

        /// A JSON array of rows, each an array of the columns' values; in any order.
        package let rows: [UInt8]

        package init(buckets: [Int], columns: [String], rows: [UInt8]) {
            self.buckets = buckets
            self.columns = columns
            self.rows = rows
        }
    }

    /// The version of the log at which the tables were read.
    package let version: Int64

    /// The first of the tables that were asked for, at least one unless none was.
    package let tables: [Table]

    package init(version: Int64, tables: [Table]) {
        self.version = version
        self.tables = tables
    }

    package init(from json: inout JSONReader) throws {
        var version: Int64?
        var tables: [Table]?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "version": version = try json.int64()
            case "tables": tables = try Self.tables(from: &json)
            default: throw json.unknown(key)
            }
        }
        self.version = try version.required("version")
        self.tables = try tables.required("tables")
    }

    private static func tables(from json: inout JSONReader) throws -> [Table] {
        var tables: [Table] = []
        var names: Set<String> = []
        try json.beginObject()
        while let key = try json.nextKey() {
            let name = key.name
            guard names.insert(name).inserted else { throw json.duplicate(key) }
            tables.append(Table(name: name, content: try Content(from: &json)))
        }
        return tables
    }

    package func encode(to json: inout JSONWriter) {
        json.object { json in
            json.key("version")
            json.int64(version)
            json.key("tables")
            json.object { json in
                for table in tables {
                    json.key(table.name)
                    table.content.encode(to: &json)
                }
            }
        }
    }
}

extension ChecksumResponse.Content {
    fileprivate init(from json: inout JSONReader) throws {
        var counts: [Int64]?
        var sums: [EffectHash]?
        var buckets: [Int64]?
        var columns: [String]?
        var rows: [UInt8]?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "counts": counts = try json.array { try $0.int64() }
            case "sums": sums = try json.array { try $0.effectHash() }
            case "buckets": buckets = try json.array { try $0.int64() }
            case "columns": columns = try json.array { try $0.string() }
            case "rows": rows = Array(try json.raw())
            default: throw json.unknown(key)
            }
        }
        guard counts == nil, sums == nil else {
            guard buckets == nil, columns == nil, rows == nil else {
                throw JSONError(field: "rows", problem: "must not be there beside `sums`")
            }
            let counts = try counts.required("counts")
            let sums = try sums.required("sums")
            guard counts.count == sums.count, TableChecksum.isBucketCount(counts.count),
                counts.allSatisfy({ (0...Int64(Int32.max) * 1_024).contains($0) })
            else { throw JSONError(field: "sums", problem: "must be as many as `counts`, a power of two") }
            self = .sums(TableChecksum(counts: counts, sums: sums))
            return
        }
        let numbers = try buckets.required("buckets")
        let isAscending = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        guard isAscending, numbers.allSatisfy({ (0..<Int64(TableChecksum.maximumBuckets)).contains($0) }) else {
            throw JSONError(field: "buckets", problem: "must be numbers of buckets, ascending")
        }
        self = .rows(
            ChecksumResponse.BucketRows(
                buckets: numbers.map(Int.init), columns: try columns.required("columns"),
                rows: try rows.required("rows")))
    }

    fileprivate func encode(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .sums(let checksum):
                json.key("counts")
                json.array { array in for count in checksum.counts { array.int64(count) } }
                json.key("sums")
                json.array { array in for sum in checksum.sums { array.string(sum.description) } }
            case .rows(let rows):
                json.key("buckets")
                json.array { array in for bucket in rows.buckets { array.int64(Int64(bucket)) } }
                json.key("columns")
                json.array { array in for column in rows.columns { array.string(column) } }
                json.key("rows")
                json.raw(rows.rows)
            }
        }
    }
}

extension JSONReader {
    fileprivate mutating func effectHash() throws -> EffectHash {
        guard let hash = EffectHash(try string()) else { throw error("must be 16 hexadecimal digits") }
        return hash
    }
}
