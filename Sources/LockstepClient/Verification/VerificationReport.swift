/// What a comparison of a replica's base with the server's tables found.
public struct VerificationReport: Hashable, Sendable {
    /// A replicated table.
    public struct Table: Hashable, Sendable {
        public let name: String

        /// The rows that the server has.
        public internal(set) var rowCount = 0

        /// The rows that differed.
        public internal(set) var differenceCount = 0
    }

    /// A row that differed.
    public struct Difference: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            /// The server has it, and the replica had not.
            case missing
            /// The replica had it, and the server has not.
            case extra
            /// Both had it, with other values.
            case different
        }

        public let table: String

        /// The values of the primary key's columns, in the key's order.
        public let key: [KeyValue]

        public let kind: Kind

        /// The replica has it as the server does.
        public let isRepaired: Bool
    }

    /// How many differences are named. A report counts those beyond them.
    public static let maximumDifferences = 1_000

    /// The replicated tables, in the schema's order.
    public internal(set) var tables: [Table]

    /// The rows that differed, table by table, the first `maximumDifferences` of them.
    public internal(set) var differences: [Difference] = []

    /// The version of the server's log with which the last comparison was made; nil if the schema has no table to
    /// compare.
    public internal(set) var version: Int64?

    /// The requests that it took.
    public internal(set) var roundTrips = 0

    /// The replica was so damaged that a step of the server could not be applied to it: the whole base was replaced
    /// before rows were compared, and which of them differed is not known.
    public internal(set) var replacedBase = false

    /// How many rows differed.
    public var differenceCount: Int { tables.reduce(0) { $0 + $1.differenceCount } }

    /// Nothing differed.
    public var isEqual: Bool { differenceCount == 0 && !replacedBase }
}

/// A value of a primary key's column.
public enum KeyValue: Hashable, Sendable, CustomStringConvertible {
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    /// The value as SQL has it; bytes of a text that are not UTF-8 are replaced.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .text(let value): "'\(value.replacing("'", with: "''"))'"
        case .blob(let bytes):
            "x'" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
        }
    }
}
