import LockstepSQL

/// A name, or a character that belongs to none, in the value of a directive.
struct DirectiveWord {
    let text: String
    let isName: Bool
    let place: SourcePlace

    /// All of them in order. An arrow `->` is one.
    static func words(of directive: Directive) -> [DirectiveWord] {
        let source = directive.place.source
        return directive.parts.flatMap { words(in: $0, of: source) }
    }

    private static func words(in part: SourceSpan, of source: SourceText) -> [DirectiveWord] {
        var words: [DirectiveWord] = []
        var offset = part.start
        while offset < part.end {
            let start = offset
            let byte = source.bytes[offset]
            if byte == 0x20 || byte == 0x09 {
                offset += 1
                continue
            }
            let isName = belongsToName(byte)
            if isName {
                while offset < part.end, belongsToName(source.bytes[offset]) { offset += 1 }
            } else if byte == UInt8(ascii: "-"), offset + 1 < part.end, source.bytes[offset + 1] == UInt8(ascii: ">") {
                offset += 2
            } else {
                offset += 1
            }
            let span = SourceSpan(start: start, end: offset)
            words.append(DirectiveWord(text: source.text(in: span), isName: isName, place: SourcePlace(source, span)))
        }
        return words
    }

    /// Letters beyond ASCII included, as in SQLite's names.
    private static func belongsToName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }
}
