/// The bytes of one definition file and the path that diagnostics print for it.
///
/// Lines end at LF; a CR before it belongs to the line break, not to the line. Columns count bytes of UTF-8 from 1, as
/// `swiftc` and `clang` print them and editors expect them of compilers. A UTF-8 byte order mark at the start of the
/// file takes no column.
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

    /// By path and length: every diagnostic holds its file, and is put into sets.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(bytes.count)
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
        let start = Int(lineStarts[line]) + (line == 0 ? byteOrderMark : 0)
        return SourceLocation(line: line + 1, column: max(offset - start, 0) + 1)
    }

    /// The number of terminal cells before a byte offset in its line: things whose text is aligned have the same.
    public func indentation(at offset: Int) -> Int {
        let line = content(ofLine: location(at: offset).line)
        let before = SourceSpan(start: line.start, end: min(max(offset, line.start), line.end))
        return Glyph.cells(of: Glyph.glyphs(of: text(in: before)))
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

    /// The span of a 1-based line without its line break and without a byte order mark.
    func content(ofLine line: Int) -> SourceSpan {
        let whole = span(ofLine: line)
        return line == 1 ? SourceSpan(start: whole.start + byteOrderMark, end: whole.end) : whole
    }

    /// The offset of the scalar that an offset lies in.
    func scalarStart(_ offset: Int) -> Int {
        guard offset < bytes.count, bytes[offset] & 0xC0 == 0x80 else { return offset }
        for distance in 1...3 where offset - distance >= 0 {
            let lead = bytes[offset - distance]
            if lead & 0xC0 != 0x80 {
                let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
                return length > distance ? offset - distance : offset
            }
        }
        return offset
    }

    /// The length of the byte order mark that the file begins with.
    private var byteOrderMark: Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
