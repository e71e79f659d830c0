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
    var hasSeveralLines: Bool { text.utf8.contains(UInt8(ascii: "\n")) }

    /// The length of the longest line, in characters.
    var width: Int {
        text.split(separator: "\n").map(\.count).max() ?? 0
    }

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
            let line = text.suffix { $0 != "\n" }
            let indentation = line.prefix { $0 == " " }
            if piece.isEmpty {
                dropsLine = dropsLine || indentation.count == line.count
                return
            }
            dropsLine = false
            guard !indentation.isEmpty, piece.utf8.contains(UInt8(ascii: "\n")) else {
                text += piece
                return
            }
            let margin = String(indentation)
            var isFirst = true
            for line in piece.split(separator: "\n", omittingEmptySubsequences: false) {
                if !isFirst { text += line.isEmpty ? "\n" : "\n" + margin }
                text += line
                isFirst = false
            }
        }

        /// Removes the white space of the last line, and the line's own newline, since another one follows.
        private mutating func removeBlankLine() {
            while text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
            if text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
        }
    }
}

extension StringProtocol {
    /// The longest end whose characters all satisfy a condition.
    fileprivate func suffix(while isIncluded: (Character) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex {
            let previous = index(before: start)
            guard isIncluded(self[previous]) else { break }
            start = previous
        }
        return self[start...]
    }
}

// MARK: - Composition

extension SwiftCode {
    /// Columns of a line; a list that would be wider has an element per line.
    private static let lineLength = 120

    /// Columns that are taken as indentation, since a piece does not know where it will stand.
    private static let expectedIndentation = 16

    static func lines(_ pieces: [SwiftCode]) -> SwiftCode {
        SwiftCode(raw: pieces.filter { !$0.isEmpty }.map(\.text).joined(separator: "\n"))
    }

    static func blocks(_ pieces: [SwiftCode]) -> SwiftCode {
        SwiftCode(raw: pieces.filter { !$0.isEmpty }.map(\.text).joined(separator: "\n\n"))
    }

    /// A call, a declaration's parameters or a collection: `head`, the elements with commas between them, `tail`. On one
    /// line if that is short enough, else an element per line.
    ///
    /// - Parameter closesOnOwnLine: Whether `tail` gets a line of its own in the long form.
    static func list(
        _ head: SwiftCode, _ elements: [SwiftCode], _ tail: SwiftCode, closesOnOwnLine: Bool = false
    ) -> SwiftCode {
        let inner = elements.map(\.text).joined(separator: ", ")
        let isShort = head.width + inner.count + tail.width <= lineLength - expectedIndentation
        if isShort, !elements.contains(where: \.hasSeveralLines) {
            return "\(head)\(raw: inner)\(tail)"
        }
        let long = SwiftCode(raw: elements.map(\.text).joined(separator: ",\n"))
        if closesOnOwnLine {
            return """
                \(head)
                    \(long)
                \(tail)
                """
        }
        return """
            \(head)
                \(long)\(tail)
            """
    }

    /// An array literal.
    static func array(_ elements: [SwiftCode]) -> SwiftCode {
        list("[", elements, "]", closesOnOwnLine: true)
    }
}
