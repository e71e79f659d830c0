import Lockstep
import Testing

@Suite("Reading JSON")
struct JSONReaderTests {
    @Test(
        "A value that is not JSON is an error that says why",
        arguments: [
            ("", "ends too early"),
            ("   ", "ends too early"),
            ("{", "ends too early"),
            ("[1,]", "must be a number"),
            ("[1 2]", "must be followed by a comma or the closing bracket"),
            ("{\"a\" 1}", "must be followed by a colon"),
            ("{a:1}", "has a member without a name"),
            ("{\"a\":1,}", "has a member without a name"),
            ("01", "is a number with a leading zero"),
            ("1.", "is a number without digits after its point"),
            ("1e", "is a number without digits in its exponent"),
            ("-", "must be a number"),
            ("+1", "must be a number"),
            ("nul", "ends too early"),
            ("nope", "is not a JSON value"),
            ("\"abc", "is a string without end"),
            ("\"a\u{01}\"", "has a control character that is not escaped"),
            ("{\"a\u{01}\":1}", "has a control character that is not escaped"),
            ("{\"\\u0061\n\":1}", "has a control character that is not escaped"),
            ("\"\\x\"", "has an unknown escape"),
            ("\"\\u12g4\"", "has an unknown escape"),
            ("\"\\ud800\"", "has half a surrogate pair"),
            ("\"\\ud800\\u0041\"", "has half a surrogate pair"),
            ("1 2", "has something after its end"),
            ("{} x", "has something after its end"),
        ])
    func malformed(text: String, problem: String) {
        let error = #expect(throws: JSONError.self) {
            try JSONReader.read(Array(text.utf8)) { _ = try $0.raw() }
        }
        #expect(error?.problem == problem)
    }

    @Test(
        "Bytes that are not UTF-8 are no string",
        arguments: [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82]])
    func invalidUTF8(bytes: [UInt8]) {
        let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError.self) { try JSONReader.read(text) { try $0.string() } }
        let escaped = [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONError.self) { try JSONReader.read(escaped) { try $0.string() } }
        let member = [UInt8(ascii: "{")] + text + Array(":1}".utf8)
        #expect(throws: JSONError.self) { try JSONReader.read(member) { _ = try $0.raw() } }
    }

    @Test(
        "Strings are what their escapes say",
        arguments: [
            (#""""#, ""),
            (#""plain""#, "plain"),
            (#""é 日本 🙂""#, "é 日本 🙂"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{08}\u{0c}\n\r\t"),
            (#""\u0000\u00e9\ud83d\ude42""#, "\0é🙂"),
        ])
    func strings(text: String, expected: String) throws {
        let string = try JSONReader.read(Array(text.utf8)) { try $0.string() }
        #expect(Array(string.utf8) == Array(expected.utf8))
    }

    @Test(
        "Integers fill 64 bits and no more",
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e3", nil),
        ] as [(String, Int64?)])
    func integers(text: String, expected: Int64?) throws {
        if let expected {
            #expect(try JSONReader.read(Array(text.utf8)) { try $0.int64() } == expected)
        } else {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(text.utf8)) { try $0.int64() } }
        }
    }

    @Test("An error names the member whose value is wrong")
    func errorsNameTheMember() {
        let text = Array(#"{"id": 1, "title": 5}"#.utf8)
        let error = #expect(throws: JSONError.self) {
            try JSONReader.read(text) { json in
                try json.beginObject()
                while let key = try json.nextKey() {
                    switch key {
                    case "id": _ = try json.int64()
                    case "title": _ = try json.string()
                    default: throw json.unknown(key)
                    }
                }
            }
        }
        #expect(error?.description == "`title` must be a string")
    }

    @Test("A key is compared byte by byte, however it is written", arguments: ["\u{212a}ind", "\\u212aind"])
    func canonicallyEqualKeys(name: String) throws {
        // To Swift the Kelvin sign and the letter K are equal.
        let isKnown = try JSONReader.read(Array("{\"\(name)\":1}".utf8)) { json in
            try json.beginObject()
            let key = try #require(try json.nextKey())
            _ = try json.int64()
            #expect(try json.nextKey() == nil)
            return key == "Kind"
        }
        #expect(!isKnown)
    }

    @Test("A key written with escapes is the key that it spells")
    func escapedKeys() throws {
        let value = try JSONReader.read(Array(#"{"t\u0069tle": 7, "x": 8}"#.utf8)) { json in
            var value: Int64?
            try json.beginObject()
            while let key = try json.nextKey() {
                switch key {
                case "title": value = try json.int64()
                default: _ = try json.raw()
                }
            }
            return value
        }
        #expect(value == 7)
    }

    @Test("Raw values are lent as they are written")
    func raw() throws {
        let text = #"{"args": {"a": [1, {"b": null}], "c": "}"} , "z": true}"#
        let raw = try JSONReader.read(Array(text.utf8)) { json in
            var raw = ""
            try json.beginObject()
            while let key = try json.nextKey() {
                let value = String(decoding: try json.raw(), as: UTF8.self)
                if key == "args" { raw = value }
            }
            return raw
        }
        #expect(raw == #"{"a": [1, {"b": null}], "c": "}"}"#)
    }

    @Test("Nesting without end is an error, not a crash", arguments: ["[", "{\"a\":"])
    func nesting(bracket: String) {
        let text = Array(String(repeating: bracket, count: 200_000).utf8)
        let error = #expect(throws: JSONError.self) { try JSONReader.read(text) { _ = try $0.raw() } }
        #expect(error?.problem == "is nested too deeply")
    }

    @Test("Any prefix of a text is an error")
    func truncation() {
        let text = Array(#"{"a": [1, -2.5e+7, "é\n\ud83d\ude42", true, null], "b": {"c": false}}"#.utf8)
        for count in text.indices {
            #expect(throws: JSONError.self, "\(count) bytes") {
                try JSONReader.read(Array(text[..<count])) { _ = try $0.raw() }
            }
        }
    }
}
