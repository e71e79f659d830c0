import LockstepSQL

/// A piece of a file without its comments, with some spans replaced. The rest is the author's text.
struct StatementText {
    private let source: SourceText
    private let comments: [Comment]
    private var replacements: [(span: SourceSpan, text: String)] = []

    init(_ file: ParsedFile) {
        self.init(file.source, comments: file.comments)
    }

    /// - Parameter comments: Those to leave out, in order.
    init(_ source: SourceText, comments: [Comment]) {
        self.source = source
        self.comments = comments
    }

    mutating func replace(_ span: SourceSpan, with text: String) {
        replacements.append((span, text))
    }

    /// The parts of a text that goes on over several comments, on one line.
    func text(in parts: [SourceSpan]) -> String {
        parts.map { trimmed(text(in: $0)) }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// A line that held nothing but a comment is left out, as is the white space before a comment.
    func text(in span: SourceSpan) -> String {
        let bytes = source.bytes
        var result: [UInt8] = []
        var offset = span.start
        let comments = self.comments.within(span.range, by: \.span).map { (span: $0.span, text: "") }
        let inside = comments + replacements.filter { span.contains($0.span) && !$0.span.isEmpty }
        for (replaced, text) in inside.sorted(by: { $0.span.start < $1.span.start }) where replaced.start >= offset {
            result += bytes[offset..<replaced.start]
            offset = replaced.end
            if text.isEmpty {
                removeBlanks(&result)
                let isLineEmpty = result.isEmpty || result.last == UInt8(ascii: "\n")
                let next = Self.lineBreak(after: offset, in: bytes, limit: span.end)
                if isLineEmpty, let next {
                    offset = next
                } else if next == nil, !isLineEmpty, offset < span.end {
                    while offset < span.end, Self.isBlank(bytes[offset]) { offset += 1 }
                    if offset < span.end, !Self.closesList(bytes[offset]) { result.append(UInt8(ascii: " ")) }
                }
            } else {
                result += text.utf8
            }
        }
        result += bytes[offset..<span.end]
        while let last = result.last, Self.isBlank(last) || last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
            result.removeLast()
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func removeBlanks(_ text: inout [UInt8]) {
        while let last = text.last, Self.isBlank(last) { text.removeLast() }
    }

    /// The offset of the next line if only blanks follow on this one.
    private static func lineBreak(after offset: Int, in bytes: [UInt8], limit: Int) -> Int? {
        var offset = offset
        while offset < limit, isBlank(bytes[offset]) || bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
        guard offset < limit else { return limit }
        return bytes[offset] == UInt8(ascii: "\n") ? offset + 1 : nil
    }

    /// Stands right behind what it follows.
    private static func closesList(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: ";")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

extension SourceSpan {
    fileprivate var isEmpty: Bool { start == end }
}
