import Lockstep

/// The decisions of a verification: what to ask for next, and what was found.
struct Verification: Sendable {
    private(set) var tables: [TableVerification]
    private(set) var report: VerificationReport
    let isRepairing: Bool

    init(_ tables: [TableDescription], isRepairing: Bool) {
        self.tables = tables.map { TableVerification(name: $0.name) }
        report = VerificationReport(tables: tables.map { VerificationReport.Table(name: $0.name) })
        self.isRepairing = isRepairing
    }

    /// What to ask the server for; nil if there is nothing left.
    var request: ChecksumRequest? {
        var buckets = 0
        var requests: [ChecksumRequest.Table] = []
        for request in tables.lazy.compactMap(\.request) {
            buckets += request.buckets
            guard buckets <= ChecksumRequest.maximumBuckets else { break }
            requests.append(request)
        }
        return requests.isEmpty ? nil : ChecksumRequest(tables: requests)
    }

    /// The rows that an answer shows to differ and that are to be repaired, by table name.
    func repairs(_ comparisons: [TableComparison]) -> [String: [RowDifference]] {
        var repairs: [String: [RowDifference]] = [:]
        guard isRepairing else { return repairs }
        for comparison in comparisons {
            guard case .rows(_, let differences) = comparison.result, !differences.isEmpty else { continue }
            repairs[comparison.table.name] = differences
        }
        return repairs
    }

    /// Takes the comparison of an answer.
    ///
    /// - Parameter displaced: What came of the repair, if there was one.
    /// - Throws: `ClientError` with code `.diverged`; `MalformedRecord`.
    mutating func take(
        _ comparisons: [TableComparison], displaced: [String: [[UInt8]]]?, version: Int64
    ) throws {
        report.version = version
        for comparison in comparisons {
            guard let index = tables.firstIndex(where: { $0.name == comparison.table.name }) else { continue }
            switch comparison.result {
            case .sums(let server, let base):
                try tables[index].compared(server, with: base)
            case .rows(let buckets, let differences):
                let others = displaced.map { $0[comparison.table.name] ?? [] }
                tables[index].compared(rowsOf: buckets, differences: differences, displaced: others)
                try name(differences, of: comparison.table.name)
            }
            report.tables[index].rowCount = tables[index].rowCount
            report.tables[index].differenceCount = tables[index].differenceCount
        }
    }

    private mutating func name(_ differences: [RowDifference], of table: String) throws {
        for difference in differences.prefix(VerificationReport.maximumDifferences - report.differences.count) {
            report.differences.append(
                VerificationReport.Difference(
                    table: table, key: try KeyValue.values(ofKey: difference.key), kind: difference.kind,
                    isRepaired: isRepairing))
        }
    }

    mutating func notesRoundTrip() {
        report.roundTrips += 1
    }

    mutating func notesReplacedBase() {
        report.replacedBase = true
    }
}
