import Foundation
import Lockstep

/// The rows that pending mutations touched, by the mutation: `lockstep_touched`.
///
/// A mutation may be kept with more rows than it touched last, since what it touched before is not forgotten.
extension ReplicaWriter {
    /// Binds the table and key of the row that the mutation which has just run is about, or NULL.
    ///
    /// - Returns: True if its arguments name the only row that it is about.
    func bindKey(
        of mutation: Schema.Mutation, to statement: SQLiteStatement, at tableIndex: Int32, _ keyIndex: Int32
    ) throws -> Bool {
        var isKeyed = false
        if recorder.touchCount == 1, let addressed = mutation.description.addressedTable {
            try recorder.forEachTouch { table, key, _ in
                let name = tables[table].description.name
                guard name == addressed else { return }
                isKeyed = true
                try statement.bind(name, at: tableIndex)
                try statement.bind(blob: key, at: keyIndex)
            }
        }
        if !isKeyed {
            try statement.bindNull(at: tableIndex)
            try statement.bindNull(at: keyIndex)
        }
        return isKeyed
    }

    /// Keeps the rows that the mutation which has just run touched. Their values may be those of the base: a mutation
    /// that comes to change them later is recorded with them then.
    func keepTouches(of number: Int64) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_touch (row_table, row_key, number) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
            """ as StaticString)
        try recorder.forEachTouch { table, key, _ in
            try statement.bind(tables[table].description.name, at: 1)
            try statement.bind(blob: key, at: 2)
            try statement.bind(number, at: 3)
            try statement.run()
        }
    }

    /// Keeps what a replayed mutation touched.
    func keepRows(of mutation: Schema.Mutation, _ row: PendingRow) throws {
        guard recorder.touchCount > 0 else { return }
        let statement = try connection.statement(
            "UPDATE lockstep_pending SET row_table = ?1, row_key = ?2 WHERE number = ?3" as StaticString)
        guard try bindKey(of: mutation, to: statement, at: 1, 2) else { return try keepTouches(of: row.number) }
        try statement.bind(row.number, at: 3)
        try statement.run()
    }

    func forgetTouches(upTo number: Int64) throws {
        let statement = try connection.statement("DELETE FROM lockstep_touch WHERE number <= ?1" as StaticString)
        try statement.bind(number, at: 1)
        try statement.run()
    }

    /// Follows the numbers of `lockstep_pending` (see `renumberPending`).
    func renumberTouches(by difference: Int64) throws {
        let away = try connection.statement(
            "UPDATE lockstep_touch SET number = -(number + ?1)" as StaticString)
        try away.bind(difference, at: 1)
        try away.run()
        try connection.statement("UPDATE lockstep_touch SET number = -number" as StaticString).run()
    }

    /// The rows that the pending mutations up to a number touched.
    func touchedRows(upTo number: Int64) throws -> [TableRow] {
        let statement = try connection.statement(
            """
            SELECT row_table, row_key FROM lockstep_pending WHERE number <= ?1 AND row_table IS NOT NULL AND is_held = 0 \
            UNION SELECT row_table, row_key FROM lockstep_touch WHERE number <= ?1
            """ as StaticString)
        try statement.bind(number, at: 1)
        let indexes = tableIndexes
        return try statement.all { row in
            let name: String = try row.value(at: 0)
            guard let table = indexes[name] else {
                throw ClientError(.damaged, "A pending mutation names the table `\(name)`, which the schema lacks.")
            }
            return TableRow(table: table, key: Array(row.column(1).blob))
        }
    }

    /// The numbers of the pending mutations that touched rows, in ascending order.
    func numbers(touching rows: Set<TableRow>) throws -> [Int64] {
        let statement = try connection.statement(
            "SELECT number FROM lockstep_touched WHERE row_table = ?1 AND row_key = ?2" as StaticString)
        var numbers: Set<Int64> = []
        for row in rows {
            try bind(row, to: statement)
            try statement.forEach { numbers.insert(try $0.value(at: 0)) }
        }
        return numbers.sorted()
    }

    /// True if a pending mutation is about a row.
    func isPending(_ row: TableRow) throws -> Bool {
        let statement = try connection.statement(
            "SELECT EXISTS (SELECT 1 FROM lockstep_pending WHERE row_table = ?1 AND row_key = ?2)" as StaticString)
        try bind(row, to: statement)
        return try statement.only { try $0.value(at: 0) }
    }

    var tableIndexes: [String: Int] {
        Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.description.name, $0) })
    }
}

extension SQLiteConnection {
    /// Forgets what the pending mutations are about, and what they do: they are run by another build of the app, or for
    /// another actor, and may touch other rows.
    func forgetKeysOfPending() throws {
        try execute(
            """
            INSERT INTO lockstep_touch (row_table, row_key, number) \
            SELECT row_table, row_key, number FROM lockstep_pending WHERE row_table IS NOT NULL ON CONFLICT DO NOTHING;
            UPDATE lockstep_pending SET row_table = NULL, row_key = NULL, effect = NULL;
            """)
    }
}

extension EffectHash {
    /// The form in which SQLite has it.
    var stored: Int64 { Int64(bitPattern: value) }
}
