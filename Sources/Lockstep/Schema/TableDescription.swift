/// A replicated table: what the recorder, the rebase and the encoding of rows need to know of it.
public struct TableDescription: Hashable, Sendable {
    public let name: String

    /// The columns in their order in the table, generated ones included.
    public let columns: [ColumnDescription]

    /// The names of the primary key's columns, in the key's order.
    public let key: [String]

    public init(name: String, columns: [ColumnDescription], key: [String]) {
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// The columns that are stored, as indexes into `columns`: a row is carried by these.
    public var storedColumns: [Int] {
        columns.indices.filter { !columns[$0].isGenerated }
    }

    /// The key's columns as indexes into `columns`, in the key's order.
    public var keyColumns: [Int] {
        key.map { name in
            guard let index = columns.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("The key column \(name) is not a column of \(self.name).")
            }
            return index
        }
    }

    public func index(ofColumn name: String) -> Int? {
        columns.firstIndex { $0.name == name }
    }
}

public struct ColumnDescription: Hashable, Sendable {
    public let name: String
    public let affinity: ColumnAffinity

    /// True for `GENERATED ALWAYS AS`: computed from the others, neither stored in images nor sent.
    public let isGenerated: Bool

    public init(_ name: String, _ affinity: ColumnAffinity, isGenerated: Bool = false) {
        self.name = name
        self.affinity = affinity
        self.isGenerated = isGenerated
    }
}

/// What SQLite makes of a value that is stored in a column (https://www.sqlite.org/datatype3.html#type_affinity).
public enum ColumnAffinity: Hashable, Sendable {
    case integer, real, text, blob, numeric
}
