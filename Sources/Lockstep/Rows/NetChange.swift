/// The rows of replicated tables whose values a transaction changed in the end.
public struct NetChange: Sendable {
    /// Per table, by its index in the schema: the columns that changed.
    public package(set) var columns: [Int: ColumnSet] = [:]

    /// Per table the rows that changed. A table that is in `columns` and not here changed in more rows than were
    /// counted.
    public package(set) var rows: [Int: Set<RowKey>] = [:]

    public init() {}

    public var isEmpty: Bool { columns.isEmpty }
}

/// Columns of a table, by their index; those from 63 on are taken together.
public struct ColumnSet: Hashable, Sendable {
    var bits: UInt64

    init(bits: UInt64) {
        self.bits = bits
    }

    public init(_ columns: some Sequence<Int>) {
        bits = columns.reduce(0) { $0 | Self.bit($1) }
    }

    public func isDisjoint(with other: ColumnSet) -> Bool {
        bits & other.bits == 0
    }

    public func union(_ other: ColumnSet) -> ColumnSet {
        ColumnSet(bits: bits | other.bits)
    }

    public static let all = ColumnSet(bits: .max)

    static func bit(_ column: Int) -> UInt64 {
        1 << UInt64(min(column, 63))
    }
}
