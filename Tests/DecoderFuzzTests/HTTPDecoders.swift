import DecoderFuzz
import Foundation
import LockstepClient

@testable import LockstepHTTPClient
@testable import LockstepHummingbird

/// What a client reads of answers and a server of requests, beside their bodies.
enum HTTPDecoders {
    static let all: [FuzzedDecoder] = [
        FuzzedDecoder(
            "ContentRange", .words, samples: texts("bytes 0-499/1234", "bytes 5-5/*"),
            decode: { try accepted(ContentRange(text($0))) },
            encode: { range in
                let total = range.total.map(String.init) ?? "*"
                return Array("bytes \(range.bytes.lowerBound)-\(range.bytes.upperBound - 1)/\(total)".utf8)
            }),
        FuzzedDecoder("ByteRange", .words, samples: texts("bytes=0-499", "bytes=-5", "bytes=7-"), isTotal: true) {
            try checkRange(text($0))
        },
        FuzzedDecoder("HTTPDate", .words, samples: dates) { input in
            let seconds = try accepted(HTTPDate.secondsSince1970(text(input)))
            // From the year 0 to the end of 9999.
            guard (-62_167_219_200..<253_402_300_801).contains(seconds) else {
                throw BrokenPromise("is \(seconds) s from 1970")
            }
        },
        FuzzedDecoder("RetryAfter", .words, samples: dates + texts("120", " 3 ")) { input in
            for now: Int64 in [.min / 2, 0, .max / 2] {
                let wait = try accepted(RetryAfter.duration(text(input), since: now))
                guard (.zero...RetryAfter.maximum).contains(wait) else { throw BrokenPromise("is a wait of \(wait)") }
            }
        },
        FuzzedDecoder("EventStreamParser", .words, samples: streams, isTotal: true, check: parseInPieces),
        FuzzedDecoder("WholeAnswer", .words, samples: answers) { try read($0, WholeAnswer(limit: 4_096)) },
        FuzzedDecoder("EventFeed", .words, samples: eventAnswers) { try read($0, EventFeed()) },
        FuzzedDecoder("DownloadFeed", .words, samples: answers) { try read($0, DownloadFeed(limit: 4_096)) },
        FuzzedDecoder("Basic password", .words, samples: texts("Basic dXNlcjpwYXNzOndvcmQ=", "basic Og==")) {
            _ = try accepted(InspectorAuthorization.basicPassword(text($0)))
        },
        FuzzedDecoder("Authority", .words, samples: texts("localhost:8080", "[::1]:80", "127.0.0.1")) {
            guard InspectorAuthorization.isLocal(authority: text($0)) else { throw Refused() }
        },
        FuzzedDecoder("Development name", .words, samples: texts("ann", "a.b-c_d@e")) {
            guard DevelopmentAuthentication.isName(Substring(text($0))) else { throw Refused() }
        },
    ]

    private static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static let dates = texts(
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Thu, 29 Feb 2024 23:59:60 GMT")

    private static let streams = texts(
        "event: head\ndata: {\"version\": 12, \"spread\": 250}\n\n: still here\n\nevent: head\r\ndata: 13\r\r\n",
        "\u{feff}data: a\ndata: b\nid: 7\nretry: 10\n\nevent\ndata\n\n")

    private static func checkRange(_ header: String) throws {
        for total in [1, 100, Int64.max] {
            guard case .part(let part) = ByteRange(header, of: total) else { continue }
            guard !part.isEmpty, part.lowerBound >= 0, part.upperBound <= total else {
                throw BrokenPromise("is \(part) of \(total)")
            }
        }
    }

    /// Whatever the pieces in which a stream arrives, it says the same.
    private static func parseInPieces(_ input: [UInt8]) throws {
        func items(piece size: Int) -> [EventStreamParser.Item]? {
            var parser = EventStreamParser()
            var items: [EventStreamParser.Item] = []
            var rest = input[...]
            while !rest.isEmpty {
                // Too long a line is so in any pieces.
                guard let more = try? parser.parse(rest.prefix(size)) else { return nil }
                items += more
                rest = rest.dropFirst(size)
            }
            return items
        }
        let whole = items(piece: max(input.count, 1))
        for size in [1, 2, 7] where items(piece: size) != whole { throw BrokenPromise("says another thing in pieces") }
    }

    // MARK: Answers

    private static let eventAnswers = streams.dropLast().map {
        Array("200\nContent-Type: text/event-stream; charset=utf-8\n\n".utf8)
            + Array(text($0).replacing("data: 13", with: "data: {\"version\":13}").utf8)
    }

    private static let answers =
        eventAnswers
        + texts(
            "200\nContent-Type: application/json\nContent-Length: 2\nDate: Sun, 06 Nov 1994 08:49:37 GMT\n\n{}",
            "503\nRetry-After: 120\nContent-Length: 0\n\n",
            "206\nContent-Range: bytes 0-3/9\nETag: \"a\"\nContent-Length: 4\n\nabcd",
            "200\nContent-Encoding: gzip\nContent-Length: 9\n\nabc")

    /// A status, the lines of headers and a body, as URLSession would hand them over in pieces.
    private static func read<Reader: AnswerReader>(_ input: [UInt8], _ reader: Reader) throws {
        let text = text(input)
        let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        let lines = parts[0].split(separator: "\n", omittingEmptySubsequences: false)
        let status = try accepted(Int(lines[0]))
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = try accepted(line.firstIndex(of: ":"))
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        var reader = reader
        try reader.begin(AnswerHead(status: status, now: 1_767_225_600) { headers[$0.lowercased()] })
        var rest = Data(parts.count == 2 ? Array(parts[1].utf8) : [])
        while !rest.isEmpty {
            try reader.receive(Data(rest.prefix(100)))
            rest = rest.dropFirst(100)
            _ = reader.next()
        }
        // A stream of events has no good end.
        guard Reader.self != EventFeed.self else { return }
        try reader.finish()
        guard reader.next() != nil else { throw BrokenPromise("ended without anything to read") }
    }
}
