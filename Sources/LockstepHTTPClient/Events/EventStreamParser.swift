/// Reads a stream of server-sent events, whatever the pieces it arrives in
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
///
/// The fields `id` and `retry` are ignored: the client's sync loop decides when to connect again, and a head needs no
/// place to resume from.
struct EventStreamParser: Sendable {
    enum Item: Hashable, Sendable {
        /// An event with its name and its data, the lines of which are joined by a line feed. Without a name it is
        /// called `message`.
        case event(name: String, data: String)

        /// A line that begins with a colon.
        case comment
    }

    /// A line, or the data of an event, is longer than `maximumLength`.
    struct TooLong: Error {}

    /// Bytes that a line, and the data of an event, may have.
    static let maximumLength = 65_536

    private var line: [UInt8] = []
    private var name: String?
    private var data: [UInt8]?

    // A line feed that follows a carriage return belongs to the same end of line.
    private var endedWithCarriageReturn = false
    private var isFirstLine = true

    init() {}

    /// The items that the bytes complete.
    ///
    /// - Throws: `TooLong`; the parser is then of no more use.
    mutating func parse(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Item] {
        var items: [Item] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n") where endedWithCarriageReturn:
                endedWithCarriageReturn = false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                endedWithCarriageReturn = byte == UInt8(ascii: "\r")
                if let item = try endLine() { items.append(item) }
            default:
                endedWithCarriageReturn = false
                guard line.count < Self.maximumLength else { throw TooLong() }
                line.append(byte)
            }
        }
        return items
    }

    private mutating func endLine() throws(TooLong) -> Item? {
        defer { line.removeAll(keepingCapacity: true) }
        var text = line[...]
        if isFirstLine, text.starts(with: [0xef, 0xbb, 0xbf]) { text = text.dropFirst(3) }
        isFirstLine = false
        guard let first = text.first else { return endEvent() }
        if first == UInt8(ascii: ":") { return .comment }
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        var value = colon.map { text[text.index(after: $0)...] } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        try set(field: String(decoding: text[..<(colon ?? text.endIndex)], as: UTF8.self), to: value)
        return nil
    }

    private mutating func set(field: String, to value: ArraySlice<UInt8>) throws(TooLong) {
        switch field {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            guard (data?.count ?? 0) + value.count < Self.maximumLength else { throw TooLong() }
            if data == nil { data = [] } else { data?.append(UInt8(ascii: "\n")) }
            data?.append(contentsOf: value)
        default: break
        }
    }

    private mutating func endEvent() -> Item? {
        defer {
            name = nil
            data = nil
        }
        guard let data else { return nil }
        let name = name.flatMap { $0.isEmpty ? nil : $0 }
        return .event(name: name ?? "message", data: String(decoding: data, as: UTF8.self))
    }
}
