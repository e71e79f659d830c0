import Foundation
import Lockstep
import TestSupport

@testable import LockstepClient

/// Makes up answers that a server should not give.
struct Lie {
    var generator: SeededGenerator

    /// The files that were promised, by path: none of them is a snapshot.
    var files: [String: [UInt8]] = [:]

    private mutating func isIt(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
    private mutating func one<Value>(of values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }

    // MARK: Statuses

    /// An answer with any status, mostly with the body of an error.
    mutating func refusal() -> TransportResponse {
        let status = one(of: [
            100, 200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 409, 410, 413, 415, 418, 426,
            429,
            451, 500, 501, 502, 503, 504, 599, 0, -1, 999, Int.max,
        ])
        let code = one(of: [
            "malformed", "unauthenticated", "forbidden", "notFound", "outOfOrder", "forked", "tooLarge",
            "upgradeRequired", "tooManyRequests", "serverBehind", "unavailable", "", "FORKED", "\u{0}",
        ])
        let body =
            isIt(70) ? #"{"error": {"code": \#(quoted(code)), "message": "m", "expected": \#(number())}}"# : garbage()
        return TransportResponse(status: status, retryAfter: retryAfter(), body: Array(body.utf8))
    }

    private mutating func retryAfter() -> Duration? {
        one(of: [
            nil, nil, nil, .zero, .seconds(1), .seconds(90), .seconds(-5), .seconds(Int64.max), .seconds(Int64.min),
            .seconds(400_000_000), .nanoseconds(1),
        ])
    }

    // MARK: Damage

    /// An honest answer, cut off or with other bytes in it.
    mutating func damaged(_ answer: TransportResponse) -> TransportResponse {
        var body = answer.body
        if isIt(30) {
            body = Array(body.prefix(Int.random(in: 0...body.count, using: &generator)))
        } else {
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !body.isEmpty {
                let index = Int.random(in: body.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: body[index] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: body[index] = one(of: Array("0123456789{}[],:\"-.e\\".utf8))
                case 2: body.remove(at: index)
                default: body.insert(UInt8.random(in: 0x30...0x39, using: &generator), at: index)
                }
            }
        }
        return TransportResponse(
            status: isIt(90) ? answer.status : 500, retryAfter: isIt(10) ? retryAfter() : nil, body: body)
    }

    private mutating func garbage() -> String {
        one(of: [
            "", "null", "[]", "{}", "<html>502</html>", "\u{feff}{}", "{\"error\": null}", "\u{0}", "1e999", "\"",
            String(repeating: "[", count: 5_000), String(repeating: #"{"rows":"#, count: 2_000),
            #"{"error": {"code": 1}}"#, #"{"acknowledged": 1e3}"#,
        ])
    }

    // MARK: Steps

    /// A step of the right shape, or nearly so.
    ///
    /// - Parameter pushed: The tokens of the client's mutations, by number.
    mutating func step(_ cursor: String?, isPush: Bool, pushed: [Int64: UUID]) -> TransportResponse {
        let pull = isIt(3) ? garbage() : pull(cursor, pushed)
        var text = pull
        if isPush != isIt(2) {
            let outcomes = outcomes(pushed)
            text = isIt(90) ? "{\(outcomes), \"pull\": \(pull)}" : "{\(outcomes), \"pull\": null}"
        }
        return TransportResponse(status: 200, retryAfter: isIt(5) ? retryAfter() : nil, body: Array(text.utf8))
    }

    private mutating func pull(_ cursor: String?, _ pushed: [Int64: UUID]) -> String {
        let sent = cursor.map(quoted) ?? "null"
        var members = [
            "\"from\": \(isIt(65) ? sent : isIt(70) ? "null" : one(of: ["\"9.9\"", "1", "\"\"", "{}"]))",
            "\"cursor\": \(isIt(30) ? sent == "null" ? "\"c\"" : sent : quoted(one(of: ["0.0", "", "c", "🦊", String(repeating: "x", count: 300)]) + "\(generator.next() % 50)"))",
            "\"more\": \(isIt(40) ? "true" : "false")", outcomes(pushed), changes(),
        ]
        if isIt(3) { members.remove(at: Int.random(in: members.indices, using: &generator)) }
        if isIt(3) {
            members.append(one(of: ["\"more\": true", "\"extra\": {}", "\"rows\": {}", "\"mutations\": []"]))
        }
        if isIt(20) { members.shuffle(using: &generator) }
        return "{\(members.joined(separator: ", "))}"
    }

    /// What is acknowledged and rejected: of the past, the future, the client's own or others'.
    private mutating func outcomes(_ pushed: [Int64: UUID]) -> String {
        let known = pushed.keys.sorted()
        let own = isIt(70) ? known.randomElement(using: &generator) : nil
        let number = own.map(String.init) ?? one(of: ["0", "0", "0", "1", "-1", "1000000", number()])
        let matching = own.flatMap { pushed[$0] }.map { quoted($0.uuidString.lowercased()) }
        let other = one(
            of: ["null", quoted(uuid()), "\"\"", "7"] + pushed.values.prefix(1).map { quoted($0.uuidString) })
        let token = number == "0" ? (isIt(95) ? "null" : other) : isIt(75) ? matching ?? other : other
        let rejected = (0..<Int.random(in: 0...3, using: &generator)).map { _ -> String in
            let id = isIt(70) ? known.randomElement(using: &generator).map(String.init) ?? "1" : self.number()
            return #"{"id": \#(id), "code": "\#(isIt(90) ? "denied" : "")", "message": "m"}"#
        }
        return """
            "acknowledged": \(number), "acknowledgedToken": \(token), "rejected": [\(rejected.joined(separator: ", "))]
            """
    }

    private mutating func changes() -> String {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<3: "\"rows\": {}"
        case 3..<7:
            "\"rows\": {\((0..<Int.random(in: 1...3, using: &generator)).map { _ in rows() }.joined(separator: ", "))}"
        case 7, 8:
            "\"mutations\": [\((0..<Int.random(in: 0...3, using: &generator)).map { _ in entry() }.joined(separator: ", "))]"
        default:
            one(of: [
                "\"snapshot\": \(snapshot())", "\"snapshot\": \(snapshot())", "\"snapshot\": \(garbage())",
                "\"rows\": \(garbage())", "\"mutations\": \(garbage())",
            ])
        }
    }

    private mutating func snapshot() -> String {
        let path = "/sync/snapshots/\(generator.next() % 4)"
        let noise = (0..<Int.random(in: 0...900, using: &generator)).map { _ in
            UInt8(truncatingIfNeeded: generator.next())
        }
        let file = (isIt(50) ? Array("SQLite format 3\u{0}".utf8) : []) + noise
        files[path] = file
        let bytes = isIt(85) ? "\(file.count)" : number()
        let hash = isIt(85) ? Self.hash(file) : one(of: ["", "00", String(repeating: "a", count: 64)])
        return
            #"{"path": \#(quoted(isIt(90) ? path : "https://example.org/")), "bytes": \#(bytes), "sha256": "\#(hash)"}"#
    }

    /// An answer to a request for a part of a file.
    mutating func part(_ file: [UInt8]?, _ range: Range<Int64>) -> TransportDownload {
        guard let file, isIt(85) else {
            return download(
                one(of: [200, 206, 304, 401, 403, 404, 410, 416, 429, 500, 503]), 0..<8, Array("nonsense".utf8))
        }
        let place = range.clamped(to: 0..<Int64(file.count))
        var bytes = Array(file[Int(place.lowerBound)..<Int(place.upperBound)])
        if isIt(10) { bytes = bytes.dropLast(3) }
        if isIt(5) { bytes.append(7) }
        if isIt(5), !bytes.isEmpty { bytes[0] &+= 1 }
        return download(isIt(95) ? 206 : 200, isIt(95) ? place : one(of: [nil, 0..<0, 5..<Int64.max]), bytes)
    }

    private mutating func download(_ status: Int, _ range: Range<Int64>?, _ bytes: [UInt8]) -> TransportDownload {
        let (chunks, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        continuation.yield(bytes)
        continuation.finish(throwing: isIt(10) ? TransportError(.unreachable, "cut by the test") : nil)
        return TransportDownload(
            status: status, retryAfter: isIt(10) ? retryAfter() : nil, range: range,
            totalBytes: one(of: [nil, nil, nil, 8, .max]), etag: one(of: [nil, "\"a\"", "\"b\"", "W/"]), chunks: chunks)
    }

    private mutating func rows() -> String {
        guard isIt(92) else { return "\"sqlite_schema\": {\"columns\": [], \"delete\": [], \"upsert\": []}" }
        let table = one(of: Workshop.tables)
        var columns = table.storedColumns.map { table.columns[$0].name }
        if isIt(4) { columns.shuffle(using: &generator) }
        if isIt(3) { columns.removeLast() }
        if isIt(2) { columns.append("id") }
        let upserts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            "[\(columns.map { value(of: $0) }.joined(separator: ", "))]"
        }
        let deletes = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            "[\(table.key.map { value(of: $0) }.joined(separator: ", "))]"
        }
        let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            "\(isIt(97) ? table.name : "lockstep_pending")": {"columns": [\(names)], \
            "delete": [\(deletes.joined(separator: ", "))], "upsert": [\(upserts.joined(separator: ", "))]}
            """
    }

    /// A value that the column may have, mostly.
    private mutating func value(of column: String) -> String {
        guard isIt(90) else {
            return one(of: [
                "null", number(), "\"\\u0000\"", #"{"blob": "AAEC"}"#, #"{"blob": "?"}"#, #"{"real": "inf"}"#, "[[]]",
                #"{"text": "/w=="}"#, "true", "1e400", "1.0", "\"text\"",
            ])
        }
        let digit = Int.random(in: 0...5, using: &generator)
        return switch column {
        case "id", "station", "lead", "name": "\"s\(digit)\""
        case "slug": isIt(20) ? "null" : "\"x\(digit)\""
        case "load", "weight", "at", "value": "\(digit).5"
        case "note": "null"
        default: "\(digit)"
        }
    }

    private mutating func entry() -> String {
        let mutation = Workshop.Mutation.arbitrary(using: &generator)
        let arguments =
            isIt(90) ? String(decoding: mutation.encodedArguments, as: UTF8.self) : one(of: ["{}", "[]", "1"])
        let effect = String(generator.next(), radix: 16)
        return """
            {"version": \(isIt(80) ? "1" : number()), "client": \(quoted(uuid())), "id": \(isIt(80) ? "1" : number()), \
            "actor": "eve", "name": "\(isIt(90) ? "step" : "format")", "args": \(arguments), \
            "at": \(isIt(80) ? "1700000000000" : number()), "committedAt": \(isIt(80) ? "1700000000000" : number()), \
            "effect": "\(isIt(95) ? String(repeating: "0", count: 16 - effect.count) + effect : "x")"}
            """
    }

    // MARK: Values

    private mutating func number() -> String {
        one(of: [
            "0", "1", "2", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e18", "1.5",
            String(repeating: "9", count: 400), "4611686018427387904",
        ])
    }

    private mutating func uuid() -> String { UUID.v7(at: 1_700_000_000_000, using: &generator).uuidString.lowercased() }

    private static func hash(_ bytes: [UInt8]) -> String {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.digits()
    }

    private func quoted(_ text: String) -> String {
        String(decoding: JSONWriter.write { $0.string(text) }, as: UTF8.self)
    }
}
