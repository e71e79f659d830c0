/// The bytes of one definition file and the path that diagnostics print for it.
///
/// Lines end at LF; a CR before it belongs to the line break, not to the line. Columns count Unicode scalars, which is
/// what compilers print and editors jump to; a byte that is no valid UTF-8 counts as one. A UTF-8 byte order mark at
/// the start of the file takes no column.
public struct SourceText: Hashable, Sendable {
    /// As given by the caller; printed verbatim.
    public let path: String

    /// The file's content.
    public let bytes: [UInt8]

    private let lineStarts: [UInt32]

    /// - precondition: the file is smaller than 4 GiB.
    public init(path: String, bytes: [UInt8]) {
        precondition(bytes.count < Int(UInt32.max), "A definition file must be smaller than 4 GiB.")
        self.path = path
        self.bytes = bytes
        var starts: [UInt32] = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(UInt32(offset + 1))
        }
        lineStarts = starts
    }

    /// The text's UTF-8.
    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// The span of the whole file.
    public var span: SourceSpan { SourceSpan(start: 0, end: bytes.count) }

    /// The number of lines; a file that ends in a line break has an empty last line.
    public var lineCount: Int { lineStarts.count }

    /// The text of a span; bytes that are no valid UTF-8 become U+FFFD.
    public func text(in span: SourceSpan) -> String {
        String(decoding: bytes[span.start..<min(span.end, bytes.count)], as: UTF8.self)
    }

    /// The 1-based line and column of a byte offset. Offsets beyond the end are taken as the end.
    public func location(at offset: Int) -> SourceLocation {
        let offset = min(max(offset, 0), bytes.count)
        let line = lineIndex(at: offset)
        var start = Int(lineStarts[line])
        if line == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            start = min(3, offset)
        }
        return SourceLocation(line: line + 1, column: scalarCount(in: start..<offset) + 1)
    }

    /// The span of a 1-based line, without its line break.
    ///
    /// - precondition: `line` is in `1...lineCount`.
    public func span(ofLine line: Int) -> SourceSpan {
        let start = Int(lineStarts[line - 1])
        var end = line < lineStarts.count ? Int(lineStarts[line]) - 1 : bytes.count
        if end > start, line < lineStarts.count, bytes[end - 1] == UInt8(ascii: "\r") {
            end -= 1
        }
        return SourceSpan(start: start, end: end)
    }

    /// The text of a 1-based line, without its line break.
    ///
    /// - precondition: `line` is in `1...lineCount`.
    public func text(ofLine line: Int) -> String {
        text(in: span(ofLine: line))
    }

    private func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }

    private func scalarCount(in range: Range<Int>) -> Int {
        String(
            decoding: bytes[range.lowerBound..<scalarStart(range.upperBound, after: range.lowerBound)], as: UTF8.self
        )
        .unicodeScalars.count
    }

    /// The offset of the scalar that an offset lies in.
    private func scalarStart(_ offset: Int, after start: Int) -> Int {
        guard offset < bytes.count, bytes[offset] & 0xC0 == 0x80 else { return offset }
        for distance in 1...3 where offset - distance >= start {
            let lead = bytes[offset - distance]
            if lead & 0xC0 != 0x80 {
                let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
                return length > distance ? offset - distance : offset
            }
        }
        return offset
    }
}
