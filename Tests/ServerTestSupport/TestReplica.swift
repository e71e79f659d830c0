import CSQLite
package import Lockstep

/// A replica of `Board` without pending mutations: it applies the steps of pulls as a client does, and complains where
/// a replay has another effect than on the server.
package final class TestReplica {
    package private(set) var cursor: String?

    private let connection: SQLiteConnection
    private let recorder: Recorder

    package init() throws {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
        recorder = Recorder(on: connection, tables: Board.tables)
        recorder.isRecording = true
        try connection.execute(Board.migrations[0].sql)
    }

    deinit {
        recorder.remove()
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    /// - Throws: `Divergence` if a replay has another effect than the server says.
    package func apply(_ response: PullResponse) throws {
        try connection.execute("BEGIN")
        recorder.beginTransaction()
        do {
            switch response.changes {
            case .mutations(let mutations): for mutation in mutations { try replay(mutation) }
            case .rows(let rows): try apply(rows, replacingAll: response.from == nil)
            case .snapshot: throw JSONError(field: "snapshot", problem: "is not what this replica can take")
            }
        } catch {
            try connection.execute("ROLLBACK")
            throw error
        }
        try connection.execute("COMMIT")
        cursor = response.cursor
    }

    /// Every row, as SQL literals.
    package func rows() throws -> [String] {
        try TestReplica.rows(of: connection)
    }

    package static func rows(of connection: SQLiteConnection) throws -> [String] {
        try Board.tables.flatMap { table in
            let columns = table.columns.map { "quote(\"\($0.name)\")" }.joined(separator: " || ', ' || ")
            return try connection.statement("SELECT '\(table.name): ' || \(columns) FROM \(table.name) ORDER BY 1").all
            {
                String(decoding: $0.column(0).text, as: UTF8.self)
            }
        }
    }

    package struct Divergence: Error {
        package let mutation: LoggedMutation
        package let effect: EffectHash
    }

    private func replay(_ logged: LoggedMutation) throws {
        let mutation = try JSONReader.read(logged.arguments) { try BoardMutation(name: logged.name, arguments: &$0) }
        recorder.beginMutation()
        try mutation.apply(
            to: connection, in: MutationContext(actor: logged.actor, now: logged.at, committedAt: logged.committedAt))
        let effect = recorder.endMutation()
        guard effect == logged.effect else { throw Divergence(mutation: logged, effect: effect) }
    }

    private func apply(_ rows: [UInt8], replacingAll: Bool) throws {
        try connection.withoutEnforcement {
            if replacingAll { try connection.execute("DELETE FROM board; DELETE FROM card; DELETE FROM member") }
            var change = RowChange(connection: connection)
            try JSONReader.read(rows) { try RowChanges.read(&$0, &change) }
            try change.insertRows()
        }
    }
}

/// Deletes every key of a step as it is read, and keeps the rows to insert them afterwards.
private struct RowChange: RowChanges.Visitor {
    let connection: SQLiteConnection
    private var table = Board.tables[0]
    private var upserts: [(table: TableDescription, row: [UInt8])] = []

    init(connection: SQLiteConnection) {
        self.connection = connection
    }

    mutating func table(_ name: String, columns: [String]) throws {
        guard let description = Board.tables.first(where: { $0.name == name }) else { throw JSONError.missing(name) }
        guard columns == description.columns.map(\.name) else { throw JSONError(field: "columns", problem: "differ") }
        table = description
    }

    mutating func delete(key json: inout JSONReader) throws {
        let condition = table.key.enumerated().map { "\"\($1)\" = ?\($0 + 1)" }.joined(separator: " AND ")
        let statement = try connection.statement("DELETE FROM \(table.name) WHERE \(condition)")
        try json.bindArray(to: statement)
        try statement.run()
    }

    mutating func upsert(row json: inout JSONReader) throws {
        let row = Array(try json.raw())
        upserts.append((table, row))
        let places = table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let names = table.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let keys = table.key.map { "\"\($0)\"" }.joined(separator: ", ")
        let statement = try connection.statement(
            """
            WITH incoming (\(names)) AS (SELECT \(places))
            DELETE FROM \(table.name) WHERE (\(keys)) IN (SELECT \(keys) FROM incoming)
            """)
        try JSONReader.read(row) { try $0.bindArray(to: statement) }
        try statement.run()
    }

    func insertRows() throws {
        for (table, row) in upserts {
            let places = table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
            let statement = try connection.statement("INSERT INTO \(table.name) VALUES (\(places))")
            try JSONReader.read(row) { try $0.bindArray(to: statement) }
            try statement.run()
        }
    }
}

extension JSONReader {
    /// Binds the elements of an array to the parameters from 1 on.
    fileprivate mutating func bindArray(to statement: SQLiteStatement) throws {
        var index: Int32 = 0
        try beginArray()
        while try nextElement() {
            index += 1
            try bindValue(to: statement, at: index)
        }
    }
}
