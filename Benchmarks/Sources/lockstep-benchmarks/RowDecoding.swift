import BenchmarkSchema
import Foundation
import GRDB
import GRDBSQLite

/// 100,000 rows of eight columns, five of them text: the generated decoding beside a loop over SQLite's C functions,
/// GRDB's positional access and GRDB's Codable records.
enum RowDecoding {
    private struct Row: Codable, FetchableRecord {
        var id: Int
        var title: String
        var body: String
        var owner: String
        var state: String
        var note: String
        var count: Int
        var score: Double
    }

    static func measure() throws -> [Figure] {
        let queue = try DatabaseQueue()
        return try queue.write { db in
            try db.execute(sql: Bench.migrations[0].sql)
            try db.execute(
                sql: """
                    WITH RECURSIVE counter(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counter WHERE i < 100000)
                    INSERT INTO sample SELECT i, 'A title of sample ' || i,
                      'Some longer description of the sample that goes on for a while ' || i, 'user' || (i % 100),
                      'todo', 'a note of about thirty letters', i % 1000, i * 0.5 FROM counter
                    """)
            let query = Query.samples
            let statement = SQLiteStatement(try db.cachedStatement(sql: query.sql.description).sqliteStatement)
            // The statement that GRDB finalizes must outlive its handle's use.
            let byHandStatement = try db.makeStatement(sql: query.sql.description)
            defer { withExtendedLifetime(byHandStatement) {} }
            let handle = byHandStatement.sqliteStatement
            let generated = try Samples.compare(rounds: 15) {
                guard try query.fetch(statement).count == 100_000 else { throw BenchmarkError("rows are missing") }
            } _: {
                guard decodeByHand(handle).count == 100_000 else { throw BenchmarkError("rows are missing") }
            }
            let grdb = try Samples.compare(rounds: 5) {
                _ = try GRDB.Row.fetchCursor(db, sql: query.sql.description).reduce(into: [Row]()) { rows, row in
                    rows.append(
                        Row(
                            id: row[0], title: row[1], body: row[2], owner: row[3], state: row[4], note: row[5],
                            count: row[6], score: row[7]))
                }
            } _: {
                _ = try Row.fetchAll(db, sql: query.sql.description)
            }
            let byHand = generated.second.median
            return [
                Figure(
                    name: "row-decoding", value: generated.first.median / byHand, unit: "x C functions",
                    aim: .atMost(1.05)),
                Figure(
                    name: "row-decoding-grdb", value: grdb.first.median / byHand, unit: "x C functions", aim: .none),
                Figure(
                    name: "row-decoding-codable", value: grdb.second.median / byHand, unit: "x C functions",
                    aim: .none),
            ]
        }
    }

    private static func decodeByHand(_ statement: OpaquePointer) -> [Row] {
        func text(_ column: Int32) -> String {
            let start = sqlite3_column_text(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        }
        var rows: [Row] = []
        sqlite3_reset(statement)
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append(
                Row(
                    id: Int(sqlite3_column_int64(statement, 0)), title: text(1), body: text(2), owner: text(3),
                    state: text(4), note: text(5), count: Int(sqlite3_column_int64(statement, 6)),
                    score: sqlite3_column_double(statement, 7)))
        }
        return rows
    }
}
