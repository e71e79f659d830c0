import Foundation
import Lockstep
import TestSupport
import Testing

@Suite("Values in columns and in JSON")
struct ColumnValueTests {
    private func check<Value: ColumnValue>(_ value: Value, sql: String, json: String) throws {
        let database = try MemoryDatabase()
        let statement = try database.connection.statement("SELECT ?1")
        try statement.bind(value, at: 1)
        let (literal, column) = try #require(
            try statement.first { ($0.column(0).literal, try $0.value(Value.self, at: 0)) })
        #expect(literal == sql)
        #expect(column == value)
        let bytes = JSONWriter.write { value.encode(to: &$0) }
        #expect(String(decoding: bytes, as: UTF8.self) == json)
        #expect(try JSONReader.read(bytes) { try Value(from: &$0) } == value)
    }

    @Test("Each type has one form in SQLite and one in JSON")
    func forms() throws {
        try check("a\0é", sql: "'a\0é'", json: #""a\u0000é""#)
        try check("", sql: "''", json: #""""#)
        try check(Int64.min, sql: "-9223372036854775808", json: "-9223372036854775808")
        try check(42, sql: "42", json: "42")
        try check(true, sql: "1", json: "true")
        try check(2.0, sql: "2.0", json: "2.0")
        try check(Double.infinity, sql: "inf", json: #"{"real":"inf"}"#)
        try check(-Double.infinity, sql: "-inf", json: #"{"real":"-inf"}"#)
        try check(Data([0, 255]), sql: "x'0ff'", json: #""AP8=""#)
        try check(Data(), sql: "x''", json: #""""#)
        try check(String?.none, sql: "NULL", json: "null")
        try check(Int?(7), sql: "7", json: "7")
        let uuid = try #require(UUID(uuidString: "0190C8F4-ABCD-7000-8000-00000000000F"))
        try check(uuid, sql: "'0190c8f4-abcd-7000-8000-00000000000f'", json: #""0190c8f4-abcd-7000-8000-00000000000f""#)
        try check(
            UUIDBlob(uuid), sql: "x'190c8f4abcd70080000000f'", json: #""0190c8f4-abcd-7000-8000-00000000000f""#)
        let date = Date(millisecondsSince1970: 1_715_222_400_123)
        try check(date, sql: "1715222400123", json: "1715222400123")
        try check(DateSeconds(date), sql: "1715222400.123", json: "1715222400123")
        try check(DateISO8601(date), sql: "'2024-05-09T02:40:00.123Z'", json: "1715222400123")
        try check(
            try #require(URL(string: "https://a.b/c?d=e")), sql: "'https://a.b/c?d=e'", json: #""https://a.b/c?d=e""#)
    }

    @Test("A time between milliseconds is rounded to the nearest one")
    func dates() {
        #expect(Date(timeIntervalSince1970: 1.0006).millisecondsSince1970 == 1001)
        #expect(Date(timeIntervalSince1970: -1.0004).millisecondsSince1970 == -1000)
    }

    @Test("A time that another writer stored more precisely is the one that is written back")
    func preciseSeconds() throws {
        let database = try MemoryDatabase()
        let statement = try database.connection.statement("SELECT 26965.3792419")
        let date = try #require(try statement.first { try $0.value(DateSeconds.self, at: 0) })
        #expect(date == DateSeconds(Date(millisecondsSince1970: 26_965_379)))
    }

    @Test(
        "A time that no Date can hold is refused, and one out of range is cut",
        arguments: [Int64.max, .min, 1 << 53 + 1, -(1 << 53) - 1])
    func timesOutOfRange(milliseconds: Int64) throws {
        let error = #expect(throws: JSONError.self) {
            try JSONReader.read(Array("\(milliseconds)".utf8)) { try Date(from: &$0) }
        }
        #expect(error?.problem == "must be a time in milliseconds")
        #expect(Date(timeIntervalSince1970: Double(milliseconds)).millisecondsSince1970.magnitude == 1 << 53)
        #expect(Date(timeIntervalSince1970: .nan).millisecondsSince1970 == 0)
    }

    @Test("What is not a number is NULL for SQLite, and null in JSON")
    func notANumber() throws {
        let bytes = JSONWriter.write { Double.nan.encode(to: &$0) }
        #expect(String(decoding: bytes, as: UTF8.self) == "null")
        #expect(try JSONReader.read(bytes) { try Double(from: &$0) }.isNaN)
    }

    @Test("A stored value of another type is an error that names the column")
    func mismatches() throws {
        let database = try MemoryDatabase()
        let statement = try database.connection.statement("SELECT 1 AS title, NULL AS owner, 'x' AS id")
        try statement.all { row in
            let title = #expect(throws: SQLiteError.self) { try row.value(String.self, at: 0) }
            #expect(title?.message == "column title holds INTEGER, not TEXT")
            let owner = #expect(throws: SQLiteError.self) { try row.value(String.self, at: 1) }
            #expect(owner?.message == "column owner holds NULL, not TEXT")
            let id = #expect(throws: SQLiteError.self) { try row.value(UUID.self, at: 2) }
            #expect(id?.message == "column id holds other text, not a UUID")
        }
    }

    @Test("Column values travel as JSON and come back as they were")
    func columnsInJSON() throws {
        let database = try MemoryDatabase()
        let values = """
            SELECT NULL UNION ALL SELECT 9223372036854775807 UNION ALL SELECT 1.0 UNION ALL SELECT 0.1
            UNION ALL SELECT 1e308 * 10 UNION ALL SELECT -1e308 * 10 UNION ALL SELECT 'a' || char(0) || '"\\é'
            UNION ALL SELECT CAST(x'ff00' AS TEXT) UNION ALL SELECT x'' UNION ALL SELECT x'00ff'
            """
        let json = try database.connection.statement(values).all { row in
            JSONWriter.write { $0.value(row.column(0)) }
        }
        #expect(
            json.map { String(decoding: $0, as: UTF8.self) } == [
                "null", "9223372036854775807", "1.0", "0.1", #"{"real":"inf"}"#, #"{"real":"-inf"}"#,
                #""a\u0000\"\\é""#, #"{"text":"/wA="}"#, #"{"blob":""}"#, #"{"blob":"AP8="}"#,
            ])
        let echo = try database.connection.statement("SELECT ?1")
        for (text, expected) in zip(
            json,
            try database.rows(
                "SELECT hex(v) || typeof(v) FROM (\(values.replacing("SELECT NULL", with: "SELECT NULL AS v")))"))
        {
            try JSONReader.read(text) { try $0.bindValue(to: echo, at: 1) }
            let back = try database.connection.statement("SELECT hex(?1) || typeof(?1)")
            try JSONReader.read(text) { try $0.bindValue(to: back, at: 1) }
            #expect(try back.first { $0.column(0).literal } == expected[0])
        }
    }

    @Test(
        "A number too large for its type is an error, not another number", arguments: ["1e400", "9223372036854775808"])
    func hugeNumbers(text: String) throws {
        let database = try MemoryDatabase()
        let statement = try database.connection.statement("SELECT ?1")
        #expect(throws: JSONError.self) {
            try JSONReader.read(Array(text.utf8)) { try $0.bindValue(to: statement, at: 1) }
        }
        #expect(throws: JSONError.self) { try JSONReader.read(Array("1e400".utf8)) { try Double(from: &$0) } }
    }

    @Test("UUIDs of version 7 carry their time, sort by it and say their version")
    func uuidV7() {
        var generator = SeededGenerator(seed: 1)
        let ids = (0..<100).map { UUID.v7(at: 1_715_222_400_000 + $0, using: &generator).lowercaseString }
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.hasPrefix("018f5b0d") || $0.hasPrefix("018f5b") })
        for id in ids {
            let characters = Array(id)
            #expect(characters[14] == "7")
            #expect("89ab".contains(characters[19]))
        }
        #expect(Set(ids).count == 100)
    }
}

@Suite("List parameters")
struct ListParameterTests {
    @Test("A list of any length selects what is in it; the empty one selects nothing, and excludes nothing")
    func lengths() throws {
        let database = try MemoryDatabase(
            "CREATE TABLE t (id TEXT PRIMARY KEY); INSERT INTO t VALUES ('a'), ('b'), ('c\"')")
        let within = try database.connection.statement(
            "SELECT count(*) FROM t WHERE id IN (SELECT value FROM json_each(?1))" as StaticString)
        let without = try database.connection.statement(
            "SELECT count(*) FROM t WHERE id NOT IN (SELECT value FROM json_each(?1))" as StaticString)
        let many = ["b", "c\""] + (0..<10_000).map { "n\($0)" }
        for (list, count) in [([], 0), (["a"], 1), (many, 2)] {
            try within.bind(list, at: 1)
            try without.bind(list, at: 1)
            #expect(try within.first { try $0.value(Int.self, at: 0) } == count)
            #expect(try without.first { try $0.value(Int.self, at: 0) } == 3 - count)
        }
    }
}
