/// What the header Range asks for of a file (https://www.rfc-editor.org/rfc/rfc9110#section-14).
enum ByteRange: Hashable {
    /// All of it: there is no such header, or one that a server may leave out of account: of another unit, of several
    /// ranges, or malformed.
    case whole

    case part(Range<Int64>)

    /// It begins beyond the end.
    case unsatisfiable

    /// - Parameter total: The size of the file, above 0.
    init(_ header: String?, of total: Int64) {
        guard let header, header.utf8.count <= 64, header.lowercased().hasPrefix("bytes=") else {
            self = .whole
            return
        }
        let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else {
            self = .whole
            return
        }
        switch (first, last) {
        case (nil, nil): self = .whole
        case (nil, let count?): self = count > 0 ? .part(max(0, total - count)..<total) : .unsatisfiable
        case (let first?, _) where first >= total: self = .unsatisfiable
        case (let first?, nil): self = .part(first..<total)
        case (let first?, let last?): self = last >= first ? .part(first..<min(last, total - 1) + 1) : .whole
        }
    }

    /// - Returns: Nil for what is no number; an inner nil for an empty text. A number that has no room is the largest.
    private static func number(_ text: Substring) -> Int64?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return Int64(text) ?? .max
    }
}
