import Testing

@testable import LockstepHTTPClient

@Suite("Parsing server-sent events")
struct EventStreamParserTests {
    typealias Item = EventStreamParser.Item

    @Test(
        "Fields, ends of line and comments are as the HTML standard says",
        arguments: [
            ("", []),
            ("data: a\n\n", [.event(name: "message", data: "a")]),
            ("event: head\ndata: {\"version\": 12}\n\n", [.event(name: "head", data: "{\"version\": 12}")]),
            ("event: head\r\ndata: 1\r\n\r\n", [.event(name: "head", data: "1")]),
            ("event: head\rdata: 1\r\r", [.event(name: "head", data: "1")]),
            ("data: 1\r\n\ndata: 2\n\r", [.event(name: "message", data: "1"), .event(name: "message", data: "2")]),
            (":\n", [.comment]),
            (": still here\r\n", [.comment]),
            ("data: a\n: in between\ndata: b\n\n", [.comment, .event(name: "message", data: "a\nb")]),
            ("data:a\ndata:  b\n\n", [.event(name: "message", data: "a\n b")]),
            ("data\n\n", [.event(name: "message", data: "")]),
            ("data\ndata\n\n", [.event(name: "message", data: "\n")]),
            ("data: a: b\n\n", [.event(name: "message", data: "a: b")]),
            ("event: head\n\ndata: a\n\n", [.event(name: "message", data: "a")]),
            ("event: a\nevent: b\ndata: 1\n\n", [.event(name: "b", data: "1")]),
            ("event: a\nevent\ndata: 1\n\n", [.event(name: "message", data: "1")]),
            ("id: 7\nretry: 10\nDATA: x\n data: y\n\n", []),
            ("\u{feff}data: a\n\n", [.event(name: "message", data: "a")]),
            ("data: a\n\u{feff}data: b\n\n", [.event(name: "message", data: "a")]),
            ("data: é日🙂\n\n", [.event(name: "message", data: "é日🙂")]),
            ("data: not ended\n", []),
            ("\n\n\r\n", []),
        ] as [(String, [Item])])
    func items(text: String, expected: [Item]) throws {
        var parser = EventStreamParser()
        #expect(try parser.parse(text.utf8) == expected)
    }

    @Test("Bytes that are no UTF-8 become replacement characters")
    func invalidUTF8() throws {
        var parser = EventStreamParser()
        #expect(
            try parser.parse(Array("data: ".utf8) + [0xff, 0x0a, 0x0a]) == [.event(name: "message", data: "\u{fffd}")])
    }

    static let sample = Array(
        "\u{feff}event: head\r\ndata: {\"version\": 1}\r\n\r\n:é\r\n\r\nevent: head\rdata: 2\r\rdata: 3\ndata: 🙂\n\n"
            .utf8)
    static let sampleItems: [Item] = [
        .event(name: "head", data: "{\"version\": 1}"), .comment, .event(name: "head", data: "2"),
        .event(name: "message", data: "3\n🙂"),
    ]

    @Test("Wherever a stream is cut in two, it says the same", arguments: 0...sample.count)
    func split(at position: Int) throws {
        var parser = EventStreamParser()
        let first = try parser.parse(Self.sample[..<position])
        let second = try parser.parse(Self.sample[position...])
        #expect(first + second == Self.sampleItems)
    }

    @Test("Byte by byte a stream says the same")
    func byteByByte() throws {
        var parser = EventStreamParser()
        var items: [Item] = []
        for byte in Self.sample { items += try parser.parse(CollectionOfOne(byte)) }
        #expect(items == Self.sampleItems)
    }

    @Test("A line without end is an error, not an endless buffer", arguments: ["data: ", ": ", "x"])
    func endlessLine(start: String) throws {
        var parser = EventStreamParser()
        _ = try parser.parse(start.utf8)
        _ = try parser.parse(
            repeatElement(UInt8(ascii: "a"), count: EventStreamParser.maximumLength - start.utf8.count))
        #expect(throws: EventStreamParser.TooLong.self) { try parser.parse("a".utf8) }
    }

    @Test("Data without end is an error")
    func endlessData() throws {
        var parser = EventStreamParser()
        let line = Array("data: \(String(repeating: "a", count: 32_767))\n".utf8)
        _ = try parser.parse(line)
        #expect(throws: EventStreamParser.TooLong.self) {
            _ = try parser.parse(line)
            _ = try parser.parse(line)
        }
    }
}
