/// A replicated table: what the recorder, the rebase and the encoding of rows need to know of it.
public struct TableDescription: Hashable, Sendable {
    public let name: String

    /// The columns in their order in the table, generated ones included.
    public let columns: [ColumnDescription]

    /// The names of the primary key's columns, in the key's order.
    public let key: [String]

    /// True for WITHOUT ROWID tables.
    public let isWithoutRowID: Bool

    public init(name: String, columns: [ColumnDescription], key: [String], isWithoutRowID: Bool = false) {
        self.name = name
        self.columns = columns
        self.key = key
        self.isWithoutRowID = isWithoutRowID
    }

    /// The columns that are stored, as indexes into `columns`: a row is carried by these.
    public var storedColumns: [Int] {
        columns.indices.filter { columns[$0].generated == nil }
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

    /// Set for `GENERATED ALWAYS AS`: computed from the others, neither kept in images nor sent.
    public let generated: GeneratedColumn?

    public var isGenerated: Bool { generated != nil }

    public init(_ name: String, _ affinity: ColumnAffinity, generated: GeneratedColumn? = nil) {
        self.name = name
        self.affinity = affinity
        self.generated = generated
    }
}

/// Where a generated column's value is (https://www.sqlite.org/gencol.html).
public enum GeneratedColumn: Hashable, Sendable {
    case virtual, stored
}

/// What SQLite makes of a value that is stored in a column (https://www.sqlite.org/datatype3.html#type_affinity).
public enum ColumnAffinity: Hashable, Sendable {
    case integer, real, text, blob, numeric
}
