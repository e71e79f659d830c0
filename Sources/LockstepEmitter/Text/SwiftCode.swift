import LockstepSchema

/// A piece of Swift source, composed of multi-line literals that look like the Swift they stand for.
///
/// Owns indentation: a piece of several lines that is interpolated takes the indentation of the line it stands on. A
/// line that holds nothing but empty interpolations is left out. Only what knows how to write itself can be
/// interpolated: code, an identifier, a string literal; other text needs `raw:`.
struct SwiftCode: Hashable, ExpressibleByStringInterpolation {
    private(set) var text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    init(raw text: String) {
        self.text = text
    }

    var isEmpty: Bool { text.isEmpty }

    /// True for code of more than one line.
    var hasSeveralLines: Bool { TextMeasure.hasLineEnd(text) }

    /// The length of the longest line, in characters.
    var width: Int { TextMeasure.width(text) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        // True after an empty interpolation on a line that is blank so far.
        private var dropsLine = false

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) {
            guard dropsLine, let first = literal.first else {
                text += literal
                return
            }
            dropsLine = false
            guard first == "\n" else {
                text += literal
                return
            }
            removeBlankLine()
            text += text.isEmpty ? String(literal.dropFirst()) : literal
        }

        mutating func appendInterpolation(_ code: SwiftCode) {
            append(code.text)
        }

        mutating func appendInterpolation(_ name: SwiftIdentifier) {
            append(name.escaped)
        }

        /// A name as an argument's label in a call, where the compiler wants no keyword escaped.
        mutating func appendInterpolation(callLabel name: SwiftIdentifier) {
            append(name.name)
        }

        /// A name as an argument's label in a declaration, where the compiler wants no keyword escaped but these three.
        mutating func appendInterpolation(label name: SwiftIdentifier) {
            append(["inout", "let", "var"].contains(name.name) ? name.escaped : name.name)
        }

        /// Text that is Swift by itself, such as a number.
        mutating func appendInterpolation(raw text: String) {
            append(text)
        }

        mutating func appendInterpolation(_ number: Int) {
            append(String(number))
        }

        /// Pieces on lines of their own; empty ones are left out.
        mutating func appendInterpolation(lines: [SwiftCode]) {
            append(SwiftCode.lines(lines).text)
        }

        /// Pieces with an empty line between them; empty ones are left out.
        mutating func appendInterpolation(blocks: [SwiftCode]) {
            append(SwiftCode.blocks(blocks).text)
        }

        private mutating func append(_ piece: String) {
            if !piece.isEmpty, !TextMeasure.hasLineEnd(piece) {
                dropsLine = false
                text += piece
                return
            }
            let bytes = text.utf8
            let start = bytes.lastIndex(of: UInt8(ascii: "\n")).map(bytes.index(after:)) ?? bytes.startIndex
            let line = text[start...]
            let indentation = line.utf8.prefix { $0 == UInt8(ascii: " ") }
            if piece.isEmpty {
                dropsLine = dropsLine || indentation.endIndex == line.endIndex
                return
            }
            dropsLine = false
            guard !indentation.isEmpty else {
                text += piece
                return
            }
            text += TextMeasure.indented(piece, by: indentation.count)
        }

        /// Removes the white space of the last line, and the line's own newline, since another one follows.
        private mutating func removeBlankLine() {
            while text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
            if text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
        }
    }
}

// MARK: - Composition

extension SwiftCode {
    /// Columns of a line.
    static let lineLength = 120

    /// Columns that are taken as indentation, since a piece does not know where it will stand.
    static let expectedIndentation = 16

    static func lines(_ pieces: [SwiftCode]) -> SwiftCode {
        SwiftCode(raw: pieces.filter { !$0.isEmpty }.map(\.text).joined(separator: "\n"))
    }

    static func blocks(_ pieces: [SwiftCode]) -> SwiftCode {
        SwiftCode(raw: pieces.filter { !$0.isEmpty }.map(\.text).joined(separator: "\n\n"))
    }

    /// How a list that is too long for one line is broken.
    enum Breaking {
        /// An element per line, `tail` behind the last.
        case eachElement

        /// As many elements as fit on a line, `tail` behind the last.
        case fullLines

        /// As many elements as fit on a line, a comma behind the last; `tail` on its own.
        case filledCollection

        /// All elements on one line if they fit there, else an element per line; `tail` on its own.
        case likeParameters
    }

    /// A call, a declaration's parameters or a collection: `head`, the elements with commas between them, `tail`. On one
    /// line if that is short enough.
    static func list(_ head: SwiftCode, _ elements: [SwiftCode], _ tail: SwiftCode, _ breaking: Breaking) -> SwiftCode {
        let available = lineLength - expectedIndentation
        let hasSeveralLines = elements.contains(where: \.hasSeveralLines)
        let inner = elements.map(\.text).joined(separator: ", ")
        let width = TextMeasure.length(inner)
        if !hasSeveralLines, head.width + width + tail.width <= available {
            return "\(head)\(raw: inner)\(tail)"
        }
        let onePerLine = elements.map(\.text).joined(separator: ",\n")
        switch breaking {
        case .eachElement:
            return """
                \(head)
                    \(raw: onePerLine)\(tail)
                """
        case .fullLines:
            return """
                \(head)
                    \(raw: fill(elements, to: available))\(tail)
                """
        case .filledCollection:
            return """
                \(head)
                    \(raw: fill(elements, to: available)),
                \(tail)
                """
        case .likeParameters:
            return """
                \(head)
                    \(raw: hasSeveralLines || width > available ? onePerLine : inner)
                \(tail)
                """
        }
    }

    /// An array literal, an element per line if it is long.
    static func array(_ elements: [SwiftCode]) -> SwiftCode {
        let code = list("[", elements, "]", .likeParameters)
        guard code.hasSeveralLines, elements.count > 1 else { return code }
        return list("[", elements.dropLast() + elements.suffix(1).map { "\($0)," }, "]", .likeParameters)
    }

    private static func fill(_ elements: [SwiftCode], to width: Int) -> String {
        var text = ""
        var lineWidth = 0
        for (index, element) in elements.enumerated() {
            let piece = element.text + (index == elements.count - 1 ? "" : ",")
            let length = TextMeasure.length(piece)
            if index > 0 {
                let fits = lineWidth + 1 + length <= width
                text += fits ? " " : "\n"
                lineWidth = fits ? lineWidth + 1 : 0
            }
            text += piece
            lineWidth += length
        }
        return text
    }
}
