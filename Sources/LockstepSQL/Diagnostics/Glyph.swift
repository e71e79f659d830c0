/// What a terminal shows for a character, and the number of its cells that this takes.
///
/// Characters that a terminal would obey or hide are spelled out: a file's content must neither move the cursor nor
/// reverse the text around it (https://trojansource.codes).
struct Glyph {
    let text: String

    /// 0 for a mark without a character to stand on, 2 for emoji and East Asian wide characters. A tab counts as 1.
    let cells: Int

    static let ellipsis = Glyph(text: "…", cells: 1)

    /// What takes as much room and shows nothing.
    var blank: String { text == "\t" ? text : String(repeating: " ", count: cells) }

    var isBlank: Bool { text == " " || text == "\t" }

    static func cells(of glyphs: [Glyph]) -> Int {
        glyphs.reduce(0) { $0 + $1.cells }
    }

    static func glyphs(of text: String) -> [Glyph] {
        text.flatMap { character -> [Glyph] in
            if character == "\t" { return [Glyph(text: "\t", cells: 1)] }
            let scalars = character.unicodeScalars
            // Within a cluster a joiner or a variation selector does what it is for.
            let isAlone = scalars.count == 1
            guard scalars.contains(where: { isObeyed($0) || isAlone && isInvisible($0) }) else {
                return [Glyph(text: String(character), cells: cells(of: character))]
            }
            return scalars.map { scalar in
                guard isObeyed(scalar) || isInvisible(scalar) else {
                    return Glyph(text: String(scalar), cells: cells(of: Character(scalar)))
                }
                let name = spelledOut(scalar)
                return Glyph(text: name, cells: name.unicodeScalars.count)
            }
        }
    }

    /// A message on one line: line breaks and tabs become spaces.
    static func oneLine(_ message: String) -> String {
        let spaced = message.map { $0.isNewline || $0 == "\t" ? " " : $0 }
        return glyphs(of: String(spaced)).map(\.text).joined()
    }

    // MARK: Characters

    /// Control characters, line separators, and what changes the direction of the text.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format
    }

    /// `␛` for U+001B, `<U+200B>` for what has no picture.
    private static func spelledOut(_ scalar: Unicode.Scalar) -> String {
        if let picture = Unicode.Scalar(0x2400 + scalar.value), scalar.value < 0x20 { return String(picture) }
        if scalar.value == 0x7F { return "\u{2421}" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + ">"
    }

    private static func cells(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        let isEmoji = scalars.contains { $0.value == 0xFE0F || $0.properties.isEmojiPresentation }
        if isEmoji || scalars.contains(where: isWide) { return 2 }
        guard let category = scalars.first?.properties.generalCategory else { return 0 }
        return category == .nonspacingMark || category == .enclosingMark ? 0 : 1
    }

    /// East Asian Width W and F without emoji (https://www.unicode.org/reports/tr11/), in blocks.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x1100: false
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
