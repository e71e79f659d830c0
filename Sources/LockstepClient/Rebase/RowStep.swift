import Lockstep

/// Applies a step in the encoding *rows*: first every key that it names is deleted, or, in a table where rows can be
/// replaced in their place, only the keys of rows that are gone; then the rows are inserted.
struct RowStep {
    private let tables: [TableStatements]

    init(_ tables: [TableStatements]) {
        self.tables = tables
    }

    /// Is told of every row that a step names.
    ///
    /// - Parameter key: The key as the recorder writes it, or nil if the values given are not what SQLite would store.
    typealias Notice = (_ table: Int, _ key: [UInt8]?) throws -> Void

    /// Deletes what must go before rows are inserted.
    ///
    /// - Parameters:
    ///   - rows: The text of a JSON object (see `RowChanges`). The caller has switched enforcement off.
    ///   - notice: Called for each row, before it is deleted.
    /// - Returns: The number of rows that the text names.
    /// - Throws: `JSONError`; `SQLiteError`.
    func delete(_ rows: [UInt8], notice: Notice? = nil) throws -> Int {
        // The visitor does not outlive the call.
        try withoutActuallyEscaping(notice ?? { _, _ in }) { escapable in
            var deletion = Deletion(layouts: RowLayouts(tables), notice: notice == nil ? nil : escapable)
            try JSONReader.read(rows) { try RowChanges.read(&$0, &deletion) }
            return deletion.count
        }
    }

    /// Inserts the rows, once `delete` has made place for them.
    func insert(_ rows: [UInt8]) throws {
        var insertion = Insertion(layouts: RowLayouts(tables))
        try JSONReader.read(rows) { try RowChanges.read(&$0, &insertion) }
    }

    /// The table that is being read, and how its columns in the text lie in the table.
    private struct RowLayouts {
        private let tables: [TableStatements]
        private(set) var statements: TableStatements?
        private(set) var index = 0

        /// By position in the text: the parameter of the insertion.
        private(set) var insertParameters: [Int32] = []

        /// By position in the text: the parameter of the deletion, or 0 if the column is not in the key.
        private(set) var deleteParameters: [Int32] = []

        init(_ tables: [TableStatements]) {
            self.tables = tables
        }

        mutating func begin(_ name: String, columns: [String]) throws {
            guard let index = tables.firstIndex(where: { $0.description.name == name }) else {
                throw JSONError(field: name, problem: "is not a replicated table")
            }
            let table = tables[index]
            self.index = index
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
        let notice: Notice?
        var count = 0

        private var key = RecordWriter()
        private var parts: [[UInt8]] = []

        init(layouts: RowLayouts, notice: Notice?) {
            self.layouts = layouts
            self.notice = notice
        }

        mutating func table(_ name: String, columns: [String]) throws {
            try layouts.begin(name, columns: columns)
        }

        mutating func delete(key json: inout JSONReader) throws {
            guard let table = layouts.statements else { throw json.error("has no table") }
            if notice != nil {
                // The array is read twice.
                var copy = json
                try noteKey(&copy, parameters: table.description.key.indices.map { Int32($0 + 1) })
            }
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
            if notice != nil {
                var copy = json
                try noteKey(&copy, parameters: layouts.deleteParameters)
            }
            guard table.deletesFirst else {
                _ = try json.raw()
                return
            }
            try RowStep.readRow(&json, layouts.deleteParameters) { parameter, json in
                if parameter > 0 { try json.bindValue(to: table.delete, at: parameter) } else { _ = try json.raw() }
            }
            try table.delete.run()
        }

        /// - Parameter parameters: By position in the array that is read: the position in the key from 1, or 0.
        private mutating func noteKey(_ json: inout JSONReader, parameters: [Int32]) throws {
            guard let notice, let table = layouts.statements else { return }
            let affinities = table.keyAffinities
            var isExact = true
            key.removeAll()
            parts.removeAll(keepingCapacity: true)
            if affinities.count > 1 { parts = Array(repeating: [], count: affinities.count) }
            try RowStep.readRow(&json, parameters) { parameter, json in
                guard parameter > 0 else {
                    _ = try json.raw()
                    return
                }
                let column = Int(parameter) - 1
                isExact = try json.appendKeyValue(to: &key, affinities[column]) && isExact
                if affinities.count > 1 {
                    parts[column] = key.bytes
                    key.removeAll()
                }
            }
            try notice(layouts.index, isExact ? (affinities.count > 1 ? Array(parts.joined()) : key.bytes) : nil)
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
