/// Lays a document out within a width.
struct DocumentRenderer {
    /// A line of the result; the comments at its end are placed when all lines are known.
    private struct Line {
        var text: String
        var comments: [String] = []
        var isAligned = false
        var alignment = 0
    }

    private let document: Document
    private let width: Int

    /// For each element, the width of all before it, were they on one line.
    private var offsets: [Int] = []

    /// For each group, the offset up to which text cannot be broken after it.
    private var groupEnds: [Int]

    private var lines: [Line] = []
    private var current = Line(text: "")
    private var column = 0
    private var depth = 0

    /// The depth at which the current line began.
    private var lineDepth = 0
    private var isFlat: [Bool] = []
    private var alignment = 0

    init(_ document: Document, width: Int) {
        self.document = document
        self.width = width
        groupEnds = Array(repeating: 0, count: document.isBroken.count)
        measure()
    }

    /// - parameter lineEnd: What separates lines. Line ends in strings and comments stay as they are.
    static func text(of document: Document, width: Int, lineEnd: String) -> String {
        var renderer = DocumentRenderer(document, width: width)
        renderer.render()
        return renderer.aligned().joined(separator: lineEnd)
    }

    private mutating func measure() {
        offsets.reserveCapacity(document.elements.count + 1)
        var offset = 0
        for element in document.elements {
            offsets.append(offset)
            switch element {
            case .text(let text, let hasSpace): offset += text.unicodeScalars.count + (hasSpace ? 1 : 0)
            case .line, .padding: offset += 1
            default: break
            }
        }
        offsets.append(offset)
        var nextBreak = offset
        for index in document.elements.indices.reversed() {
            switch document.elements[index] {
            case .line, .softLine, .hardLine, .emptyLine: nextBreak = offsets[index]
            case .end(let group): groupEnds[group] = nextBreak
            default: break
            }
        }
    }

    private mutating func render() {
        for (index, element) in document.elements.enumerated() {
            switch element {
            case .text(let text, let hasSpace): write(text, hasSpace: hasSpace)
            case .line: isFlat.last ?? true ? write(" ", hasSpace: false) : beginLine()
            case .softLine: if isFlat.last == false { beginLine() }
            case .hardLine: if !current.text.isEmpty { breakLine() }
            case .emptyLine:
                if !current.text.isEmpty { breakLine() }
                if lines.last?.text.isEmpty == false { lines.append(Line(text: "")) }
            case .padding(let count):
                write(String(repeating: " ", count: isFlat.last ?? true ? 1 : count), hasSpace: false)
            case .begin(let group):
                let fits = column + groupEnds[group] - offsets[index] <= width
                isFlat.append(isFlat.last == true || fits && !document.isBroken[group])
            case .end: isFlat.removeLast()
            case .indent: depth += 1
            case .dedent: depth -= 1
            case .suffix(let comments, let isAligned):
                current.comments += comments
                current.isAligned = isAligned
            case .beginAlignment: alignment += 1
            case .endAlignment: break
            }
        }
        breakLine()
    }

    private mutating func write(_ text: String, hasSpace: Bool) {
        if current.text.isEmpty {
            guard text != " " else { return }
            current.text = String(repeating: "  ", count: lineDepth)
            current.alignment = alignment
            column = lineDepth * 2
        } else if hasSpace {
            current.text += " "
            column += 1
        }
        current.text += text
        if let last = text.utf8.lastIndex(of: UInt8(ascii: "\n")) {
            column = text.utf8.distance(from: last, to: text.utf8.endIndex) - 1
        } else {
            column += text.unicodeScalars.count
        }
    }

    private mutating func beginLine() {
        if !current.text.isEmpty { breakLine() }
        lineDepth = depth
        column = depth * 2
    }

    private mutating func breakLine() {
        while current.text.utf8.last == UInt8(ascii: " ") { current.text.removeLast() }
        lines.append(current)
        current = Line(text: "")
        lineDepth = depth
        column = depth * 2
    }

    /// The lines with their comments. A line that is much longer than the others does not move their comments.
    private func aligned() -> [String] {
        var columns: [Int: Int] = [:]
        for line in lines where line.isAligned {
            let width = Self.lastWidth(of: line.text)
            columns[line.alignment] = max(columns[line.alignment] ?? 0, width <= Self.widestAligned ? width : 0)
        }
        var result: [String] = []
        for line in lines {
            guard let first = line.comments.first else {
                result.append(line.text)
                continue
            }
            let width = Self.lastWidth(of: line.text)
            let column = line.isAligned ? max(columns[line.alignment] ?? 0, width) : width
            result.append(line.text + String(repeating: " ", count: column - width + 1) + first)
            result += line.comments.dropFirst().map { String(repeating: " ", count: column + 1) + $0 }
        }
        return result
    }

    private static let widestAligned = 80

    /// The width of the last line of a text; a string may hold line breaks.
    private static func lastWidth(of text: String) -> Int {
        guard let last = text.utf8.lastIndex(of: UInt8(ascii: "\n")) else { return text.unicodeScalars.count }
        return text.unicodeScalars.distance(from: last, to: text.endIndex) - 1
    }
}
