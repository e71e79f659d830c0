import Lockstep

/// How far the comparison of one table has come: first one sum over all of it; where that differs, sums over buckets;
/// then the rows of the buckets that differ.
struct TableVerification: Hashable, Sendable {
    enum Phase: Hashable, Sendable {
        /// - isLast: Rows were repaired, and nothing may differ any longer.
        case total(isLast: Bool)
        case buckets(Int)

        /// The buckets of so many whose rows are yet to be compared.
        case rows([Int], of: Int)
        case done
    }

    let name: String
    private(set) var phase = Phase.total(isLast: false)
    private(set) var rowCount = 0
    private(set) var differenceCount = 0
    private var repairedCount = 0

    /// The keys of rows that a repaired row took the place of, since it has their UNIQUE values: these rows differ too,
    /// and their own buckets are yet to come.
    private(set) var displaced: Set<[UInt8]> = []

    init(name: String) {
        self.name = name
    }

    /// What to ask the server for.
    var request: ChecksumRequest.Table? {
        switch phase {
        case .total: ChecksumRequest.Table(name: name, buckets: 1)
        case .buckets(let count): ChecksumRequest.Table(name: name, buckets: count)
        case .rows(let buckets, let count): ChecksumRequest.Table(name: name, buckets: count, rows: buckets)
        case .done: nil
        }
    }

    /// A bucket has some rows: fewer cost the server more sums, more cost both more rows that do not differ.
    private static let rowsPerBucket: Int64 = 8

    static func buckets(forRows count: Int64) -> Int {
        var buckets = 1
        while buckets < TableChecksum.maximumBuckets, Int64(buckets) * rowsPerBucket < count { buckets *= 2 }
        return buckets
    }

    /// Takes what came of a comparison of sums.
    ///
    /// - Throws: `ClientError` with code `.diverged` if rows still differ that were repaired.
    mutating func compared(_ server: TableChecksum, with base: TableChecksum) throws {
        rowCount = Int(server.rowCount)
        let differing = base.differences(from: server)
        switch phase {
        case .total where differing.isEmpty, .buckets where differing.isEmpty:
            phase = .done
        case .total(isLast: true):
            throw ClientError(
                .diverged,
                """
                Rows of \(name) differ from the server's after they were repaired. Report it with the report of \
                `verify(repairing: false)`; a new replica has the server's rows.
                """)
        case .total:
            let buckets = Self.buckets(forRows: max(server.rowCount, base.rowCount))
            phase = buckets == 1 ? .rows([0], of: 1) : .buckets(buckets)
        case .buckets(let count): phase = .rows(differing, of: count)
        case .rows, .done: break
        }
    }

    /// Takes what came of a comparison of rows.
    mutating func compared(rowsOf answered: [Int], differences: [RowDifference], displaced others: [[UInt8]]?) {
        guard case .rows(let buckets, let count) = phase else { return }
        differenceCount += differences.count
        displaced.subtract(differences.map(\.key))
        if let others {
            repairedCount += differences.count
            displaced.formUnion(others)
        }
        let left = buckets.filter { !answered.contains($0) }
        if !left.isEmpty {
            phase = .rows(left, of: count)
        } else {
            phase = repairedCount > 0 ? .total(isLast: true) : .done
        }
    }
}

/// A row of the base that is not as the server has it.
struct RowDifference: Hashable, Sendable {
    /// A record (see `RecordWriter`).
    let key: [UInt8]
    let kind: VerificationReport.Difference.Kind

    /// The stored columns as the server has them; nil if it has no such row.
    let row: [UInt8]?
}
