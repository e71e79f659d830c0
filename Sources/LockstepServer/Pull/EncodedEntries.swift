import Lockstep

/// A stretch of the log as clients are sent it: the JSON of the mutations, one after the other, and of each entry where
/// its JSON ends.
///
/// The bytes are those of `LoggedMutation`, whose arguments are copied as they are stored.
final class EncodedEntries {
    struct Item: Hashable {
        let head: LogHead
        let content: Content

        /// Where the entry's JSON ends; that of the entry before, if it has none.
        fileprivate(set) var end: Int
    }

    enum Content: Hashable {
        /// A mutation, with so many bytes of arguments.
        case mutation(argumentBytes: Int)

        /// Nothing that clients hear of.
        case unchanged

        /// Something that no client can replay.
        case notReplayable
    }

    private(set) var items: [Item] = []
    private let bytes = ByteArena()
    private let forms: ReplayForms

    init(forms: ReplayForms) {
        self.forms = forms
    }

    /// Bytes of JSON.
    var size: Int { bytes.count }

    /// The JSON array of the mutations among some of the entries.
    func json(_ range: Range<Int>) -> [UInt8] {
        guard !range.isEmpty else { return bytes.array(0..<0) }
        let start = range.lowerBound == 0 ? 0 : items[range.lowerBound - 1].end
        return bytes.array(start..<items[range.upperBound - 1].end)
    }

    func dropFirst(_ count: Int) {
        guard count > 0 else { return }
        let dropped = items[count - 1].end
        items.removeFirst(count)
        for index in items.indices { items[index].end -= dropped }
        bytes.dropFirst(dropped)
    }

    /// - Returns: What became of it.
    @discardableResult
    func append(_ entry: StoredEntry) -> Content {
        let content: Content
        switch entry.content {
        case .unchanged:
            content = .unchanged
        case .changed:
            content = .notReplayable
        case .applied(let mutation):
            if let form = forms.form(of: mutation) {
                write(mutation, of: entry.head, form)
                content = .mutation(argumentBytes: mutation.arguments.count)
            } else {
                content = .notReplayable
            }
        }
        items.append(Item(head: entry.head, content: content, end: bytes.count))
        return content
    }

    private func write(_ mutation: StoredEntry.Mutation, of head: LogHead, _ form: ReplayForms.Form) {
        // An escaped character takes up to six; the names of members and the numbers have room in 256.
        bytes.reserve(
            mutation.client.count + mutation.actor.count * 6 + form.member.count + mutation.arguments.count + 256)
        bytes.append(",{\"version\":")
        bytes.append(decimal: head.version)
        bytes.append(",\"client\":\"")
        bytes.append(mutation.client)
        bytes.append("\",\"id\":")
        bytes.append(decimal: mutation.number)
        bytes.append(",\"actor\":\"")
        if form.usesActor { bytes.append(escaping: mutation.actor) }
        bytes.append("\",")
        bytes.append(form.member)
        bytes.append(mutation.arguments)
        bytes.append(",\"at\":")
        bytes.append(decimal: mutation.at)
        bytes.append(",\"committedAt\":")
        bytes.append(decimal: head.committedAt)
        bytes.append(",\"effect\":\"")
        bytes.append(hexadecimal: mutation.effect.value)
        bytes.append("\"}")
    }
}

extension ByteArena {
    fileprivate func append(decimal value: Int64) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = 20
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            append(UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// 16 digits.
    fileprivate func append(hexadecimal value: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift) & 0xf)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// Appends text in UTF-8 as it is written between quotes.
    fileprivate func append(escaping text: UnsafeBufferPointer<UInt8>) {
        let isPlain = text.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        if isPlain { return append(text) }
        let json = JSONWriter.write { $0.string(utf8: text) }
        json.withUnsafeBufferPointer { append(UnsafeBufferPointer(rebasing: $0.dropFirst().dropLast())) }
    }
}
