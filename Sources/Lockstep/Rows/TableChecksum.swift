/// What is compared of a table: its rows, divided into buckets by the hash of their key, and of each bucket the number
/// of rows and a sum over them that does not depend on their order.
package struct TableChecksum: Hashable, Sendable {
    /// A power of two, at most this many buckets.
    package static let maximumBuckets = 4_096

    /// By bucket: the number of its rows.
    package private(set) var counts: [Int64]

    /// By bucket: the sum over its rows.
    package private(set) var sums: [EffectHash]

    /// - Parameter buckets: A power of two.
    package init(buckets: Int) {
        counts = Array(repeating: 0, count: buckets)
        sums = Array(repeating: EffectHash(), count: buckets)
    }

    /// - Parameters:
    ///   - counts: As many as `sums`, a power of two.
    package init(counts: [Int64], sums: [EffectHash]) {
        self.counts = counts
        self.sums = sums
    }

    package var rowCount: Int64 { counts.reduce(0, &+) }

    package mutating func add(_ row: RowRecord) {
        add(keyHash: row.keyHash, valuesHash: row.valuesHash)
    }

    package mutating func add(keyHash: UInt64, valuesHash: UInt64) {
        let bucket = Self.bucket(of: keyHash, among: counts.count)
        counts[bucket] += 1
        sums[bucket].add(key: keyHash, row: valuesHash)
    }

    /// Takes back what `add` added.
    package mutating func remove(keyHash: UInt64, valuesHash: UInt64) {
        let bucket = Self.bucket(of: keyHash, among: counts.count)
        counts[bucket] -= 1
        var row = EffectHash()
        row.add(key: keyHash, row: valuesHash)
        sums[bucket].value &-= row.value
    }

    /// The buckets in which two checksums of as many buckets differ.
    package func differences(from other: TableChecksum) -> [Int] {
        counts.indices.filter { counts[$0] != other.counts[$0] || sums[$0] != other.sums[$0] }
    }

    /// The bucket of a row: the first bits of its key's hash.
    package static func bucket(of keyHash: UInt64, among buckets: Int) -> Int {
        buckets == 1 ? 0 : Int(keyHash >> (64 - UInt64(buckets.trailingZeroBitCount)))
    }

    package static func isBucketCount(_ count: Int) -> Bool {
        (1...maximumBuckets).contains(count) && count.nonzeroBitCount == 1
    }
}
