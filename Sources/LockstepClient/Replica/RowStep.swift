import Lockstep

/// Applies a step in the encoding *rows*: first every key that it names is deleted, or, in a table where rows can be
/// replaced in their place, only the keys of rows that are gone; then the rows are inserted.
struct RowStep {
    private let tables: [TableStatements]

    init(_ tables: [TableStatements]) {
        self.tables = tables
    }

    /// - Parameter rows: The text of a JSON object (see `RowChanges`). The caller has switched enforcement off.
    /// - Returns: The number of rows that the text names.
    /// - Throws: `JSONError`; `SQLiteError`.
    func apply(_ rows: [UInt8]) throws -> Int {
        var deletion = Deletion(layouts: RowLayouts(tables))
        try JSONReader.read(rows) { try RowChanges.read(&$0, &deletion) }
        var insertion = Insertion(layouts: RowLayouts(tables))
        try JSONReader.read(rows) { try RowChanges.read(&$0, &insertion) }
        return deletion.count
    }

    /// The table that is being read, and how its columns in the text lie in the table.
    private struct RowLayouts {
        private let tables: [TableStatements]
        private(set) var statements: TableStatements?

        /// By position in the text: the parameter of the insertion.
        private(set) var insertParameters: [Int32] = []

        /// By position in the text: the parameter of the deletion, or 0 if the column is not in the key.
        private(set) var deleteParameters: [Int32] = []

        init(_ tables: [TableStatements]) {
            self.tables = tables
        }

        mutating func begin(_ name: String, columns: [String]) throws {
            guard let table = tables.first(where: { $0.description.name == name }) else {
                throw JSONError(field: name, problem: "is not a replicated table")
            }
            let description = table.description
            let stored = description.storedColumns.map { description.columns[$0].name }
            guard columns.count == stored.count, Set(columns) == Set(stored) else {
                throw JSONError(field: "columns", problem: "must be the stored columns of \(name)")
            }
            statements = table
            insertParameters = columns.map { column in Int32(stored.firstIndex(of: column).unsafelyUnwrapped + 1) }
            deleteParameters = columns.map { column in Int32((description.key.firstIndex(of: column) ?? -1) + 1) }
        }
    }

    private struct Deletion: RowChanges.Visitor {
        var layouts: RowLayouts
        var count = 0

        mutating func table(_ name: String, columns: [String]) throws {
            try layouts.begin(name, columns: columns)
        }

        mutating func delete(key json: inout JSONReader) throws {
            guard let table = layouts.statements else { throw json.error("has no table") }
            var index: Int32 = 0
            try json.beginArray()
            while try json.nextElement() {
                index += 1
                guard Int(index) <= table.description.key.count else { throw json.error("has too many values") }
                try json.bindValue(to: table.delete, at: index)
            }
            guard Int(index) == table.description.key.count else { throw json.error("has too few values") }
            try table.delete.run()
            count += 1
        }

        mutating func upsert(row json: inout JSONReader) throws {
            guard let table = layouts.statements else { throw json.error("has no table") }
            count += 1
            guard table.deletesFirst else {
                _ = try json.raw()
                return
            }
            try RowStep.readRow(&json, layouts.deleteParameters) { parameter, json in
                if parameter > 0 { try json.bindValue(to: table.delete, at: parameter) } else { _ = try json.raw() }
            }
            try table.delete.run()
        }
    }

    private struct Insertion: RowChanges.Visitor {
        var layouts: RowLayouts

        mutating func table(_ name: String, columns: [String]) throws {
            try layouts.begin(name, columns: columns)
        }

        mutating func delete(key json: inout JSONReader) throws {
            _ = try json.raw()
        }

        mutating func upsert(row json: inout JSONReader) throws {
            guard let table = layouts.statements else { throw json.error("has no table") }
            try RowStep.readRow(&json, layouts.insertParameters) { parameter, json in
                try json.bindValue(to: table.insert, at: parameter)
            }
            try table.insert.run()
        }
    }

    private static func readRow(
        _ json: inout JSONReader, _ parameters: [Int32], _ read: (Int32, inout JSONReader) throws -> Void
    ) throws {
        var position = 0
        try json.beginArray()
        while try json.nextElement() {
            guard position < parameters.count else { throw json.error("has too many values") }
            try read(parameters[position], &json)
            position += 1
        }
        guard position == parameters.count else { throw json.error("has too few values") }
    }
}
