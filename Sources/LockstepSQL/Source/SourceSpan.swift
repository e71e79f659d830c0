/// A half-open range of byte offsets into the UTF-8 text of one file.
///
/// A span does not know its file: `SourcePlace` pairs it with one.
public struct SourceSpan: Hashable, Sendable {
    private let lower: UInt32
    private let upper: UInt32

    /// The offset of the first byte.
    public var start: Int { Int(lower) }

    /// The offset after the last byte; equal to `start` for an empty span.
    public var end: Int { Int(upper) }

    /// The number of bytes.
    public var count: Int { end - start }

    /// The same offsets as a range.
    public var range: Range<Int> { start..<end }

    /// - precondition: `0 <= start <= end`, and both fit 32 bits, as `SourceText` guarantees for its own offsets.
    public init(start: Int, end: Int) {
        precondition(start <= end, "A span ends before it starts.")
        lower = UInt32(start)
        upper = UInt32(end)
    }

    /// The empty span at an offset.
    public init(at offset: Int) {
        self.init(start: offset, end: offset)
    }

    /// The smallest span that holds both.
    public func union(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(start: min(start, other.start), end: max(end, other.end))
    }

    /// Whether every byte of `other` lies in this span.
    public func contains(_ other: SourceSpan) -> Bool {
        start <= other.start && other.end <= end
    }
}
