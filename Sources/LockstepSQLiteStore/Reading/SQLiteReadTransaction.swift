public import Lockstep
public import LockstepServer

/// A read transaction of a `SQLiteStore`.
public struct SQLiteReadTransaction: StoreReadTransaction {
    let selections: [RowSelection]
    let grantReading: GrantReading

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
            SELECT number, code, message, violation, version FROM lockstep_log
            WHERE client = ?1 AND code IS NOT NULL AND version > ?2 AND version <= ?3
            UNION ALL SELECT number, code, message, violation, version FROM lockstep_token
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

    public func storedEntries(after version: Int64, _ visit: (StoredEntry) throws -> Bool) throws {
        let statement = try statement(StoredEntry.sql)
        try statement.bind(version, at: 1)
        defer { statement.reset() }
        while try statement.step(), try visit(StoredEntry(statement)) {}
    }

    public func grants(of actor: String) throws -> Grants {
        try grantReading.read(actor, statement)
    }

    public func changedRows(after version: Int64, upTo limit: Int, for actor: String) throws -> Int {
        let parameters = ActorParameters(actor)
        var count = 0
        for selection in selections where count < limit {
            count += try changedRows(of: selection, after: version, upTo: limit - count, parameters)
        }
        return count
    }

    public func rows(upTo limit: Int, for actor: String) throws -> Int {
        let parameters = ActorParameters(actor)
        var count = 0
        for selection in selections where count < limit {
            let statement = try statement(selection.total)
            try statement.bind(limit - count, at: 2)
            try parameters.bind(to: statement)
            count += try statement.only { try $0.value(Int.self, at: 0) }
        }
        return count
    }

    public func writeRows(
        after version: Int64?, for actor: String, upTo limit: Int, to json: inout JSONWriter
    ) throws -> Bool {
        do {
            try writeTables(after: version, ActorParameters(actor), upTo: limit, to: &json)
            return true
        } catch is TooManyBytes {
            return false
        }
    }

    /// What is written has more bytes than it may.
    private struct TooManyBytes: Error {}

    private func writeTables(
        after version: Int64?, _ parameters: ActorParameters, upTo limit: Int, to json: inout JSONWriter
    ) throws {
        try json.object { json in
            for selection in selections {
                guard try isTouched(selection, after: version, parameters) else { continue }
                json.key(selection.table)
                try json.object { json in
                    json.key("columns")
                    json.array { array in for column in selection.columns { array.string(column) } }
                    if let version {
                        json.key("delete")
                        try write(selection.goneKeys, after: version, parameters, upTo: limit, to: &json)
                        json.key("upsert")
                        try write(selection.changedRows, after: version, parameters, upTo: limit, to: &json)
                    } else {
                        json.key("upsert")
                        try write(selection.allRows, after: nil, parameters, upTo: limit, to: &json)
                    }
                }
            }
        }
    }

    public func forEachRow(ofTable table: Int, for actor: String, _ visit: (RowRecord) throws -> Void) throws {
        let selection = selections[table]
        let statement = try statement(selection.scannedRows)
        try ActorParameters(actor).bind(to: statement)
        try selection.scan.forEach(statement, visit)
    }

    private func isTouched(
        _ selection: RowSelection, after version: Int64?, _ actor: ActorParameters
    ) throws -> Bool {
        if let version { return try changedRows(of: selection, after: version, upTo: 1, actor) > 0 }
        let statement = try statement(selection.anyRow)
        try actor.bind(to: statement)
        return try statement.first { _ in true } ?? false
    }

    private func changedRows(
        of selection: RowSelection, after version: Int64, upTo limit: Int, _ actor: ActorParameters
    ) throws -> Int {
        let statement = try statement(selection.count)
        try statement.bind(version, at: 1)
        try statement.bind(limit, at: 2)
        try actor.bind(to: statement)
        return try statement.only { try $0.value(Int.self, at: 0) }
    }

    /// Writes the statement's rows as arrays of values.
    private func write(
        _ sql: String, after version: Int64?, _ actor: ActorParameters, upTo limit: Int, to json: inout JSONWriter
    ) throws {
        let statement = try statement(sql)
        if let version { try statement.bind(version, at: 1) }
        try actor.bind(to: statement)
        defer { statement.reset() }
        let columns = statement.columnCount
        try json.array { array in
            while try statement.step() {
                array.array { row in
                    for column in 0..<columns { row.value(statement.column(column)) }
                }
                guard array.bytes.count <= limit else { throw TooManyBytes() }
            }
        }
    }
}
