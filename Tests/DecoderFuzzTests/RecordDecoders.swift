import CSQLite
import DecoderFuzz
import Foundation

@testable import Lockstep

/// What a replica keeps of rows in its own form, and columns as the types of Swift read them.
enum RecordDecoders {
    static let all: [FuzzedDecoder] = [
        FuzzedDecoder("RecordReader", .bytes, samples: records, decode: bound, encode: { $0 }),
        FuzzedDecoder("RecordReader as JSON", .bytes, samples: records, check: readAsJSON),
        FuzzedDecoder(
            "EffectHash", .words, samples: [Array("00abcdef01234567".utf8)],
            decode: { try accepted(EffectHash(String(decoding: $0, as: UTF8.self))) },
            encode: { Array($0.description.utf8) }),
        FuzzedDecoder(
            "UUID", .words, samples: [Array("01950000-0000-7000-8000-00000000000A".utf8)],
            decode: { try accepted($0.withUnsafeBufferPointer { UUID(ascii: $0) }) },
            encode: { Array($0.lowercaseString.utf8) }),
        column(Int64.self), column(Int.self), column(Bool.self), column(Double.self), column(String.self),
        column(Data.self), column(Date.self), column(DateSeconds.self), column(DateISO8601.self), column(URL.self),
        column(UUID.self), column(UUIDBlob.self), column(String?.self),
    ]

    private static let records: [[UInt8]] = {
        let texts = [
            "", "é", "01950000-0000-7000-8000-00000000000a", "2026-05-09T01:20:00.000Z", "2026-05-09T01:20:00Z",
            "https://example.org/a%20b?c#d",
        ]
        var writers = texts.map { text in
            var writer = RecordWriter()
            var text = text
            text.withUTF8 { writer.append(tag: 3, UnsafeRawBufferPointer($0)) }
            return writer
        }
        for integer in [Int64.min, -1, 0, 1, 1_767_225_600_123, .max] {
            var writer = RecordWriter()
            writer.append(integer: integer)
            writers.append(writer)
        }
        for real in [-0.0, 1.5, .infinity, 1_767_225_600.123, 9e12] {
            var writer = RecordWriter()
            writer.append(real: real)
            writers.append(writer)
        }
        for count in [0, 16] {
            var writer = RecordWriter()
            [UInt8](repeating: 7, count: count).withUnsafeBytes { writer.append(tag: 4, $0) }
            writers.append(writer)
        }
        var null = RecordWriter()
        null.appendNull()
        return writers.map(\.bytes) + [null.bytes, (writers + [null]).flatMap(\.bytes)]
    }()

    /// A row of parameters that are given back, so that SQLite says what it was given.
    private static func withStatement<Result>(_ body: (SQLiteStatement) throws -> Result) throws -> Result {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        defer { sqlite3_close_v2(handle) }
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        return try body(try connection.statement("SELECT ?1" as StaticString))
    }

    /// The record that is written of the values of a record.
    private static func bound(_ input: [UInt8]) throws -> [UInt8] {
        try withStatement { statement in
            var writer = RecordWriter()
            try input.withUnsafeBytes { bytes in
                var reader = RecordReader(bytes)
                while !reader.isAtEnd {
                    try reader.bindNext(to: statement, at: 1)
                    defer { statement.reset() }
                    guard try statement.step() else { throw BrokenPromise("no row") }
                    writer.append(statement.column(0), .blob)
                }
            }
            return writer.bytes
        }
    }

    private static func readAsJSON(_ input: [UInt8]) throws {
        let json = try JSONWriter.write { json in
            try json.array { array in
                try input.withUnsafeBytes { bytes in
                    var reader = RecordReader(bytes)
                    while !reader.isAtEnd { try reader.writeNext(to: &array) }
                }
            }
        }
        do {
            try JSONReader.read(json) { json in
                var record = RecordWriter()
                try json.beginArray()
                while try json.nextElement() {
                    // A key has no NULL.
                    if try !json.null() { _ = try json.appendKeyValue(to: &record, .blob) }
                }
            }
        } catch {
            throw BrokenPromise("is written as JSON that is refused: \(error)")
        }
    }

    /// A type that reads the first value of a record from a column, and binds it again.
    private static func column<Value: ColumnValue>(_ type: Value.Type) -> FuzzedDecoder {
        let samples = records.filter { record in (try? value(type, of: record)) != nil }
        return FuzzedDecoder(
            "Column of \(type)", .bytes, samples: samples, decode: { try value(type, of: $0) },
            encode: { value in
                try withStatement { statement in
                    try value.bind(to: statement, at: 1)
                    defer { statement.reset() }
                    guard try statement.step() else { throw BrokenPromise("no row") }
                    var writer = RecordWriter()
                    writer.append(statement.column(0), .blob)
                    return writer.bytes
                }
            })
    }

    private static func value<Value: ColumnValue>(_ type: Value.Type, of record: [UInt8]) throws -> Value {
        try withStatement { statement in
            try record.withUnsafeBytes { bytes in
                var reader = RecordReader(bytes)
                try reader.bindNext(to: statement, at: 1)
            }
            defer { statement.reset() }
            guard try statement.step() else { throw BrokenPromise("no row") }
            return try Value(statement.column(0))
        }
    }
}
