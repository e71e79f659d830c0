import Foundation
import Lockstep

extension ReplicaWriter {
    // MARK: The download

    func snapshotDownload() throws -> SnapshotDownload? {
        try connection.statement(SnapshotDownload.sql).first { try SnapshotDownload($0) } ?? nil
    }

    /// Notes that a step is to be downloaded. What there is of a file with the same hash is kept.
    ///
    /// - Parameters:
    ///   - pushedThrough: The number up to which the server has this client's mutations.
    ///   - file: The file, which is deleted if it is of another snapshot: before this is committed, so that no file is
    ///     ever taken for that of another.
    /// - Throws: `JSONError` if the answer is not one that this request can have.
    func beginSnapshot(
        _ answer: PullResponse, _ reference: SnapshotReference, for request: StepRequest, pushedThrough: Int64,
        now: Int64, file: SnapshotFile, newClient: () -> UUID
    ) throws -> SnapshotBeginning {
        var state = try state()
        guard state.client == request.client, state.cursor == request.cursor else { return .superseded }
        try check(answer, sentCursor: request.sentCursor)
        if try isForked(state, answer) {
            try fork(&state, as: newClient())
            return .forked
        }
        let known = try snapshotDownload().flatMap { $0.reference.sha256 == reference.sha256 ? $0 : nil }
        if let known, known.isRefused(at: now) { return .refused }
        if known?.reference.bytes != reference.bytes { try file.remove() }
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_snapshot (id, sha256, answer, client, cursor, sent_cursor, pushed_through, etag, \
            refusals, refused_at) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET \
            (sha256, answer, client, cursor, sent_cursor, pushed_through, etag, is_over, refusals, refused_at) = \
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9)
            """ as StaticString)
        try statement.bind(reference.sha256, at: 1)
        try answer.json.withUnsafeBytes { try statement.bind(blob: $0, at: 2) }
        try statement.bind(request.client, at: 3)
        try statement.bind(request.cursor, at: 4)
        try statement.bind(request.sentCursor, at: 5)
        try statement.bind(pushedThrough, at: 6)
        try statement.bind(known?.reference.path == reference.path ? known?.etag : nil, at: 7)
        try statement.bind(known?.earlierRefusals ?? 0, at: 8)
        try statement.bind(known?.refusedAt, at: 9)
        try statement.run()
        return .begun(SnapshotStanding(hasUnpushed: state.lastNumber > pushedThrough))
    }

    func noteSnapshot(etag: String?) throws {
        let statement = try connection.statement("UPDATE lockstep_snapshot SET etag = ?1" as StaticString)
        try statement.bind(etag, at: 1)
        try statement.run()
    }

    func noteSnapshot(pushedThrough number: Int64) throws {
        let statement = try connection.statement(
            "UPDATE lockstep_snapshot SET pushed_through = ?1 WHERE pushed_through < ?1" as StaticString)
        try statement.bind(number, at: 1)
        try statement.run()
    }

    /// Counts a file that was of no use.
    ///
    /// - Returns: How many there were with this hash.
    func noteSnapshotRefused(at now: Int64) throws -> Int {
        let statement = try connection.statement(
            "UPDATE lockstep_snapshot SET etag = NULL, refusals = refusals + 1, refused_at = ?1 RETURNING refusals"
                as StaticString)
        try statement.bind(now, at: 1)
        var refusals = 0
        try statement.forEach { refusals = try $0.value(at: 0) }
        return refusals
    }

    /// Notes that the file is no longer where the answer said.
    func noteSnapshotOver() throws {
        try connection.statement("UPDATE lockstep_snapshot SET is_over = 1" as StaticString).run()
    }

    func forgetSnapshot() throws {
        try connection.statement("DELETE FROM lockstep_snapshot" as StaticString).run()
    }

    // MARK: The copy

    /// Attaches a file for the time of `body`: no transaction may be open before or afterwards
    /// (https://www.sqlite.org/lang_attach.html).
    func attaching<Value>(_ file: SnapshotFile, _ body: () throws -> Value) throws -> Value {
        let attach = try connection.statement("ATTACH ?1 AS lockstep_source" as StaticString)
        try attach.bind(file.path, at: 1)
        try attach.run()
        defer {
            // No statement on it is left, so it cannot be in use; and what `body` did is not undone by a failure here.
            try? connection.run("DETACH lockstep_source")
        }
        return try body()
    }

    /// Puts the rows of the attached file in the place of all that the replicated tables hold, without enforcement.
    ///
    /// Indexes are made anew from all rows, and rows inserted in the order of their key: with rows in any order both
    /// would touch a page of every index per row, from the disk if there are more than the cache holds. Measured for
    /// 1,000,000 rows with random keys and two indexes: a third of the time. Columns are named, so that SQLite checks
    /// the values and does not copy the records as they are.
    ///
    /// - Returns: The number of rows.
    /// - Throws: `Divergence` if they violate what the tables always enforce.
    func copySnapshot() throws -> Int {
        let indexes = try indexesOfReplicatedTables()
        do {
            for index in indexes { try connection.execute("DROP INDEX main.\(SQLIdentifier.quoted(index.name))") }
            var count: Int64 = 0
            try connection.spilling {
                for table in tables {
                    try recorder.clearUnseen(table.description.name)
                    try connection.execute(Self.copy(table.description))
                    count += connection.changes
                }
                for index in indexes { try connection.execute(index.sql) }
            }
            return Int(count)
        } catch let error as SQLiteError where error.isPermanent {
            throw Divergence(reason: "rows of the server do not fit the tables: \(error.message)")
        }
    }

    private static func copy(_ table: TableDescription) -> String {
        let name = SQLIdentifier.quoted(table.name)
        let columns = table.storedColumns.map { SQLIdentifier.quoted(table.columns[$0].name) }.joined(separator: ", ")
        let key = table.key.map(SQLIdentifier.quoted).joined(separator: ", ")
        return "INSERT INTO main.\(name) (\(columns)) SELECT \(columns) FROM lockstep_source.\(name) ORDER BY \(key)"
    }

    /// Those that CREATE INDEX made, in the order of their making.
    private func indexesOfReplicatedTables() throws -> [(name: String, sql: String)] {
        let statement = try connection.statement(
            """
            SELECT name, sql, tbl_name FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid
            """ as StaticString)
        let replicated = Set(tables.map(\.description.name))
        return try statement.all { row in
            (try row.value(String.self, at: 0), try row.value(String.self, at: 1), try row.value(String.self, at: 2))
        }.filter { replicated.contains($0.2) }.map { ($0.0, $0.1) }
    }
}
