public import Lockstep
public import LockstepServer

/// A read transaction of a `SQLiteStore`.
public struct SQLiteReadTransaction: StoreReadTransaction {
    let selections: [RowSelection]

    /// The connection's prepared form of a statement.
    let statement: (String) throws -> SQLiteStatement

    public func head() throws -> LogHead {
        try LogHead.read(statement(LogHead.sql.description))
    }

    public func tag(of version: Int64) throws -> Int64? {
        let statement = try statement("SELECT tag FROM lockstep_log WHERE version = ?1")
        try statement.bind(version, at: 1)
        return try statement.first { try $0.value(at: 0) }
    }

    public func signingKeys() throws -> SigningKeys {
        let keys = try statement("SELECT key, previous_key FROM lockstep_server").first { row in
            SigningKeys(
                current: Array(row.column(0).blob), previous: row.column(1).isNull ? nil : Array(row.column(1).blob))
        }
        guard let keys else { throw MalformedLog(problem: "`lockstep_server` is empty") }
        return keys
    }

    public func client(_ id: UUID) throws -> ClientRecord? {
        try ClientRecord.read(statement(ClientRecord.sql.description), id: id)
    }

    public func acknowledgement(of client: UUID, through version: Int64) throws -> Acknowledgement? {
        // Numbers and versions grow together, so the first that is found from the end is the highest. The index has
        // both: the version is the rowid. What lies beyond `version` is passed over: no more than what the client has
        // still to pull of its own.
        let statement = try statement(
            """
            SELECT * FROM (
              SELECT number, token FROM lockstep_log WHERE client = ?1 AND version <= ?2 ORDER BY number DESC LIMIT 1)
            UNION ALL SELECT * FROM (
              SELECT number, token FROM lockstep_token WHERE client = ?1 AND version <= ?2 ORDER BY number DESC LIMIT 1)
            """)
        try statement.bind(client, at: 1)
        try statement.bind(version, at: 2)
        return try statement.first { row in
            Acknowledgement(number: try row.value(at: 0), token: try row.value(at: 1))
        }
    }

    public func rejections(of client: UUID, after: Int64, through: Int64) throws -> [NumberedRejection] {
        let statement = try statement(
            """
            SELECT number, code, message, version FROM lockstep_log
            WHERE client = ?1 AND code IS NOT NULL AND version > ?2 AND version <= ?3
            UNION ALL SELECT number, code, message, version FROM lockstep_token
            WHERE client = ?1 AND code IS NOT NULL AND version > ?2 AND version <= ?3 ORDER BY version
            """)
        try statement.bind(client, at: 1)
        try statement.bind(after, at: 2)
        try statement.bind(through, at: 3)
        return try statement.all { row in
            guard let rejection = try MutationRejection(row, at: 1) else {
                preconditionFailure("The statement selects rows with a code.")
            }
            return NumberedRejection(number: try row.value(at: 0), rejection: rejection)
        }
    }

    public func entries(after version: Int64, _ visit: (LogEntry) throws -> Bool) throws {
        let statement = try statement(
            "SELECT \(LogEntry.columns) FROM lockstep_log WHERE version > ?1 ORDER BY version")
        try statement.bind(version, at: 1)
        defer { statement.reset() }
        while try statement.step(), try visit(LogEntry(statement)) {}
    }

    public func changedRows(after version: Int64, upTo limit: Int) throws -> Int {
        var count = 0
        for selection in selections where count < limit {
            let statement = try statement(selection.count)
            try statement.bind(version, at: 1)
            try statement.bind(limit - count, at: 2)
            count += try statement.first { try $0.value(Int.self, at: 0) } ?? 0
        }
        return count
    }

    public func writeRows(after version: Int64?, to json: inout JSONWriter) throws {
        try json.object { json in
            for selection in selections {
                guard try isTouched(selection, after: version) else { continue }
                json.key(selection.table)
                try json.object { json in
                    json.key("columns")
                    json.array { array in for column in selection.columns { array.string(column) } }
                    if let version {
                        json.key("delete")
                        try write(statement(selection.goneKeys), after: version, to: &json)
                        json.key("upsert")
                        try write(statement(selection.changedRows), after: version, to: &json)
                    } else {
                        json.key("upsert")
                        try write(statement(selection.allRows), after: nil, to: &json)
                    }
                }
            }
        }
    }

    public func forEachRow(ofTable table: Int, _ visit: (RowRecord) throws -> Void) throws {
        let scan = selections[table].scan
        try scan.forEach(statement(scan.sql), visit)
    }

    private func isTouched(_ selection: RowSelection, after version: Int64?) throws -> Bool {
        let statement = try statement(version == nil ? selection.allRows : selection.count)
        guard let version else { return try statement.first { _ in true } ?? false }
        try statement.bind(version, at: 1)
        try statement.bind(1, at: 2)
        return try statement.first { try $0.value(Int.self, at: 0) > 0 } ?? false
    }

    /// Writes the statement's rows as arrays of values.
    private func write(_ statement: SQLiteStatement, after version: Int64?, to json: inout JSONWriter) throws {
        if let version { try statement.bind(version, at: 1) }
        defer { statement.reset() }
        let columns = statement.columnCount
        try json.array { array in
            while try statement.step() {
                array.array { row in
                    for column in 0..<columns { row.value(statement.column(column)) }
                }
            }
        }
    }
}
